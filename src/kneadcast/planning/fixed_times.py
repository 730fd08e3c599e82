"""Rests and hands-on times of a fixed length: checks that a routine can have them, before time is allocated."""

from __future__ import annotations

from kneadcast.errors import PlanError
from kneadcast.planning.layouts import fixed_range, shares_of
from kneadcast.planning.preferences import Preferences
from kneadcast.planning.selection import with_essential_steps
from kneadcast.planning.sequence import arrange, drop_order
from kneadcast.planning.timing import instruction_ms
from kneadcast.routine.model import Routine
from kneadcast.routine.omission import step_key, without_steps
from kneadcast.routine.parts import areas_of
from kneadcast.routine.phrases import Phrases
from kneadcast.script.durations import Durations
from kneadcast.units import format_duration, whole_seconds_down, whole_seconds_up


def with_fixed_times(routine: Routine, phrases: Phrases, durations: Durations, preferences: Preferences) -> Routine:
    """Returns a routine whose rest and fixed times are possible; a part with little time loses optional steps first.

    Raises:
        PlanError: If one of them is impossible at any length; the message names the nearest possible time.
    """
    if preferences.rest_ms:
        _check_rest(routine, phrases, durations, preferences, preferences.rest_ms)
    for part, total_ms in preferences.times:
        routine = _with_fixed_time(routine, phrases, durations, preferences, (part, total_ms))
    return routine


def _check_rest(
    routine: Routine, phrases: Phrases, durations: Durations, preferences: Preferences, rest_ms: int
) -> None:
    segments = arrange(routine, phrases, (), preferences)
    shares = {share.key: share for share in shares_of(segments, durations, preferences)}
    rest = next(segment for segment in segments if segment.kind == "rest")
    least_ms = shares["rest"].low_ms + instruction_ms(rest, durations)
    if least_ms > rest_ms:
        nearest = format_duration(whole_seconds_up(least_ms))
        raise PlanError(
            f"'rest {format_duration(rest_ms)}' is too short for its words: the nearest is {nearest}, or 0s"
        )


def _with_fixed_time(
    routine: Routine, phrases: Phrases, durations: Durations, preferences: Preferences, fixed: tuple[str, int]
) -> Routine:
    part, total_ms = fixed
    areas = {step_key(section, step): step.area for section in routine.sections for step in section.steps}
    dropping = [key for key in drop_order(routine) if areas[key] in areas_of(part)]
    while True:
        segments = arrange(routine, phrases, (), preferences)
        low_ms, high_ms = fixed_range(segments, shares_of(segments, durations, preferences), part, preferences.rounds)
        keys = {segment.key for segment in segments if segment.area in areas_of(part)}
        if low_ms <= total_ms <= high_ms:
            return with_essential_steps(routine, keys)
        if total_ms > high_ms or not dropping or len(keys) == 1:
            break
        routine = without_steps(routine, {dropping.pop(0)})
    low, high = format_duration(whole_seconds_up(low_ms)), format_duration(whole_seconds_down(high_ms))
    label = f"'time {part}={format_duration(total_ms)}'"
    label += f" and 'rounds {preferences.rounds}'" if preferences.rounds > 1 else ""
    raise PlanError(
        f"{label}: not possible with '{routine.name}', whose steps there take from {low} to {high} of hands-on time "
        f"a side; the nearest is {low if total_ms < low_ms else high}"
    )
