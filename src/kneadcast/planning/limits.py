"""The lengths that a session can have, and the explanation for a length that it cannot have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kneadcast.errors import LengthError, PlanError
from kneadcast.planning.fixed_times import apply_preferences
from kneadcast.planning.layouts import Layout, extreme_layouts, layouts
from kneadcast.planning.measured_routine import MeasuredRoutine
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.units import format_duration, whole_seconds_down, whole_seconds_up


@dataclass(frozen=True)
class Limits:
    """The lengths that a session can have, in whole seconds."""

    shortest_ms: int
    longest_ms: int


def limits(measured: MeasuredRoutine) -> Limits:
    """Returns the shortest and the longest session of a routine, rounded inwards to whole seconds.

    Raises:
        PlanError: If the preferences conflict with the routine or with each other, so that no length is possible.
    """
    ends = extreme_layouts(apply_preferences(measured))
    if any(_shortest_ms(layout) > _longest_ms(layout) for layout in ends):
        ends = tuple(_possible_layouts(measured))
    return Limits(min(map(_shortest_ms, ends)), max(map(_longest_ms, ends)))


def nearest_lengths(measured: MeasuredRoutine, length_ms: int) -> tuple[int, ...]:
    """Returns the possible lengths next to one that no session can have: the shorter one, then the longer one.

    There is only one if the length is below the shortest or above the longest session.

    Raises:
        PlanError: If the preferences leave no length at all.
    """
    ends = limits(measured)
    if ends.shortest_ms < length_ms < ends.longest_ms:
        return _neighbours(_possible_layouts(measured), length_ms)
    return (ends.longest_ms if length_ms >= ends.longest_ms else ends.shortest_ms,)


def length_error(measured: MeasuredRoutine, length_ms: int) -> LengthError:
    """Returns an error with the reason why no session can have a length, and the nearest lengths that are possible.

    Raises:
        PlanError: If the preferences leave no length at all.
    """
    possible = _possible_layouts(measured)
    message = _explain_impossible_length(measured, possible, length_ms)
    return LengthError(message, length_ms=length_ms, nearest_ms=_neighbours(possible, length_ms))


def _neighbours(possible: Sequence[Layout], length_ms: int) -> tuple[int, ...]:
    below = [_longest_ms(layout) for layout in possible if _longest_ms(layout) < length_ms]
    above = [_shortest_ms(layout) for layout in possible if _shortest_ms(layout) > length_ms]
    return (*sorted(below)[-1:], *sorted(above)[:1])


def _explain_impossible_length(measured: MeasuredRoutine, possible: Sequence[Layout], length_ms: int) -> str:
    shortest_ms, longest_ms = min(map(_shortest_ms, possible)), max(map(_longest_ms, possible))
    shortest, longest = format_duration(shortest_ms), format_duration(longest_ms)
    restricted = any(measured.preferences.requests())
    given = " with " + _all_labels(measured.preferences) if restricted else ""
    message = f"'{measured.routine.name}' cannot last {format_duration(length_ms)}{given}:"
    message += f" it can last from {shortest} to {longest}."
    if labels := _preventing_labels(measured, length_ms):
        message += f" {_listed(labels)} and this length conflict."
    if shortest_ms <= length_ms <= longest_ms:
        return f"{message} {_gap(*_neighbours(possible, length_ms))}"
    message += f" The nearest is {longest if length_ms > longest_ms else shortest}."
    return message if restricted else f"{message} {_extreme(possible, length_ms, too_long=length_ms > longest_ms)}"


def _gap(below: int, above: int) -> str:
    return (
        f"Its steps leave a gap there: the nearest are {format_duration(below)} with a step left out and "
        f"{format_duration(above)} with it."
    )


def _extreme(possible: Sequence[Layout], length_ms: int, *, too_long: bool) -> str:
    """Returns what limits a routine without preferences, and how to find another one."""
    others = f"`kneadcast routines --length {format_duration(length_ms)}` lists the routines that can last that long."
    if too_long:
        rounds = max(possible, key=_longest_ms).rounds
        done = "once" if rounds == 1 else f"{rounds} times"
        return f"At its longest its steps are done {done}, as long as is good for tissue and hands. {others}"
    words = format_duration(round(min(possible, key=_shortest_ms).words_ms, -3))
    return (
        f"At its shortest only the steps that are in every session remain, at their minimum, with {words} of spoken "
        f"instructions. {others}"
    )


def _possible_layouts(measured: MeasuredRoutine) -> list[Layout]:
    """Returns the layouts that can have a length in whole seconds.

    Raises:
        PlanError: If there is no such layout.
    """
    possible = [layout for layout in layouts(apply_preferences(measured)) if layout.shortest_ms <= layout.longest_ms]
    if not possible:
        labels = _all_labels(measured.preferences)
        raise PlanError(f"{labels} conflict: '{measured.routine.name}' has no length with all of them")
    return [layout for layout in possible if _shortest_ms(layout) <= _longest_ms(layout)] or possible


def _preventing_labels(measured: MeasuredRoutine, length_ms: int) -> list[str]:
    """Returns each preference without which the length is possible; all of them if no single one is enough."""
    # Lines that would be spoken only without a preference have no measured length; an estimate is enough here.
    estimated = replace(measured, durations=measured.durations.with_estimates())
    alone = [
        request.label
        for request in measured.preferences.requests()
        if _is_possible(replace(estimated, preferences=request.others), length_ms)
    ]
    if alone or not _is_possible(replace(estimated, preferences=NO_PREFERENCES), length_ms):
        return alone
    return [request.label for request in measured.preferences.requests()]


def _is_possible(measured: MeasuredRoutine, length_ms: int) -> bool:
    try:
        possible = _possible_layouts(measured)
    except PlanError:
        return False
    return any(layout.shortest_ms <= length_ms <= layout.longest_ms for layout in possible)


def _shortest_ms(layout: Layout) -> int:
    return whole_seconds_up(layout.shortest_ms)


def _longest_ms(layout: Layout) -> int:
    return whole_seconds_down(layout.longest_ms)


def _all_labels(preferences: Preferences) -> str:
    return _listed([request.label for request in preferences.requests()])


def _listed(labels: Sequence[str]) -> str:
    quoted = [f"'{label}'" for label in labels]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))
