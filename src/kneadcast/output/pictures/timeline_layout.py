"""Where things are on the timeline: the rows into which a session is cut, and labels that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kneadcast.units import MS_PER_MINUTE

LONGEST_ROW_MS = 20 * MS_PER_MINUTE
"""At this scale a step of one minute is about as wide as its name is high."""
_TICKS_MS = (15_000, 30_000, *(minutes * MS_PER_MINUTE for minutes in (1, 2, 5, 10)))


@dataclass(frozen=True)
class Row:
    """A part of a session that is drawn from left to right; the rows stand below each other."""

    start_ms: int
    end_ms: int

    def part(self, start_ms: int, end_ms: int) -> tuple[int, int] | None:
        """Returns the part of a span of time that lies in the row, or `None` if nothing does."""
        first, last = max(start_ms, self.start_ms), min(end_ms, self.end_ms)
        return (first, last) if first < last else None


def cut_into_rows(length_ms: int, number: int) -> tuple[Row, ...]:
    """Cuts a session into at most a number of rows of whole minutes; only the last may be shorter.

    Args:
        length_ms: The length of the session, more than 0.
        number: How many rows there may be; one row has any length.
    """
    if number == 1:
        return (Row(0, length_ms),)
    minutes = -(-length_ms // (number * MS_PER_MINUTE))
    starts = range(0, length_ms, minutes * MS_PER_MINUTE)
    return tuple(Row(start, min(start + minutes * MS_PER_MINUTE, length_ms)) for start in starts)


def spread(centres: Sequence[float], widths: Sequence[float], end: float) -> list[float]:
    """Moves labels apart as little as possible, so that none overlaps another or leaves the range from 0 to `end`.

    The sum of squared distances is the least that there is before labels at the ends are moved into the range (isotonic
    regression: Barlow et al., Statistical Inference under Order Restrictions, 1972).

    Args:
        centres: Where the labels would be, in ascending order.
        widths: How wide they are; the sum is at most `end`.
        end: The end of the range.

    Returns:
        The centres of the labels, in the same order.
    """
    offsets = [sum(widths[:number]) + widths[number] / 2 for number in range(len(widths))]
    groups: list[tuple[float, int]] = []
    """The mean and the number of labels that touch each other."""
    for centre, offset in zip(centres, offsets, strict=True):
        mean, count = centre - offset, 1
        while groups and groups[-1][0] > mean:
            before, others = groups.pop()
            mean, count = (mean * count + before * others) / (count + others), count + others
        groups.append((mean, count))
    starts = [min(max(mean, 0.0), end - sum(widths)) for mean, count in groups for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def ticks_ms(row: Row, inches_per_ms: float, apart: float) -> tuple[int, ...]:
    """Returns the times that are written below a row, at least `apart` inches from each other."""
    step = next((step for step in _TICKS_MS if step * inches_per_ms >= apart), _TICKS_MS[-1])
    return tuple(range(-(-row.start_ms // step) * step, row.end_ms + 1, step))
