"""The choice of reminders, so that none sounds like a repetition."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kneadcast.planning.segment import Segment
from kneadcast.speech.model import Line
from kneadcast.units import MS_PER_MINUTE

FORGOTTEN_AFTER_MS = 5 * MS_PER_MINUTE
"""The time after which a reminder does not sound like a repetition."""


class ReminderChoice:
    """Chooses reminders: one not heard for a while, of these the least used, and of these the one used longest ago.

    The same reminder is never chosen twice in a row if there is another one.
    """

    def __init__(self, general: tuple[Line, ...]) -> None:
        self._general = general
        self._moments: dict[Line, list[int]] = defaultdict(list)
        self._turn: Counter[Line] = Counter()  # when each was last used

    def candidates(self, segment: Segment) -> tuple[Line, ...]:
        """Returns the lines that fit a segment: its own, and those that fit any part."""
        return segment.reminders + self._general

    def next(self, segment: Segment, at_ms: int) -> Line:
        """Chooses a line of a segment, or one that fits any part, for about a moment."""
        line = self._freshest(self.candidates(segment), at_ms)
        self.used(line, at_ms)
        return line

    def general(self, at_ms: int) -> Line:
        """Returns the best line that fits any part for about a moment."""
        return self._freshest(self._general, at_ms)

    def used(self, line: Line, at_ms: int) -> None:
        """Notes that a line is spoken at a moment."""
        self._moments[line].append(at_ms)
        self._turn[line] = sum(map(len, self._moments.values()))

    def _neighbours(self, at_ms: int) -> frozenset[Line]:
        """Returns the lines that are used right before and right after a moment."""
        moments = sorted((moment_ms, line.text, line) for line in self._moments for moment_ms in self._moments[line])
        before = [line for moment_ms, _, line in moments if moment_ms <= at_ms]
        after = [line for moment_ms, _, line in moments if moment_ms > at_ms]
        return frozenset((*before[-1:], *after[:1]))

    def _freshest(self, lines: Iterable[Line], at_ms: int) -> Line:
        def staleness(line: Line) -> tuple[int, int, int]:
            apart_ms = min((abs(moment_ms - at_ms) for moment_ms in self._moments[line]), default=FORGOTTEN_AFTER_MS)
            return -min(apart_ms, FORGOTTEN_AFTER_MS), len(self._moments[line]), self._turn[line]

        lines, neighbours = tuple(lines), self._neighbours(at_ms)
        return min([line for line in lines if line not in neighbours] or lines, key=staleness)
