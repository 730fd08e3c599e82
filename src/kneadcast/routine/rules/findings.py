"""The types of rules and findings, and the iterators over a routine that rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kneadcast.errors import KeyPath, Severity
from kneadcast.routine.conditions import without_conditions
from kneadcast.routine.model import Approach, Compare, Move, Pause, Routine, SafetyLine, Section, Spoken, Step, Switch


class Finding(NamedTuple):
    """A place of a routine that breaks a rule."""

    place: KeyPath
    message: str
    severity: Severity = "error"


Find = Callable[[Routine], Iterator[Finding]]
_Part = Spoken | SafetyLine | Move | Approach | Compare | Switch | Pause | Step


@dataclass(frozen=True)
class Rule:
    """A rule that every routine is checked against."""

    id: str
    """The name that `check` prints."""
    find: Find | None
    """Finds the places that break the rule; `None` for a rule that is checked when files are read."""
    refuses: str
    """What the rule refuses or warns of, as a phrase."""
    why: str
    """The reason, as a sentence."""
    remedy: str
    """How to correct the routine, as a sentence."""


def rule(id_: str, *, refuses: str, why: str, remedy: str) -> Callable[[Find], Rule]:
    """Returns a decorator that turns the function that finds the places into the rule."""
    return lambda find: Rule(id_, find, refuses, why, remedy)


class SpokenText(NamedTuple):
    """A text that a session may speak, and its place."""

    place: KeyPath
    text: str
    sided: bool
    """Whether its section has a side that the text may name."""


def steps_of(routine: Routine) -> Iterator[tuple[KeyPath, Section, Step]]:
    """Yields every step with its place and section."""
    for s, section in enumerate(routine.sections):
        for i, step in enumerate(section.steps):
            yield ("sections", s, "steps", i), section, step


def texts_of(routine: Routine) -> Iterator[SpokenText]:
    """Yields every text that may be spoken, without the conditions of its sentences."""
    for text in written_texts(routine):
        yield text._replace(text=without_conditions(text.text))


def written_texts(routine: Routine) -> Iterator[SpokenText]:
    """Yields every text that may be spoken, as it is written."""
    if routine.opening.welcome:
        yield from _texts_in(("opening", "welcome"), routine.opening.welcome)
    yield from _texts_in(("opening", "safety"), routine.opening.safety)
    yield from _texts_in(("opening", "settle"), routine.opening.settle)
    for i, line in enumerate(routine.remind):
        yield SpokenText(("remind", i), line, False)
    for s, section in enumerate(routine.sections):
        parts = (
            ("move", section.move),
            ("compare", section.compare),
            ("switch", section.switch),
            ("pause", section.pause),
        )
        for key, change in parts:
            if change:
                yield from _texts_in(("sections", s, key), change, sided=section.sides != "none")
    for place, section, step in steps_of(routine):
        yield from _texts_in(place, step, sided=section.sides != "none")
    if routine.closing.rest:
        yield from _texts_in(("closing", "rest"), routine.closing.rest)
    yield from _texts_in(("closing", "close"), routine.closing.close)


def _texts_in(
    place: KeyPath,
    part: Spoken | SafetyLine | Move | Approach | Compare | Switch | Pause | Step,
    *,
    sided: bool = False,
) -> Iterator[SpokenText]:
    for key in ("preview", "ask", "say", "again", "brief", "caution", "farewell"):
        if text := getattr(part, key, None):
            yield SpokenText((*place, key), text, sided)
    for name, approach in getattr(part, "approaches", {}).items():
        yield from _texts_in((*place, "from", name), approach, sided=sided)
    for i, line in enumerate(getattr(part, "remind", ())):
        yield SpokenText((*place, "remind", i), line, sided)
