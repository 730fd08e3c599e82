"""Rests and hands-on times of a fixed length: checks that a routine can have them, before time is allocated."""

from __future__ import annotations

from dataclasses import replace

from kneadcast.errors import FixedTimeError
from kneadcast.planning.layouts import fixed_range, shares_of
from kneadcast.planning.measured_routine import MeasuredRoutine, cached_for_routine
from kneadcast.planning.selection import select_steps, with_essential_steps
from kneadcast.planning.sequence.arrangement import arrange
from kneadcast.planning.sequence.drop_order import drop_order
from kneadcast.planning.timing import instruction_ms
from kneadcast.routine.model import Routine
from kneadcast.routine.omission import step_key, without_steps
from kneadcast.routine.parts import areas_of
from kneadcast.units import format_duration, whole_seconds_down, whole_seconds_up


@cached_for_routine
def apply_preferences(measured: MeasuredRoutine) -> MeasuredRoutine:
    """Returns the routine that the preferences leave, with a rest and fixed times that are possible.

    A part with little time loses optional steps first.

    Raises:
        PlanError: If the routine does not have what is requested.
        FixedTimeError: If it cannot have the rest or a time at any length.
    """
    selected = select_steps(measured.routine, measured.phrases, measured.preferences)
    measured = replace(measured, routine=selected)
    if measured.preferences.rest_ms:
        _check_rest(measured, measured.preferences.rest_ms)
    for part, total_ms in measured.preferences.times:
        measured = replace(measured, routine=_with_fixed_time(measured, part, total_ms))
    return measured


def _check_rest(measured: MeasuredRoutine, rest_ms: int) -> None:
    segments = arrange(measured.routine, measured.phrases, (), measured.preferences)
    shares = {share.key: share for share in shares_of(segments, measured.durations, measured.preferences)}
    rest = next(segment for segment in segments if segment.kind == "rest")
    least_ms = shares["rest"].low_ms + instruction_ms(rest, measured.durations)
    if least_ms > rest_ms:
        nearest_ms = whole_seconds_up(least_ms)
        nearest = format_duration(nearest_ms)
        raise FixedTimeError(
            f"'rest {format_duration(rest_ms)}' is too short for its words: the nearest is {nearest}, or 0s",
            nearest_ms=nearest_ms,
        )


def _with_fixed_time(measured: MeasuredRoutine, part: str, total_ms: int) -> Routine:
    routine, preferences = measured.routine, measured.preferences
    areas = {step_key(section, step): step.area for section in routine.sections for step in section.steps}
    dropping = [key for key in drop_order(routine) if areas.get(key) in areas_of(part)]
    while True:
        segments = arrange(routine, measured.phrases, (), preferences)
        shares = shares_of(segments, measured.durations, preferences)
        low_ms, high_ms = fixed_range(segments, shares, part)
        keys = {segment.key for segment in segments if segment.area in areas_of(part)}
        if low_ms <= total_ms <= high_ms:
            return with_essential_steps(routine, keys)
        if total_ms > high_ms or not dropping or len(keys) == 1:
            break
        routine = without_steps(routine, {dropping.pop(0)})
    nearest_ms = whole_seconds_up(low_ms) if total_ms < low_ms else whole_seconds_down(high_ms)
    low, high = format_duration(whole_seconds_up(low_ms)), format_duration(whole_seconds_down(high_ms))
    label = f"'time {part}={format_duration(total_ms)}'"
    label += f" and 'rounds {preferences.rounds}'" if preferences.rounds > 1 else ""
    raise FixedTimeError(
        f"{label}: not possible with '{routine.name}', whose steps there take from {low} to {high} of hands-on time "
        f"a side; the nearest is {format_duration(nearest_ms)}",
        part=part,
        nearest_ms=nearest_ms,
    )
