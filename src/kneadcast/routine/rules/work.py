"""Rules on the work: which pressure, tempo, technique and position each part of the body and each type allows."""

from __future__ import annotations

from collections.abc import Iterator

from kneadcast.routine.body import (
    AREAS,
    FINISHING_PRESSURE,
    POSITIONS,
    STRONGEST_PRESSURE,
    TECHNIQUES,
    TYPES,
    longest_work_ms,
)
from kneadcast.routine.model import Routine
from kneadcast.routine.rules.findings import Finding, rule, steps_of
from kneadcast.units import format_duration

_SIDES = {"left": ("left",), "right": ("right",)}


@rule(
    "pressure-cap",
    refuses="more pressure than the area's cap",
    why="Vessels, nerves, tendons and bone lie at different depths, and each area tolerates only so much pressure.",
    remedy="Lower `pressure` to the cap that the message names; docs/routine-format.md lists the caps with reasons.",
)
def _pressure_cap(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        area = AREAS[step.area]
        cap = min(area.pressure_cap, STRONGEST_PRESSURE)
        if step.pressure is not None and step.pressure > cap:
            message = f"pressure {step.pressure} on the {area.label} is above its cap of {cap}: {area.reason}"
            yield Finding((*place, "pressure"), message)


@rule(
    "tissue-time",
    refuses="minima that give an area more time than is good for its tissue; warns of such ideals",
    why="Rubbed for too long, skin, tendons and vessels get sore, however light the hands are.",
    remedy="Give the steps on the area less time, or leave one out; docs/routine-format.md lists the longest times.",
)
def _tissue_time(routine: Routine) -> Iterator[Finding]:
    """Checks the ranges alone: a session never uses more of the maxima than is good for the tissue."""
    too_long = list(_too_long(routine, "min"))
    yield from too_long or (finding._replace(severity="warning") for finding in _too_long(routine, "ideal"))


def _too_long(routine: Routine, name: str) -> Iterator[Finding]:
    """Yields the times that give an area more than is good for its tissue on a side, with the steps before them."""
    totals_ms: dict[tuple[str, str, str], int] = {}
    for place, section, step in steps_of(routine):
        longest_ms = longest_work_ms(step.area, step.tool)
        keys = [(side, step.area, step.tool) for side in _SIDES.get(section.sides, ("left", "right"))]
        before_ms = max(totals_ms.get(key, 0) for key in keys)
        step_ms: int = getattr(step.time, f"{name}_ms")
        totals_ms.update({key: totals_ms.get(key, 0) + step_ms for key in keys})
        total_ms = max(totals_ms[key] for key in keys)
        if before_ms <= longest_ms < total_ms:
            message = f"with this {name}, the {AREAS[step.area].label} gets {format_duration(total_ms)} on a side; "
            message += f"its tissue is fine with {format_duration(longest_ms)} at most"
            yield Finding((*place, "time"), message)


@rule(
    "technique-pressure",
    refuses=(
        "a pressure outside the technique's range; a pressure missing, or given to a technique that has no pressure"
    ),
    why="Pressure is part of a technique: kneading that does not lift the muscle is stroking.",
    remedy="Choose a pressure within the range, or the technique that you mean.",
)
def _technique_pressure(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        technique = TECHNIQUES[step.technique]
        if technique.pressure is None:
            if step.pressure is not None:
                yield Finding((*place, "pressure"), f"{technique.id} is movement without pressure; leave the key out")
            continue
        low, high = technique.pressure
        if step.pressure is None:
            yield Finding(place, f"{technique.id} needs a pressure of {low} to {high}")
        elif not low <= step.pressure <= high:
            message = f"{technique.id} is done with pressure {low} to {high}, not {step.pressure}"
            yield Finding((*place, "pressure"), message)


@rule(
    "technique-tempo",
    refuses="a tempo outside the technique's range; a tempo missing, or given to a technique that has no rhythm",
    why="Too fast a stroke is rushed and drags at the skin; shaking that is too slow has no effect.",
    remedy="Choose a tempo within the range that the message names.",
)
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


@rule(
    "technique-here",
    refuses="a technique that the area does not allow",
    why="Where vessels and nerves lie near the surface, only strokes that pass over are safe.",
    remedy="Use one of the techniques that the message names, or another area.",
)
def _technique_here(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        area = AREAS[step.area]
        if area.techniques is not None and step.technique not in area.techniques:
            allowed = ", ".join(sorted(area.techniques))
            message = f"{step.technique} is not for the {area.label}: {area.reason}; use {allowed}"
            yield Finding((*place, "technique"), message)


@rule(
    "reach",
    refuses="work on an area that people cannot reach with their own hands in the position, in a routine for one",
    why="Whoever bends down to reach strains the back, and cannot rest while the hands work.",
    remedy="Use one of the positions that the message names, or a tool, or make it a routine with `mode: partner`.",
)
def _reach(routine: Routine) -> Iterator[Finding]:
    position = routine.opening.position
    for s, section in enumerate(routine.sections):
        position = section.position or position
        for i, step in enumerate(section.steps):
            reached = step.area in POSITIONS[position].reaches
            if routine.mode == "self" and step.tool == "hands" and not reached:
                better = ", ".join(other.id for other in POSITIONS.values() if step.area in other.reaches)
                message = f"the {AREAS[step.area].label} is out of reach of one's own hands {POSITIONS[position].label}"
                yield Finding(("sections", s, "steps", i), f"{message}; use {better}")


@rule(
    "type-pressure",
    refuses="more pressure than the routine's type allows",
    why="The pressure defines the type: lymphatic work with firm pressure is no longer lymphatic work.",
    remedy="Lower `pressure`, or choose the `type` that fits the routine.",
)
def _type_pressure(routine: Routine) -> Iterator[Finding]:
    type_ = TYPES[routine.type]
    for place, _, step in steps_of(routine):
        if step.pressure is not None and step.pressure > type_.pressure_cap:
            message = f"a {type_.id} routine stays at pressure {type_.pressure_cap} or below, not {step.pressure}"
            yield Finding((*place, "pressure"), f"{message}: {type_.reason}")


@rule(
    "type-technique",
    refuses="a technique that does not belong to the routine's type",
    why="Tapping does not calm, and kneading moves no lymph.",
    remedy="Use one of the techniques that the message names, or choose the `type` that fits the routine.",
)
def _type_technique(routine: Routine) -> Iterator[Finding]:
    type_ = TYPES[routine.type]
    for place, _, step in steps_of(routine):
        if step.technique not in type_.techniques:
            allowed = ", ".join(sorted(type_.techniques))
            message = f"{step.technique} does not belong to a {type_.id} routine; use {allowed}"
            yield Finding((*place, "technique"), message)


@rule(
    "type-tempo",
    refuses="a tempo faster than the routine's type allows",
    why="A relaxing or lymphatic session depends on slowness.",
    remedy="Lower `tempo` to what the message names.",
)
def _type_tempo(routine: Routine) -> Iterator[Finding]:
    type_ = TYPES[routine.type]
    for place, _, step in steps_of(routine):
        fastest = type_.fastest.get(step.technique)
        if fastest is not None and step.tempo is not None and step.tempo > fastest:
            message = f"{step.technique} in a {type_.id} routine is done at {fastest} strokes a minute at most"
            yield Finding((*place, "tempo"), f"{message}, not {step.tempo}")


@rule(
    "type-order",
    refuses="a lymphatic routine that does not begin near the trunk",
    why="Lymph is moved towards areas that have been worked before, so those nearest the trunk come first.",
    remedy="Put the section nearest to the trunk first.",
)
def _type_order(routine: Routine) -> Iterator[Finding]:
    areas = list(AREAS)
    worked = [(areas.index(step.area), place) for place, _, step in steps_of(routine) if step.area != "whole-leg"]
    if not worked or not TYPES[routine.type].proximal_first:
        return
    first, place = worked[0]
    nearest = AREAS[areas[max(index for index, _ in worked)]]
    if AREAS[areas[first]].group != nearest.group:
        message = f"a {routine.type} routine begins near the trunk and works downwards, to make room for what follows"
        yield Finding((*place, "area"), f"{message}; begin with the {nearest.label}")


@rule(
    "light-finish",
    refuses="warns of a session that ends with deep work",
    why="Deep work at the end, along the nerves of the leg, leaves it sore; long light strokes calm it.",
    remedy="End with light strokes, of the whole leg if possible.",
)
def _light_finish(routine: Routine) -> Iterator[Finding]:
    *_, (place, _, step) = steps_of(routine)
    if step.pressure is not None and step.pressure > FINISHING_PRESSURE:
        message = f"the last work of a session is light, pressure {FINISHING_PRESSURE} at most, not {step.pressure}"
        yield Finding((*place, "pressure"), message, "warning")


WORK_RULES = (
    _pressure_cap,
    _tissue_time,
    _technique_pressure,
    _technique_tempo,
    _technique_here,
    _reach,
    _type_pressure,
    _type_technique,
    _type_tempo,
    _type_order,
    _light_finish,
)
