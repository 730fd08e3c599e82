"""What a rule is, what it finds, and the walks through a routine that rules share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kneadcast.errors import Severity
from kneadcast.routine.model import Move, Routine, Section, Spoken, Step, Switch

Place = tuple["str | int", ...]


class Finding(NamedTuple):
    """A rule broken at a place of the routine."""

    place: Place
    message: str
    severity: Severity = "error"


@dataclass(frozen=True)
class Rule:
    """Something that every routine is held to."""

    id: str
    """As `check` prints it."""
    find: Callable[[Routine], Iterator[Finding]] | None
    """None for a rule about files, which is held where they are read."""
    refuses: str
    """What it objects to, in a phrase."""
    why: str
    mend: str


class SpokenText(NamedTuple):
    """Words that a session may say, and where they stand."""

    place: Place
    text: str
    sided: bool
    """Whether the section has a side that the text may name."""


def split_sentences(text: str) -> tuple[str, ...]:
    """Splits spoken text where a sentence ends, which is where the voice pauses."""
    return tuple(part for part in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if part)


def steps_of(routine: Routine) -> Iterator[tuple[Place, Section, Step]]:
    """Yields every step with its place and section."""
    for s, section in enumerate(routine.sections):
        for i, step in enumerate(section.steps):
            yield ("sections", s, "steps", i), section, step


def texts_of(routine: Routine) -> Iterator[SpokenText]:
    """Yields every text that may be spoken."""

    def lines(
        place: Place, told: Spoken | Move | Switch | Step, fields: Iterable[str] = ("say",), sided: bool = False
    ) -> Iterator[SpokenText]:
        for field in fields:
            if text := getattr(told, field):
                yield SpokenText((*place, field), text, sided)
        for i, line in enumerate(told.remind):
            yield SpokenText((*place, "remind", i), line, sided)

    yield from lines(("opening", "safety"), routine.opening.safety)
    yield from lines(("opening", "settle"), routine.opening.settle)
    for i, line in enumerate(routine.remind):
        yield SpokenText(("remind", i), line, False)
    for s, section in enumerate(routine.sections):
        sided = section.sides != "none"
        for key, change in (("move", section.move), ("switch", section.switch)):
            if change:
                yield from lines(("sections", s, key), change, ("preview", "say"), sided)
    for place, section, step in steps_of(routine):
        yield from lines(place, step, ("say", "again"), section.sides != "none")
    if routine.closing.rest:
        yield from lines(("closing", "rest"), routine.closing.rest)
    yield from lines(("closing", "close"), routine.closing.close)


def words_of(text: str) -> list[str]:
    """Returns the words of a text in small letters, without marks and placeholders."""
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", re.sub(r"\{[^{}]*\}", " ", text).casefold())  # noqa: RUF001
