"""Rules of safety: what a step may do to which part of the body, and what nobody may be promised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneadcast.routine.body import (
    AREAS,
    FINISHING_PRESSURE,
    PARTNER_ONLY_POSITIONS,
    POSITIONS,
    STRONGEST_PRESSURE,
    TECHNIQUES,
    TYPES,
)
from kneadcast.routine.model import Routine
from kneadcast.routine.rules.findings import Finding, Place, Rule, steps_of, texts_of, words_of
from kneadcast.routine.vocabulary import vocabulary

FEWEST_SAFETY_WORDS = 20
"""Fewer cannot tell who should not do this, what to go around and when to stop."""


def _pressure_cap(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        area = AREAS[step.area]
        cap = min(area.pressure_cap, STRONGEST_PRESSURE)
        if step.pressure is not None and step.pressure > cap:
            message = f"pressure {step.pressure} on the {area.label} is above its cap of {cap}: {area.reason}"
            yield Finding((*place, "pressure"), message)


def _technique_pressure(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        technique = TECHNIQUES[step.technique]
        if technique.pressure is None:
            if step.pressure is not None:
                yield Finding((*place, "pressure"), f"{technique.id} is movement without pressure; leave the key out")
        elif step.pressure is None:
            yield Finding(
                place, f"{technique.id} needs a pressure of {technique.pressure[0]} to {technique.pressure[1]}"
            )
        elif not technique.pressure[0] <= step.pressure <= technique.pressure[1]:
            low, high = technique.pressure
            message = f"{technique.id} is done with pressure {low} to {high}, not {step.pressure}"
            yield Finding((*place, "pressure"), message)


def _technique_tempo(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        technique = TECHNIQUES[step.technique]
        ranges = " or ".join(f"{low} to {high}" for low, high in technique.tempi)
        if not technique.tempi:
            if step.tempo is not None:
                yield Finding((*place, "tempo"), f"{technique.id} has no rhythm; leave the key out")
        elif step.tempo is None:
            yield Finding(place, f"{technique.id} needs a tempo of {ranges} strokes a minute")
        elif not any(low <= step.tempo <= high for low, high in technique.tempi):
            message = f"{technique.id} is done at {ranges} strokes a minute, not {step.tempo}"
            yield Finding((*place, "tempo"), message)


def _technique_here(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        area = AREAS[step.area]
        if area.techniques is not None and step.technique not in area.techniques:
            allowed = ", ".join(sorted(area.techniques))
            message = f"{step.technique} is not for the {area.label}: {area.reason}; use {allowed}"
            yield Finding((*place, "technique"), message)


def _reachable_position(routine: Routine) -> Iterator[Finding]:
    if routine.mode == "partner":
        return
    placed: list[tuple[Place, str]] = [(("opening", "position"), routine.opening.position)]
    placed += [(("sections", s, "position"), section.position or "") for s, section in enumerate(routine.sections)]
    for place, position in placed:
        if position in PARTNER_ONLY_POSITIONS:
            reason = PARTNER_ONLY_POSITIONS[position]
            yield Finding(place, f"{POSITIONS[position]} is for partner routines only: {reason}")


def _type_pressure(routine: Routine) -> Iterator[Finding]:
    type_ = TYPES[routine.type]
    for place, _, step in steps_of(routine):
        if step.pressure is not None and step.pressure > type_.pressure_cap:
            message = f"a {type_.id} routine stays at pressure {type_.pressure_cap} or below, not {step.pressure}"
            yield Finding((*place, "pressure"), f"{message}: {type_.reason}")


def _type_technique(routine: Routine) -> Iterator[Finding]:
    type_ = TYPES[routine.type]
    for place, _, step in steps_of(routine):
        if step.technique not in type_.techniques:
            allowed = ", ".join(sorted(type_.techniques))
            yield Finding((*place, "technique"), f"{step.technique} is no part of a {type_.id} routine; use {allowed}")


def _type_tempo(routine: Routine) -> Iterator[Finding]:
    type_ = TYPES[routine.type]
    for place, _, step in steps_of(routine):
        fastest = type_.fastest.get(step.technique)
        if fastest is not None and step.tempo is not None and step.tempo > fastest:
            message = f"{step.technique} in a {type_.id} routine is done at {fastest} strokes a minute at most"
            yield Finding((*place, "tempo"), f"{message}, not {step.tempo}")


def _type_order(routine: Routine) -> Iterator[Finding]:
    ranks = {area: rank for rank, area in enumerate(AREAS)}
    worked = [(ranks[step.area], place) for place, _, step in steps_of(routine) if step.area != "whole-leg"]
    if not worked or not TYPES[routine.type].proximal_first:
        return
    nearest, (first, place) = max(rank for rank, _ in worked), worked[0]
    if AREAS[list(AREAS)[first]].group != AREAS[list(AREAS)[nearest]].group:
        message = (
            f"a {routine.type} routine begins near the trunk and works its way down, to make room for what follows"
        )
        yield Finding((*place, "area"), f"{message}; begin with the {AREAS[list(AREAS)[nearest]].label}")


def _no_cream(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    if words is None or not TYPES[routine.type].dry:
        return
    texts = [(place, text) for place, text, _ in texts_of(routine)]
    for place, text in [*((("needs", i), need) for i, need in enumerate(routine.needs)), *texts]:
        found = words.creams.found_in(text)
        if found and not _denied(found, text):
            yield Finding(
                place, f"a {routine.type} routine is done on dry skin, without '{found}': {words.creams.reason}"
            )


def _denied(word: str, text: str) -> bool:
    """Tells whether a text speaks of a thing only to leave it out: `no cream`, `without oil`."""
    return (
        re.search(rf"\b(?:no|without|ohne|kein\w*|sin|ni|nor|or|and|y|oder|und)\s+(?:\w+\s+)?{word}", text, re.I)
        is not None
    )


def _safety_line(routine: Routine) -> Iterator[Finding]:
    place: Place = ("opening", "safety", "say")
    text = " ".join(routine.opening.safety.say.split())
    if (number := len(words_of(text))) < FEWEST_SAFETY_WORDS:
        message = f"a safety line of {number} words is too short; it takes {FEWEST_SAFETY_WORDS} at least"
        yield Finding(place, message)
    words = vocabulary(routine.language)
    for what, pattern in words.safety.items() if words else ():
        if not re.search(pattern, text, re.IGNORECASE):
            yield Finding(place, f"the safety line does not tell {what}")


def _type_contraindications(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    text = " ".join(routine.opening.safety.say.split())
    for what, pattern in words.contraindications.get(routine.type, {}).items() if words else ():
        if not re.search(pattern, text, re.IGNORECASE):
            message = f"routines of type {routine.type} are not for people with {what}; the safety line has to say so"
            yield Finding(("opening", "safety", "say"), message)


def _health_claim(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    if words is None:
        return
    printed: list[tuple[Place, str]] = [(("title",), routine.title), (("summary",), routine.summary)]
    spoken = [(place, text) for place, text, _ in texts_of(routine) if place[:2] != ("opening", "safety")]
    for place, text in (*printed, *spoken):
        for claim in words.health_claims:
            if found := claim.found_in(text):
                yield Finding(place, f"'{found}' sounds like a health claim: {claim.reason}")


def _prone_support(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    ways: list[tuple[Place, str, str | None]] = [
        (("opening", "settle", "say"), routine.opening.settle.say, routine.opening.position)
    ]
    ways += [
        (("sections", s, "move", "say"), section.move.say, section.position)
        for s, section in enumerate(routine.sections)
        if section.move
    ]
    for place, text, position in ways:
        if words and position == "prone" and not re.search(words.supports, " ".join(text.split()), re.IGNORECASE):
            message = "lying on the stomach needs a cushion under the ankles, and the words must say so"
            yield Finding(place, message, "warning")


def _light_finish(routine: Routine) -> Iterator[Finding]:
    *_, (place, _, step) = steps_of(routine)
    if step.pressure is not None and step.pressure > FINISHING_PRESSURE:
        message = f"the last work of a session is light, pressure {FINISHING_PRESSURE} at most, not {step.pressure}"
        yield Finding((*place, "pressure"), message, "warning")


SAFETY_RULES = (
    Rule(
        "pressure-cap",
        _pressure_cap,
        "more pressure than the area's cap",
        "Vessels, nerves, tendons and bone lie at different depths, and each area bears only so much.",
        "Lower `pressure` to the cap that the message names; docs/routine-format.md lists them with reasons.",
    ),
    Rule(
        "technique-pressure",
        _technique_pressure,
        "a pressure outside the technique's range; a pressure missing, or given to a technique that has none",
        "A technique is known by its pressure: kneading that does not lift the muscle is stroking.",
        "Choose a pressure within the range, or the technique that is meant.",
    ),
    Rule(
        "technique-tempo",
        _technique_tempo,
        "a tempo outside the technique's range; a tempo missing, or given to a technique that has no rhythm",
        "Too fast a stroke is rushed and drags at the skin; too slow a shake is none.",
        "Choose a tempo within the range that the message names.",
    ),
    Rule(
        "technique-here",
        _technique_here,
        "a technique that the area does not bear",
        "Where vessels and nerves lie near the surface, only strokes that pass over are safe.",
        "Use one of the techniques that the message names, or another area.",
    ),
    Rule(
        "reachable-position",
        _reachable_position,
        "a position in which nobody can massage themselves, in a routine for one",
        "Hands cannot reach calves or buttocks from the stomach without straining the back.",
        "Use `seated`, `side-lying`, `standing` or `reclined`, or make it a routine with `mode: partner`.",
    ),
    Rule(
        "type-pressure",
        _type_pressure,
        "more pressure than the routine's type has",
        "Each type is a promise of how it feels, and lymphatic work with pressure is none.",
        "Lower `pressure`, or choose the `type` that the routine is.",
    ),
    Rule(
        "type-technique",
        _type_technique,
        "a technique that the routine's type is not made of",
        "Tapping does not calm, and kneading moves no lymph.",
        "Use one of the techniques that the message names, or choose the `type` that the routine is.",
    ),
    Rule(
        "type-tempo",
        _type_tempo,
        "a tempo faster than the routine's type",
        "A relaxing or lymphatic session lives on slowness.",
        "Lower `tempo` to what the message names.",
    ),
    Rule(
        "type-order",
        _type_order,
        "a lymphatic routine that does not begin near the trunk",
        "Skin is emptied towards places that have been made ready before.",
        "Put the section nearest to the trunk first.",
    ),
    Rule(
        "no-cream",
        _no_cream,
        "cream or oil in a lymphatic routine",
        "The hands must hold the skin to stretch it; on cream they slip.",
        "Leave cream and oil out of `needs` and out of all words.",
    ),
    Rule(
        "safety-line",
        _safety_line,
        "a safety line that is too short, or leaves out who should not, who asks first, what to avoid or when to stop",
        "It is the one thing that every listener must have heard, and no option takes it away.",
        "Tell in `opening.safety.say`: who skips today, who asks a doctor first, what to go around, and to stop if it "
        "hurts.",
    ),
    Rule(
        "type-contraindications",
        _type_contraindications,
        "a safety line that leaves out who must not do this type",
        "Some types rule out more people than others do.",
        "Name in `opening.safety.say` what the message names.",
    ),
    Rule(
        "health-claim",
        _health_claim,
        "words that promise to treat, cure or prevent something",
        "Kneadcast gives comfort. A promise of more is untrue, and keeps people from seeing a doctor.",
        "Say what may be felt: warm, loose, light, at ease.",
    ),
    Rule(
        "prone-support",
        _prone_support,
        "warns of lying on the stomach without a cushion under the ankles",
        "Without it the feet are forced straight and the calves cannot let go.",
        "Say in the `move` that the cushion goes under the ankles.",
    ),
    Rule(
        "light-finish",
        _light_finish,
        "warns of a session that ends with deep work",
        "Deep work last, along the nerves of the leg, leaves it sore; long light strokes let it settle.",
        "End with light strokes, of the whole leg if it can be.",
    ),
)
