"""The chapters of a session, as a player lists them: one for each section and side, or finer on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kneadcast.choices import ChapterBy
from kneadcast.messages import Messages, messages_in
from kneadcast.routine.model import TRANSITIONS, Mode
from kneadcast.script.labels import capitalised, section_title, sided_area_label, sided_title
from kneadcast.script.model import Script, ScriptStep, Side


@dataclass(frozen=True)
class Chapter:
    """A part of the session that a listener can jump to."""

    title: str
    start_ms: int
    end_ms: int
    side: Side | None = None
    """The leg that is worked; `None` for both or neither."""
    main_step: ScriptStep | None = None
    """The longest step that works on an area, otherwise the longest of all: what a picture of the chapter shows."""
    mode: Mode | None = None
    """Who does the massage; `None` if unknown."""


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

    def key(pair: tuple[ScriptStep, ScriptStep]) -> tuple[str, str]:
        named_after, _ = pair
        return named_after.section, named_after.id if by == "step" else title(named_after)

    groups = [tuple(group) for _, group in groupby(_with_destinations(script.steps), key=key)]
    return tuple(_chapter(title(group[0][0]), [step for _, step in group], script.mode) for group in groups)


def _chapter(title: str, steps: Sequence[ScriptStep], mode: Mode | None) -> Chapter:
    sides = {step.side for step in steps if step.kind not in TRANSITIONS}
    side = sides.pop() if len(sides) == 1 else None
    main_step = max(steps, key=lambda step: (step.area is not None, step.end_ms - step.start_ms))
    return Chapter(title, steps[0].start_ms, steps[-1].end_ms, side, main_step, mode)


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
    if step.area is None:
        return section_title(step, messages)
    return capitalised(sided_area_label(step.area, step.side, messages))


_TITLES: Mapping[ChapterBy, Callable[[ScriptStep, Messages], str]] = {
    "section": section_title,
    "area": _area_title,
    "step": sided_title,
}
