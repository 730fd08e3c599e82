"""Announcements of the time: halfway, the time that is left, and an optional countdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kneadcast.errors import PlanError
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.routine.phrases import Phrases
from kneadcast.script.model import ChimeName, CueRole
from kneadcast.speech.model import Line
from kneadcast.units import MS_PER_MINUTE

SHORTEST_WITH_HALFWAY_MS = 4 * MS_PER_MINUTE
SHORTEST_WITH_FIVE_LEFT_MS = 12 * MS_PER_MINUTE
"""In a shorter session, five minutes before the end is too soon after halfway for another announcement."""


@dataclass(frozen=True)
class Announcement:
    """An announcement of the time, due at a moment of the session."""

    due_ms: int
    line: Line | None
    """`None` if only the chime sounds."""
    role: CueRole
    tolerance_ms: int
    """The largest distance from `due_ms` at which it is still true."""
    sound: ChimeName | None = None


def announcements_for(
    length_ms: int, phrases: Phrases, preferences: Preferences = NO_PREFERENCES
) -> Iterator[Announcement]:
    """Yields the announcements of a session: halfway once, and five minutes and one minute before its end.

    Raises:
        PlanError: If a countdown is requested and the language has no words for it.
    """
    if preferences.talk == "chimes":
        if length_ms >= SHORTEST_WITH_HALFWAY_MS:
            yield Announcement(length_ms // 2, None, "halfway", length_ms // 20, sound="halfway")
        return
    yield Announcement(length_ms - MS_PER_MINUTE, Line(phrases.one_minute_left), "time_left", 20_000)
    if length_ms >= SHORTEST_WITH_FIVE_LEFT_MS:
        yield Announcement(length_ms - 5 * MS_PER_MINUTE, Line(phrases.five_minutes_left), "time_left", 40_000)
    if length_ms >= SHORTEST_WITH_HALFWAY_MS:
        yield Announcement(length_ms // 2, Line(phrases.halfway), "halfway", length_ms // 20, sound="halfway")
    if preferences.countdown:
        yield from _countdown(length_ms, phrases)


def _countdown(length_ms: int, phrases: Phrases) -> Iterator[Announcement]:
    """Yields the announcements that a countdown adds: every five minutes, and each of the last four.

    An announcement near the halfway announcement is left out.

    Raises:
        PlanError: If the language has no words for a countdown.
    """
    if phrases.minutes_left is None:
        raise PlanError(f"'countdown' is not possible: language '{phrases.language}' has no words for it")
    whole = -(-length_ms // MS_PER_MINUTE)
    for minutes in (*range(5, whole, 5), 4, 3, 2):
        due_ms = length_ms - minutes * MS_PER_MINUTE
        announced = minutes == 5 and length_ms >= SHORTEST_WITH_FIVE_LEFT_MS
        if not announced and due_ms >= MS_PER_MINUTE and abs(due_ms - length_ms // 2) >= MS_PER_MINUTE:
            yield Announcement(due_ms, Line(phrases.minutes_left.format(minutes=minutes)), "time_left", 25_000)
