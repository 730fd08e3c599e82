"""Placement of announcements, and of reminders in long silences, between the instructions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kneadcast.planning.announcements import Announcement
from kneadcast.planning.planner import TimedSegment
from kneadcast.routine.model import REMINDED_FROM_MS, TRANSITIONS

LONGEST_SILENCE_MS = 45_000
"""After more silence than this, listeners wonder whether the sound has stopped."""
LONGEST_QUIET_MS = LONGEST_SILENCE_MS - 2_000
"""The longest time that is planned without words; the other 2 s are for a chime."""
APART_MS = 2_000
"""The least silence between an announcement or a reminder and any other words."""


@dataclass
class Window:
    """The part of a segment that its instructions leave free, and the times in it that are taken."""

    start_ms: int
    end_ms: int
    timed: TimedSegment
    taken: list[tuple[int, int]] = field(default_factory=list)

    def gaps(self) -> Iterator[tuple[int, int]]:
        """Yields the free times, in order."""
        at_ms = self.start_ms
        for start_ms, end_ms in sorted(self.taken):
            yield at_ms, start_ms
            at_ms = end_ms
        yield at_ms, self.end_ms


def place_announcement(
    announcement: Announcement, length_ms: int, windows: Sequence[Window], *, after_words_ms: int = APART_MS
) -> tuple[int, Window] | None:
    """Finds the free moment nearest to the due time of an announcement and marks it as taken.

    A change of position or side is interrupted only if no moment of work is near enough, and a rest or the close never:
    they belong to nobody's clock.

    Args:
        announcement: What is said.
        length_ms: How long it takes.
        windows: The free parts of all segments.
        after_words_ms: The least silence before it.

    Returns:
        The moment and its window, or `None` if no moment within the tolerance is free.
    """
    kinds = [window.timed.segment.kind for window in windows]
    moving = [window for window, kind in zip(windows, kinds, strict=True) if kind in TRANSITIONS]
    quiet = [window for window, kind in zip(windows, kinds, strict=True) if kind in ("rest", "close")]
    working = [window for window in windows if window not in quiet and window not in moving]
    for candidates in (working, moving):
        near = [found for window in candidates for found in _moments(announcement, length_ms, window, after_words_ms)]
        if near:
            _, at_ms, window = min(near, key=lambda found: found[0])
            window.taken.append((at_ms, at_ms + length_ms))
            return at_ms, window
    return None


def _moments(
    announcement: Announcement, length_ms: int, window: Window, after_words_ms: int
) -> Iterator[tuple[int, int, Window]]:
    """Yields, for each gap of a window, the distance from the due time, the nearest moment, and the window."""
    for start_ms, end_ms in window.gaps():
        earliest, latest = start_ms + after_words_ms, end_ms - APART_MS - length_ms
        at_ms = min(latest, max(earliest, announcement.due_ms))
        off_ms = abs(at_ms - announcement.due_ms)
        if earliest <= latest and off_ms <= announcement.tolerance_ms:
            yield off_ms, at_ms, window


def long_silences(window: Window, shortest_ms: int, *, at_least_one: bool = True) -> Iterator[tuple[int, int, int]]:
    """Yields each silence of a window that is too long, with the number of reminders to place in it.

    Args:
        window: The free part of a segment.
        shortest_ms: Length of the shortest reminder; longer ones leave even less silence.
        at_least_one: Whether a long segment has a reminder even if no silence is too long.
    """
    length_ms = window.timed.end_ms - window.timed.start_ms
    wanted = at_least_one and window.timed.segment.kind == "work" and length_ms >= REMINDED_FROM_MS and not window.taken
    for start_ms, end_ms in window.gaps():
        parts = -(-(end_ms - start_ms + shortest_ms) // (LONGEST_QUIET_MS + shortest_ms))
        if number := max(parts - 1, 1 if wanted else 0):
            yield start_ms, end_ms, number


def spread(start_ms: int, end_ms: int, lengths_ms: Sequence[int]) -> Iterator[int]:
    """Yields when lines of these lengths begin so that all silences around them are equal.

    If the silences would be shorter than `APART_MS`, nothing is yielded.
    """
    silence_ms = (end_ms - start_ms - sum(lengths_ms)) // (len(lengths_ms) + 1)
    at_ms = start_ms
    for length_ms in lengths_ms if silence_ms >= APART_MS else ():
        yield at_ms + silence_ms
        at_ms += silence_ms + length_ms
