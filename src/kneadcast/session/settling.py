"""A rest and times that are fixed, settled before the rest of a session is shared out."""

from __future__ import annotations

from kneadcast.errors import PlanError
from kneadcast.routine.model import Phrases, Routine
from kneadcast.session.choosing import with_essential
from kneadcast.session.measuring import Measures, instruction_ms
from kneadcast.session.outline import droppable, lay_out
from kneadcast.session.parts import areas_of
from kneadcast.session.sharing import fixed_range, shares_of
from kneadcast.session.thinning import step_key, thinned
from kneadcast.session.wishes import Wishes
from kneadcast.units import format_duration, whole_seconds_down, whole_seconds_up


def settled(routine: Routine, phrases: Phrases, measures: Measures, wishes: Wishes) -> Routine:
    """Returns a routine whose rest and fixed times can be had: a part with little time loses its optional steps first.

    Raises:
        PlanError: If one cannot be had at any length; it names the nearest that can.
    """
    told = lay_out(routine, phrases, (), wishes)
    shares = {share.key: share for share in shares_of(told, measures, wishes)}
    if wishes.rest_ms:
        rest = next(stretch for stretch in told if stretch.kind == "rest")
        least_ms = shares["rest"].low_ms + instruction_ms(rest, measures)
        if least_ms > wishes.rest_ms:
            nearest = format_duration(whole_seconds_up(least_ms))
            raise PlanError(
                f"'rest {format_duration(wishes.rest_ms)}' is too short for its words: the nearest is {nearest}, or 0s"
            )
    for name, total_ms in wishes.times:
        routine = _with_room(routine, phrases, measures, wishes, name, total_ms)
    return routine


def _with_room(
    routine: Routine, phrases: Phrases, measures: Measures, wishes: Wishes, name: str, total_ms: int
) -> Routine:
    areas = {step_key(section, step): step.area for section in routine.sections for step in section.steps}
    going = [key for key in droppable(routine) if areas[key] in areas_of(name)]
    while True:
        told = lay_out(routine, phrases, (), wishes)
        low_ms, high_ms = fixed_range(told, shares_of(told, measures, wishes), name, wishes.rounds)
        keys = {stretch.key for stretch in told if stretch.area in areas_of(name)}
        if low_ms <= total_ms <= high_ms:
            return with_essential(routine, keys)
        if total_ms > high_ms or not going or len(keys) == 1:
            break
        routine = thinned(routine, {going.pop(0)})
    nearest_ms = whole_seconds_up(low_ms) if total_ms < low_ms else whole_seconds_down(high_ms)
    label, rounds = f"time {name}={format_duration(total_ms)}", f" and 'rounds {wishes.rounds}'" * (wishes.rounds > 1)
    message = f"'{label}'{rounds} cannot be had with '{routine.name}': its steps there take from"
    low, high = format_duration(whole_seconds_up(low_ms)), format_duration(whole_seconds_down(high_ms))
    raise PlanError(f"{message} {low} to {high} of hands-on time a side; the nearest is {format_duration(nearest_ms)}")
