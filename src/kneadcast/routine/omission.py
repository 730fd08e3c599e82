"""Leaves steps out of a routine, and adapts the moves between the remaining sections."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from kneadcast.routine.body import place_of
from kneadcast.routine.model import Approach, Move, Routine, Section, Step
from kneadcast.routine.wording import split_sentences


def step_key(section: Section, step: Step) -> str:
    """Returns the key of a step, unique in its routine: `feet-and-lower-legs.sole-friction`."""
    return f"{section.slug}.{step.slug}"


def without_steps(routine: Routine, omitted: Collection[str]) -> Routine:
    """Returns a routine without some steps, and without the sections that have no step left.

    The `move` of a section that is left out is used by the next section in the same position that has none. A move is
    left out if the listener is already in its position.

    Args:
        routine: The routine.
        omitted: The keys of the steps to leave out.

    Returns:
        The routine, with the position of every section filled in. It has no sections if every step is left out.
    """
    return routine.model_copy(update={"sections": tuple(_remaining_sections(routine, omitted))})


def _remaining_sections(routine: Routine, omitted: Collection[str]) -> Iterator[Section]:
    current = routine.opening.position  # the listener's position
    previous = current  # the position of the section before, even if that section is left out
    last_move: Move | None = None  # the last move into the section's position
    origin = current  # the position that the last move comes from
    for section in routine.sections:
        position = section.position or previous
        if section.move:
            origin = previous
        last_move = section.move or (last_move if position == previous else None)
        changes_position, previous = position != previous, position
        steps = tuple(step for step in section.steps if step_key(section, step) not in omitted)
        if not steps:
            continue
        move = section.move
        if position == current and changes_position:
            move = None
        elif position != current and move is None and last_move is not None:
            move = _adapted_move(last_move, section)
        if move:
            move = _approached(move, place_of(origin), place_of(current))
        yield section.model_copy(update={"steps": steps, "position": position, "move": move})
        current = position


class ApproachedMove(Move):
    """A move with the words for those who come from another place than in the complete routine."""

    place: str
    """The place that they come from."""


def _approached(move: Move, origin: str, place: str) -> Move:
    """Returns a move with the words for the place that the listener comes from, if they differ.

    Args:
        move: The move.
        origin: The place of the section before in the complete routine, from which its words lead.
        place: The place from which the listener comes.
    """
    words = move.approaches.get(place)
    if place == origin or words is None:
        return move
    usual = Approach(preview=move.preview, say=move.say, brief=move.brief)
    changed: dict[str, Any] = dict(move) | {
        "preview": words.preview,
        "say": words.say,
        "brief": words.brief,
        "approaches": {**move.approaches, origin: usual},
        "place": place,
    }
    return ApproachedMove.model_construct(**changed)


def _adapted_move(move: Move, section: Section) -> Move:
    """Returns the move of another section for this one; it names no side if this section has none."""
    return move if section.sides != "none" else without_sides(move)


def without_sides(move: Move) -> Move:
    """Returns a move without the sentences that lead to work on a side."""
    return move.model_copy(
        update={
            "preview": _without_sides(move.preview),
            "say": _without_sides(move.say),
            "brief": move.brief and _without_sides(move.brief),
            "remind": tuple(line for line in move.remind if "{" not in line),
        }
    )


def _without_sides(text: str) -> str:
    """Returns a text without the sentences that name a side, unless all of them do."""
    return " ".join(sentence for sentence in split_sentences(text) if "{" not in sentence) or text
