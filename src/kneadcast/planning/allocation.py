"""Sharing out time: every step gets its part, to the millisecond, and longer sessions never take time from a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SCALE = 1 << 40
"""Steps of the proportion; finer than any share's milliseconds, so that two shares seldom round up at the same one."""


@dataclass(frozen=True)
class Share:
    """What one step may get on each of its sides."""

    key: str
    count: int
    """How many segments of the session get this share: two for a step done on both sides."""
    low_ms: int
    ideal_ms: int
    high_ms: int
    weight: float = 1.0
    """By how much it counts beside the others: 2 is twice as much, as far as low and high allow."""

    def knots(self) -> tuple[int, ...]:
        """Returns what it gets, from the least to the most: its low, ideal and high as weighted stand in between.

        So a weight changes neither the least nor the most that the shares take in all: what it gave or took is undone
        only where nothing else can give or take any more.
        """
        low_ms, high_ms = self.low_ms, self.high_ms
        inner = (min(high_ms, max(low_ms, round(self.weight * ms))) for ms in (low_ms, self.ideal_ms, high_ms))
        return (low_ms, *inner, high_ms)


@dataclass(frozen=True)
class Allocation:
    """Time shared out: `sum(count * shares) + left_over_ms` is exactly what was there."""

    shares: Mapping[str, int]
    left_over_ms: int
    """Less than one millisecond for each side of a step: what cannot be shared equally."""


def lowest(shares: Sequence[Share]) -> int:
    """Returns the least that the shares need in all, in milliseconds."""
    return sum(share.count * share.low_ms for share in shares)


def highest(shares: Sequence[Share]) -> int:
    """Returns the most that the shares can take in all, in milliseconds."""
    return sum(share.count * share.high_ms for share in shares)


def allocate(shares: Sequence[Share], total_ms: int) -> Allocation:
    """Shares out a total: between low and ideal where it is short, between ideal and high where it is long.

    Weighted shares have two more stages, below their weighted low and above their weighted high; see `Share.knots`.

    All shares stand at the same proportion of their room at any total, and their whole milliseconds are taken one after
    the other as the proportion rises. So each result contains that of every smaller total: no share ever shrinks when
    the total grows, which rounding each share by its remainder could not promise.

    Args:
        shares: What is to be filled; none may have low above ideal or ideal above high.
        total_ms: Between `lowest(shares)` and `highest(shares)`.

    Raises:
        ValueError: If the total is out of that range, which callers are to rule out.
    """
    if not lowest(shares) <= total_ms <= highest(shares):
        raise ValueError(f"{total_ms} ms is not between {lowest(shares)} and {highest(shares)} ms")
    knots = [share.knots() for share in shares]
    stages = [sum(share.count * at[number] for share, at in zip(shares, knots, strict=True)) for number in range(5)]
    stage = max(number for number in range(4) if number == 0 or stages[number] <= total_ms)
    base = [at[stage] for at in knots]
    room = [at[stage + 1] - at[stage] for at in knots]
    counts = [share.count for share in shares]
    spare_ms = total_ms - sum(count * low for count, low in zip(counts, base, strict=True))
    extra, left_over_ms = _pour(counts, room, spare_ms)
    fitted = {share.key: low + more for share, low, more in zip(shares, base, extra, strict=True)}
    return Allocation(fitted, left_over_ms)


def _pour(counts: Sequence[int], room: Sequence[int], spare_ms: int) -> tuple[list[int], int]:
    """Fills rooms in proportion; returns how much went into each and what could not be shared equally."""

    def filled(proportion: int) -> list[int]:
        return [size * proportion // _SCALE for size in room]

    def cost(extra: Sequence[int]) -> int:
        return sum(count * more for count, more in zip(counts, extra, strict=True))

    low, high = 0, _SCALE
    while low < high:
        middle = (low + high + 1) // 2
        if cost(filled(middle)) <= spare_ms:
            low = middle
        else:
            high = middle - 1
    extra = filled(low)
    left_ms = spare_ms - cost(extra)
    # The shares that round up at the very next proportion tie; they take their millisecond in order while any is left.
    for index, more in enumerate(filled(min(low + 1, _SCALE))):
        if more > extra[index]:
            if counts[index] > left_ms:
                break
            extra[index] += 1
            left_ms -= counts[index]
    return extra, left_ms
