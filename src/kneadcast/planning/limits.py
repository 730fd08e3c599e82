"""The lengths that a session can have, and why it cannot have the one that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kneadcast.errors import PlanError
from kneadcast.planning.fixed_times import with_fixed_times
from kneadcast.planning.layouts import Layout, layouts
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.selection import select_steps
from kneadcast.planning.timing import Durations
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.units import format_duration, whole_seconds_down, whole_seconds_up


@dataclass(frozen=True)
class Limits:
    """The lengths that a routine can have, in whole seconds and what they hang on."""

    shortest_ms: int
    longest_ms: int


def limits(
    routine: Routine, phrases: Phrases, durations: Durations, preferences: Preferences = NO_PREFERENCES
) -> Limits:
    """Returns the shortest and the longest session that a routine can make, rounded inwards to whole seconds.

    Raises:
        PlanError: If the preferences collide with the routine or with each other, so that no length is possible.
    """
    found = _possible(routine, phrases, durations, preferences)
    return Limits(min(_least(layout) for layout in found), max(_most(layout) for layout in found))


def out_of_reach(
    routine: Routine, phrases: Phrases, durations: Durations, length_ms: int, preferences: Preferences
) -> str:
    """Tells why no session can be that long, which preferences are in the way, and the nearest length that can be had.

    Raises:
        PlanError: If the preferences leave no length at all.
    """
    found = _possible(routine, phrases, durations, preferences)
    shortest_ms, longest_ms = min(map(_least, found)), max(map(_most, found))
    shortest, longest = format_duration(shortest_ms), format_duration(longest_ms)
    with_wishes = " with " + _all(preferences) if list(preferences.each()) else ""
    asked = f"'{routine.name}' cannot last {format_duration(length_ms)}{with_wishes}:"
    asked += f" it can last from {shortest} to {longest}."
    if culprits := _in_the_way(routine, phrases, durations, length_ms, preferences):
        asked += f" {_joined(culprits)} and this length collide."
    if shortest_ms <= length_ms <= longest_ms:
        below = max(_most(layout) for layout in found if _most(layout) < length_ms)
        above = min(_least(layout) for layout in found if _least(layout) > length_ms)
        return (
            f"{asked} Its steps leave a gap there: the nearest are {format_duration(below)} with an optional step left "
            f"out and {format_duration(above)} with it."
        )
    if with_wishes:
        return f"{asked} The nearest is {longest if length_ms > longest_ms else shortest}."
    if length_ms > longest_ms:
        most = "At its longest every step has all the time that the routine allows."
        return f"{asked} The nearest is {longest}. {most} {_others(length_ms)}"
    words = format_duration(round(found[-1].words_ms, -3))
    return (
        f"{asked} The nearest is {shortest}. At its shortest all optional steps are left out and "
        f"{len(found[-1].segments)} segments have their minimum, {words} of it spoken instructions. "
        f"{_others(length_ms)}"
    )


def _others(length_ms: int) -> str:
    return f"`kneadcast routines --length {format_duration(length_ms)}` lists those that can last so long."


def _possible(routine: Routine, phrases: Phrases, durations: Durations, preferences: Preferences) -> list[Layout]:
    """Returns the layouts that can have a length in whole seconds.

    Raises:
        PlanError: If there is none.
    """
    chosen = with_fixed_times(select_steps(routine, phrases, preferences), phrases, durations, preferences)
    found = [
        layout for layout in layouts(chosen, phrases, durations, preferences) if layout.shortest_ms <= layout.longest_ms
    ]
    if not found:
        raise PlanError(f"{_all(preferences)} collide: '{routine.name}' can have no length with all of them")
    return [layout for layout in found if _least(layout) <= _most(layout)] or found


def _in_the_way(
    routine: Routine, phrases: Phrases, durations: Durations, length_ms: int, preferences: Preferences
) -> list[str]:
    """Returns each wish without which the length could be had; all of them where no single one would do."""
    labels = [label for label, _ in preferences.each()]
    rough = Durations(_Rough(durations.speech_ms), durations.chime_ms)
    alone = [label for label, left in preferences.each() if _reaches(routine, phrases, rough, length_ms, left)]
    if alone or not _reaches(routine, phrases, rough, length_ms, NO_PREFERENCES):
        return alone
    return labels


class _Rough(dict[str, int]):
    """Measured speech, and a guess for what was not spoken because of a wish; good enough to tell which wish it was."""

    def __init__(self, speech_ms: Mapping[str, int]) -> None:
        super().__init__(speech_ms)
        self._ms_a_letter = sum(self.values()) / max(1, sum(map(len, self)))

    def __missing__(self, text: str) -> int:
        return round(len(text) * self._ms_a_letter)


def _reaches(
    routine: Routine, phrases: Phrases, durations: Durations, length_ms: int, preferences: Preferences
) -> bool:
    try:
        found = _possible(routine, phrases, durations, preferences)
    except PlanError:
        return False
    return any(layout.shortest_ms <= length_ms <= layout.longest_ms for layout in found)


def _least(layout: Layout) -> int:
    return whole_seconds_up(layout.shortest_ms)


def _most(layout: Layout) -> int:
    return whole_seconds_down(layout.longest_ms)


def _all(preferences: Preferences) -> str:
    return _joined([label for label, _ in preferences.each()])


def _joined(labels: Sequence[str]) -> str:
    quoted = [f"'{label}'" for label in labels]
    return " and ".join(filter(None, (", ".join(quoted[:-1]), *quoted[-1:])))
