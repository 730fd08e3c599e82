"""A summary of a routine: its type, its steps, and the share of each area in its working time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kneadcast.reports.bars import bar
from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES, TYPES
from kneadcast.routine.model import FIRST, WHEN_SHORT, Routine, Section, Step, TimeRange
from kneadcast.units import format_duration

_LEFT_OUT = {WHEN_SHORT: "left out when short", FIRST: "left out first"}
_SIDES = {"each": "each side", "left": "left side", "right": "right side", "none": "no sides"}


def describe(routine: Routine) -> str:
    """Returns a description of a routine: its steps with their ids, and a bar for each area's share of the work."""
    return "\n".join([*_head(routine), "", *_body(routine), "", *_bars(routine)]) + "\n"


def area_times(routine: Routine) -> Mapping[str, int]:
    """Returns the ideal working time of each area in milliseconds, both sides together, from toes to hip."""
    times = dict.fromkeys(AREAS, 0)
    for section in routine.sections:
        for step in section.steps:
            times[step.area] += section.side_count * step.time.ideal_ms
    return {area: ms for area, ms in times.items() if ms}


def _head(routine: Routine) -> Iterator[str]:
    type_ = TYPES[routine.type]
    yield f"{routine.title} ({routine.name})"
    yield routine.summary
    yield ""
    length = format_duration(routine.length)
    yield f"{type_.label}: for {type_.goal}, {type_.frequency}; {routine.mode} massage, {length}"
    yield f"needs: {', '.join(routine.needs) or 'nothing'}"
    if type_.contraindications:
        yield f"not with: {', '.join(type_.contraindications)}"


def _body(routine: Routine) -> Iterator[str]:
    position = routine.opening.position
    for section in routine.sections:
        position = section.position or position
        yield f"{section.name} [{section.slug}], {POSITIONS[position].label}, {_SIDES[section.sides]}"
        yield from (_step(section, step) for step in section.steps)


def _step(section: Section, step: Step) -> str:
    facts = [f"{AREAS[step.area].label}: {TECHNIQUES[step.technique].label}"]
    facts += [f"{step.contact}, {step.stroke_path}"] if step.contact != "none" else []
    facts += [f"pressure {step.pressure}"] if step.pressure else []
    facts += [f"{step.tempo} a minute"] if step.tempo else []
    facts += [_LEFT_OUT[step.rank]] if step.rank in _LEFT_OUT else []
    each = " a side" if section.sides == "each" else ""
    return f"  {_range(step.time):<18}{', '.join(facts)}{each and f' ({each.strip()})'} [{step.slug}]"


def _range(time: TimeRange) -> str:
    return "/".join(format_duration(ms) for ms in (time.min_ms, time.ideal_ms, time.max_ms))


def _bars(routine: Routine) -> Iterator[str]:
    times = area_times(routine)
    total, longest = sum(times.values()), max(times.values())
    for area, ms in times.items():
        yield f"{AREAS[area].label:<22}{ms / total:>4.0%}  {bar(ms, longest)}"
