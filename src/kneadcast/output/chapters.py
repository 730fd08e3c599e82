"""The chapters of a session, as a player lists them: one for each section and side, or finer if asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from kneadcast.script.labels import step_title
from kneadcast.routine.body import AREAS
from kneadcast.script.model import Script, ScriptStep, Side

ChapterBy = Literal["section", "area", "step"]
CHAPTERS_BY: tuple[ChapterBy, ...] = get_args(ChapterBy)

_LEADS_ON = ("move", "switch")
"""Kinds of step that lead to what comes next, and so open its chapter."""


@dataclass(frozen=True)
class Chapter:
    """A stretch of the session that a listener can jump to."""

    title: str
    start_ms: int
    end_ms: int
    areas: tuple[str, ...] = ()
    """Ids of what is worked in it, in order."""
    side: Side | None = None
    """The leg that is worked; none for both or neither."""


def chapters_of(script: Script, by: ChapterBy = "section") -> tuple[Chapter, ...]:
    """Returns the chapters of a script, without gaps from 0 to its end.

    A new chapter begins with every section, and in it with every side; `area` begins one with every area too, and
    `step` with every step. A step that leads on, such as the change from one foot to the other, belongs to what it
    leads to.
    """
    title = _TITLES[by]

    def key(pair: tuple[ScriptStep, ScriptStep]) -> str:
        return pair[0].id if by == "step" else title(pair[0])

    runs = [tuple(run) for _, run in groupby(_led(script.steps), key=key)]
    return tuple(_chapter(title(run[0][0]), [step for _, step in run]) for run in runs)


def _chapter(title: str, steps: Sequence[ScriptStep]) -> Chapter:
    areas = tuple(dict.fromkeys(step.area for step in steps if step.area))
    sides = {step.side for step in steps if step.kind not in _LEADS_ON}
    side = sides.pop() if len(sides) == 1 else None
    return Chapter(title, steps[0].start_ms, steps[-1].end_ms, areas, side)


def _led(steps: Sequence[ScriptStep]) -> Iterator[tuple[ScriptStep, ScriptStep]]:
    """Yields each step behind the one that it leads to: the next that is worked, or itself."""
    for index, step in enumerate(steps):
        yield _leads_to(step, steps[index + 1 :]), step


def _leads_to(step: ScriptStep, following: Sequence[ScriptStep]) -> ScriptStep:
    if step.kind not in _LEADS_ON:
        return step
    worked = next((other for other in following if other.kind not in _LEADS_ON), None)
    return worked if worked and worked.section == step.section else step


def _section_title(step: ScriptStep) -> str:
    return f"{step.section}, {step.side}" if step.side else step.section


def _area_title(step: ScriptStep) -> str:
    return ", ".join((_section_title(step), *([_label(step.area)] if step.area else [])))


def _step_title(step: ScriptStep) -> str:
    """Names a step in its section; the section's own name need not be told twice."""
    return ", ".join(dict.fromkeys((_section_title(step), step_title(step))))


def _label(area: str) -> str:
    """Returns how a listener reads an area's id; one that a script brought along as it stands."""
    return AREAS[area].label if area in AREAS else area.replace("-", " ")


_TITLES: Mapping[ChapterBy, Callable[[ScriptStep], str]] = {
    "section": _section_title,
    "area": _area_title,
    "step": _step_title,
}
