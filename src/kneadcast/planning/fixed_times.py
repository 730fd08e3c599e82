"""A rest and times that are fixed, with_fixed_times before the rest of a session is shared out."""

from __future__ import annotations

from kneadcast.errors import PlanError
from kneadcast.planning.layouts import fixed_range, shares_of
from kneadcast.planning.preferences import Preferences
from kneadcast.planning.selection import with_essential
from kneadcast.planning.sequence import arrange, drop_order
from kneadcast.planning.timing import Durations, instruction_ms
from kneadcast.routine.model import Routine
from kneadcast.routine.omission import step_key, without_steps
from kneadcast.routine.parts import areas_of
from kneadcast.routine.phrases import Phrases
from kneadcast.units import format_duration, whole_seconds_down, whole_seconds_up


def with_fixed_times(routine: Routine, phrases: Phrases, durations: Durations, preferences: Preferences) -> Routine:
    """Returns a routine whose rest and fixed times can be had: a part with little time loses its optional steps first.

    Raises:
        PlanError: If one cannot be had at any length; it names the nearest that can.
    """
    told = arrange(routine, phrases, (), preferences)
    shares = {share.key: share for share in shares_of(told, durations, preferences)}
    if preferences.rest_ms:
        rest = next(segment for segment in told if segment.kind == "rest")
        least_ms = shares["rest"].low_ms + instruction_ms(rest, durations)
        if least_ms > preferences.rest_ms:
            nearest = format_duration(whole_seconds_up(least_ms))
            raise PlanError(
                f"'rest {format_duration(preferences.rest_ms)}' is too short for its words: the nearest is {nearest}, or 0s"
            )
    for name, total_ms in preferences.times:
        routine = _with_room(routine, phrases, durations, preferences, name, total_ms)
    return routine


def _with_room(
    routine: Routine, phrases: Phrases, durations: Durations, preferences: Preferences, name: str, total_ms: int
) -> Routine:
    areas = {step_key(section, step): step.area for section in routine.sections for step in section.steps}
    going = [key for key in drop_order(routine) if areas[key] in areas_of(name)]
    while True:
        told = arrange(routine, phrases, (), preferences)
        low_ms, high_ms = fixed_range(told, shares_of(told, durations, preferences), name, preferences.rounds)
        keys = {segment.key for segment in told if segment.area in areas_of(name)}
        if low_ms <= total_ms <= high_ms:
            return with_essential(routine, keys)
        if total_ms > high_ms or not going or len(keys) == 1:
            break
        routine = without_steps(routine, {going.pop(0)})
    nearest_ms = whole_seconds_up(low_ms) if total_ms < low_ms else whole_seconds_down(high_ms)
    label, rounds = (
        f"time {name}={format_duration(total_ms)}",
        f" and 'rounds {preferences.rounds}'" * (preferences.rounds > 1),
    )
    message = f"'{label}'{rounds} cannot be had with '{routine.name}': its steps there take from"
    low, high = format_duration(whole_seconds_up(low_ms)), format_duration(whole_seconds_down(high_ms))
    raise PlanError(f"{message} {low} to {high} of hands-on time a side; the nearest is {format_duration(nearest_ms)}")
