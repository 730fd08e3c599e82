"""Routines that several tests of planning measure, and what they read from plans."""

from __future__ import annotations

from kneadcast.planning.planner import Plan
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.routine import Routine, load_routine, routine_names
from kneadcast.routine.parts import areas_of
from tests.routines import measured, routine, section, step

TWO_FEET = routine(
    section(step("sole"), step("toes", "20s/30s/40s", optional=True), step("heel", "20s/60s/90s", optional=True))
)
FEET_AND_LEGS = routine(
    section(step("sole"), step("toes", "20s/30s/60s", optional=True)),
    section(step("calf"), step("shin", "20s/40s/80s"), name="Legs"),
)
BUILT_IN = {of.name: measured(of) for of in map(load_routine, routine_names()) if of.language == "en"}


def planned(of: Routine, length_ms: int, preferences: Preferences = NO_PREFERENCES) -> Plan:
    """Returns the plan of a session with preferences."""
    return measured(of, preferences, length_ms).plan(length_ms)


def hands_on_ms(plan: Plan, part: str) -> int:
    """Returns the hands-on time of a part on the left side."""
    left = (timed for timed in plan.segments if timed.segment.side == "left" and timed.segment.area in areas_of(part))
    return sum(timed.hands_on_ms for timed in left)


def worked(plan: Plan) -> list[tuple[str | None, str | None]]:
    """Returns the side and the area of each step of work, in order."""
    return [(timed.segment.side, timed.segment.area) for timed in plan.segments if timed.segment.kind == "work"]
