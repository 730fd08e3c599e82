"""Rules on the care of whoever lies there: cushions, covers, and questions before work that needs consent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kneadcast.errors import KeyPath
from kneadcast.routine.body import AREAS
from kneadcast.routine.model import CushionPlace, Drape, Furnishing, Routine, Section
from kneadcast.routine.rules.findings import Finding, rule, steps_of
from kneadcast.routine.vocabulary import vocabulary

_LYING = frozenset({"supine", "prone", "side-lying"})
_NEEDED: Mapping[str, CushionPlace] = {"supine": "knees", "prone": "ankles"}
"""The cushion that each position needs, so that the back or the feet are not strained."""
_CONSENT = frozenset({"glutes", "inner-thigh", "upper-inner-thigh", "groin"})
"""Areas on which a giver works only after a question."""
_DRAPED = frozenset(area.id for area in AREAS.values() if area.group in ("lower-leg", "knee", "thigh", "whole-leg")) - {
    "ankle"
}
"""Areas that a cover hides; feet and ankles look out of it, and hips are worked through it."""

_ON_OTHER_SIDE: Mapping[Drape | None, Drape] = {"other": "side", "side": "other"}
"""What a drape is called after the change of sides, if nothing was moved."""


class _Arrival(NamedTuple):
    """A part of a routine after which the listener sits or lies in a position."""

    place: KeyPath
    part: Furnishing
    position: str
    before: str | None
    """The position before it; `None` at the beginning."""


def _arrivals(routine: Routine) -> Iterator[_Arrival]:
    position = routine.opening.position
    yield _Arrival(("opening", "settle"), routine.opening.settle, position, None)
    for s, section in enumerate(routine.sections):
        before, position = position, section.position or position
        if section.move:
            yield _Arrival(("sections", s, "move"), section.move, position, before)
        if section.switch:
            yield _Arrival(("sections", s, "switch"), section.switch, position, position)


@rule(
    "cushions",
    refuses=(
        "cushions that a turn of the body leaves where they were, or that change without a word; warns of lying on the "
        "back without a cushion under the knees, and on the stomach without one under the ankles"
    ),
    why="A straight back or straight feet ache after minutes, and whoever turns over onto a cushion lies crooked.",
    remedy="State in `cushions` where they lie afterwards, and say so in the words: `cushions: [head, knees]`.",
)
def _cushions(routine: Routine) -> Iterator[Finding]:
    lying: tuple[CushionPlace, ...] = ()
    for place, part, position, before in _arrivals(routine):
        cushions = lying if part.cushions is None else part.cushions
        needed = _NEEDED.get(position) if position != before else None
        if part.cushions is None and lying and position != before and {position, before} <= _LYING:
            yield Finding(place, f"a turn from {before} to {position} moves the cushions; state where they lie")
        elif needed and needed not in cushions:
            message = f"lying {position} is done with a cushion under the {needed}; state it in `cushions`"
            yield Finding(place, message, "warning")
        if cushions != lying:
            yield from _unsaid(routine, place, part, "cushions")
        lying = cushions


@rule(
    "drape",
    refuses="work on a leg that is covered, or a cover that changes without a word",
    why="Hands cannot work through a blanket that nobody folded back, and a leg that is done gets cold uncovered.",
    remedy="State in `drape` which legs are covered afterwards: none, both, side or other; and say so in the words.",
)
def _drape(routine: Routine) -> Iterator[Finding]:
    drape = routine.opening.settle.drape
    if drape not in (None, "none"):
        yield from _unsaid(routine, ("opening", "settle"), routine.opening.settle, "drape")
    for s, section in enumerate(routine.sections):
        if section.move and section.move.drape:
            drape = section.move.drape
            yield from _unsaid(routine, ("sections", s, "move"), section.move, "drape")
        yield from _covered_work(section, s, drape, "first")
        if section.switch:
            drape = section.switch.drape or _ON_OTHER_SIDE.get(drape, drape)
            if section.switch.drape:
                yield from _unsaid(routine, ("sections", s, "switch"), section.switch, "drape")
            yield from _covered_work(section, s, drape, "second")


def _covered_work(section: Section, s: int, drape: Drape | None, side: str) -> Iterator[Finding]:
    """Yields the steps that work a covered leg; on the second side, `other` is the leg that was worked before."""
    if drape not in ("both", "side"):
        return
    for i, step in enumerate(section.steps):
        if step.area in _DRAPED:
            message = f"the {AREAS[step.area].label} is covered on the {side} side; uncover the leg before, in `drape`"
            yield Finding(("sections", s, "steps", i), message)


def _unsaid(routine: Routine, place: KeyPath, part: Furnishing, key: str) -> Iterator[Finding]:
    """Yields the texts of a part that do not mention what it changes."""
    words = vocabulary(routine.language)
    if words is None:
        return
    pattern = words.props["cushion"] if key == "cushions" else words.covers
    for name in ("say", "brief"):
        text = getattr(part, name, None)
        if text and not re.search(pattern, text, re.IGNORECASE):
            yield Finding((*place, name), f"`{key}` changes here, and these words do not say so")


@rule(
    "consent",
    refuses="work of a giver on buttocks, inner thigh or groin without `ask`; `ask` in a routine for one",
    why="Whoever lies there has to be able to say no before the hand arrives, not after.",
    remedy="Let the giver ask: `ask: Ask whether the buttock is all right.`",
)
def _consent(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        if routine.mode == "self" and step.ask:
            yield Finding((*place, "ask"), "there is nobody to ask in a routine for one; leave it out")
        if routine.mode == "partner" and step.area in _CONSENT and not step.ask:
            message = f"the giver has to ask before working the {AREAS[step.area].label}; say so in `ask`"
            yield Finding(place, message)


CARE_RULES = (_cushions, _drape, _consent)
