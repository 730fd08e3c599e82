"""The chapters of a session, as a player lists them: one for each section and side, or finer on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kneadcast.choices import ChapterBy
from kneadcast.messages import Messages, messages_in
from kneadcast.routine.model import TRANSITIONS
from kneadcast.script.labels import area_label, section_title, step_title
from kneadcast.script.model import Script, ScriptStep, Side


@dataclass(frozen=True)
class Chapter:
    """A part of the session that a listener can jump to."""

    title: str
    start_ms: int
    end_ms: int
    areas: tuple[str, ...] = ()
    """Ids of the areas that are worked, in order."""
    side: Side | None = None
    """The leg that is worked; `None` for both or neither."""


def chapters_of(script: Script, by: ChapterBy = "section") -> tuple[Chapter, ...]:
    """Returns the chapters of a script, without gaps from 0 to its end, with titles in its language.

    A transition, such as the change from one foot to the other, belongs to the step that it leads to.

    Args:
        script: The session.
        by: What begins a chapter: every section and every side in it; with `area`, every area as well; with `step`,
            every step.
    """
    messages, title_of = messages_in(script.language), _TITLES[by]

    def title(step: ScriptStep) -> str:
        return title_of(step, messages)

    def key(pair: tuple[ScriptStep, ScriptStep]) -> str:
        named_after, _ = pair
        return named_after.id if by == "step" else title(named_after)

    groups = [tuple(group) for _, group in groupby(_with_destinations(script.steps), key=key)]
    return tuple(_chapter(title(group[0][0]), [step for _, step in group]) for group in groups)


def _chapter(title: str, steps: Sequence[ScriptStep]) -> Chapter:
    areas = tuple(dict.fromkeys(step.area for step in steps if step.area))
    sides = {step.side for step in steps if step.kind not in TRANSITIONS}
    side = sides.pop() if len(sides) == 1 else None
    return Chapter(title, steps[0].start_ms, steps[-1].end_ms, areas, side)


def _with_destinations(steps: Sequence[ScriptStep]) -> Iterator[tuple[ScriptStep, ScriptStep]]:
    """Yields each step after its destination: the step that it leads to, or the step itself."""
    for index, step in enumerate(steps):
        yield _destination(step, steps[index + 1 :]), step


def _destination(step: ScriptStep, following: Sequence[ScriptStep]) -> ScriptStep:
    if step.kind not in TRANSITIONS:
        return step
    target = next((other for other in following if other.kind not in TRANSITIONS), None)
    return target if target and target.section == step.section else step


def _area_title(step: ScriptStep, messages: Messages) -> str:
    section = section_title(step, messages)
    return f"{section}, {area_label(step.area, messages)}" if step.area else section


def _step_title(step: ScriptStep, messages: Messages) -> str:
    """Returns the section and the title of a step, or only one of them if they are the same."""
    return ", ".join(dict.fromkeys((section_title(step, messages), step_title(step, messages))))


_TITLES: Mapping[ChapterBy, Callable[[ScriptStep, Messages], str]] = {
    "section": section_title,
    "area": _area_title,
    "step": _step_title,
}
