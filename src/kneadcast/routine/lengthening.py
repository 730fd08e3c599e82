"""Lengthens the work of a routine, so that it fills its length again after steps were left out."""

from __future__ import annotations

from kneadcast.routine.model import Routine, Section, TimeRange

MOST_GROWTH = 2.5
"""The largest factor by which a step is lengthened; beyond it, work becomes monotonous."""
HEADROOM = 0.02
"""The share by which the longest session must exceed the routine's length, since the time of speech varies by voice."""


def growth_to_replace(original: Routine, remaining: Routine) -> float:
    """Returns the factor by which the remaining work has to grow to take as long as that of the original routine."""
    return _ideal_work_ms(original) / _ideal_work_ms(remaining)


def lengthen(routine: Routine, growth: float) -> Routine | None:
    """Returns a routine with longer work, or `None` if no acceptable growth fills its length.

    Minima stay, so that the shortest session becomes no longer.

    Maxima are raised only as far as the length of the routine requires, so that the longest session
    becomes shorter instead of monotonous.

    Args:
        routine: The routine.
        growth: The factor by which the ideal of each step grows.
    """
    if growth > MOST_GROWTH:
        return None
    for tenths in range(10, round(10 * MOST_GROWTH) + 1):
        sections = tuple(_with_longer_steps(section, growth, tenths / 10) for section in routine.sections)
        lengthened = routine.model_copy(update={"sections": sections})
        if lengthened.longest_ms >= routine.length * (1 + HEADROOM):
            return lengthened
    return None


def _ideal_work_ms(routine: Routine) -> int:
    return sum(section.side_count * step.time.ideal_ms for section in routine.sections for step in section.steps)


def _with_longer_steps(section: Section, growth: float, max_growth: float) -> Section:
    steps = (step.model_copy(update={"time": _scaled(step.time, growth, max_growth)}) for step in section.steps)
    return section.model_copy(update={"steps": tuple(steps)})


def _scaled(time: TimeRange, growth: float, max_growth: float) -> TimeRange:
    ideal_ms = round(time.ideal_ms * growth)
    return time.model_copy(update={"ideal_ms": ideal_ms, "max_ms": max(ideal_ms, round(time.max_ms * max_growth))})
