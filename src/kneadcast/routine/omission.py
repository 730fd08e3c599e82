"""Taking steps out of a routine so that what is left still makes sense."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kneadcast.routine.model import Move, Routine, Section, Step
from kneadcast.routine.rules import split_sentences


def step_key(section: Section, step: Step) -> str:
    """Returns the key of a step, unique in its routine: `feet-and-lower-legs.sole-friction`."""
    return f"{section.slug}.{step.slug}"


def without_steps(routine: Routine, gone: Collection[str]) -> Routine:
    """Returns a routine without the steps whose keys are gone; it may have no section left.

    A section that lost all its steps loses its move as well: the listener stays in the position before it. A section
    that relied on that move takes it over, and one whose move leads to where the listener is already does without.
    """
    return routine.model_copy(update={"sections": tuple(_sections(routine, gone))})


def _sections(routine: Routine, gone: Collection[str]) -> Iterator[Section]:
    here = before = routine.opening.position
    led: Move | None = None
    for section in routine.sections:
        there = section.position or before
        led = section.move or (led if there == before else None)
        changes, before = there != before, there
        steps = tuple(step for step in section.steps if step_key(section, step) not in gone)
        if not steps:
            continue
        move = section.move
        if there == here and changes:
            move = None
        elif there != here and move is None and led is not None:
            move = _fitting(led, section)
        yield section.model_copy(update={"steps": steps, "position": there, "move": move})
        here = there


def _fitting(move: Move, section: Section) -> Move:
    """Returns a move for a section that has taken it over: where no side is worked, none is named."""
    if section.sides != "none":
        return move
    texts = {field: _without_sides(getattr(move, field)) for field in ("preview", "say")}
    remind = tuple(line for line in move.remind if "{" not in line)
    return move.model_copy(update={**texts, "remind": remind})


def _without_sides(text: str) -> str:
    return " ".join(sentence for sentence in split_sentences(text) if "{" not in sentence) or text
