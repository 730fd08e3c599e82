"""Allocation of time: each step gets a share, exact to the millisecond, and never less in a longer session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SCALE = 1 << 40
"""The resolution of the proportion; finer than the milliseconds of any share, so that two shares seldom round up
at the same proportion."""


@dataclass(frozen=True)
class Share:
    """The bounds of the time that one step can get on each of its sides."""

    key: str
    count: int
    """How many segments of the session get this share: two for a step that is done on both sides."""
    low_ms: int
    ideal_ms: int
    high_ms: int
    weight: float = 1.0
    """The weight in relation to the other shares: 2 is twice as much, as far as low and high allow."""

    def breakpoints(self) -> tuple[int, ...]:
        """Returns the bounds of the stages of allocation: low, then weighted low, ideal and high, then high.

        A weight therefore changes neither the minimum nor the maximum of all shares together: its effect is undone
        only where no other share can shrink or grow any further.
        """
        low_ms, high_ms = self.low_ms, self.high_ms
        inner = (min(high_ms, max(low_ms, round(self.weight * ms))) for ms in (low_ms, self.ideal_ms, high_ms))
        return (low_ms, *inner, high_ms)


@dataclass(frozen=True)
class Allocation:
    """Allocated time: `sum(count * shares) + left_over_ms` is exactly the total."""

    shares: Mapping[str, int]
    """Milliseconds by the key of the share."""
    left_over_ms: int
    """The remainder that cannot be shared equally: less than one millisecond for each side of a step."""


def lowest_total_ms(shares: Sequence[Share]) -> int:
    """Returns the minimum of all shares together, in milliseconds."""
    return sum(share.count * share.low_ms for share in shares)


def highest_total_ms(shares: Sequence[Share]) -> int:
    """Returns the maximum of all shares together, in milliseconds."""
    return sum(share.count * share.high_ms for share in shares)


def allocate(shares: Sequence[Share], total_ms: int) -> Allocation:
    """Allocates a total: between low and ideal if it is short, between ideal and high if it is long.

    Weighted shares have two more stages, below their weighted low and above their weighted high; see
    `Share.breakpoints`.

    At any total, all shares have the same proportion of their range, and they take their whole milliseconds one after
    the other as the proportion rises. Each result therefore contains that of every smaller total, and no share shrinks
    when the total grows. Rounding each share by its remainder could not guarantee that.

    Args:
        shares: The bounds; low <= ideal <= high.
        total_ms: Between `lowest_total_ms(shares)` and `highest_total_ms(shares)`.

    Raises:
        ValueError: If the total is out of that range.
    """
    if not lowest_total_ms(shares) <= total_ms <= highest_total_ms(shares):
        raise ValueError(f"{total_ms} ms is not between {lowest_total_ms(shares)} and {highest_total_ms(shares)} ms")
    breakpoints = [share.breakpoints() for share in shares]
    stages = [
        sum(share.count * at[number] for share, at in zip(shares, breakpoints, strict=True)) for number in range(5)
    ]
    stage = max(number for number in range(4) if number == 0 or stages[number] <= total_ms)
    base = [at[stage] for at in breakpoints]
    room = [at[stage + 1] - at[stage] for at in breakpoints]
    counts = [share.count for share in shares]
    spare_ms = total_ms - sum(count * low for count, low in zip(counts, base, strict=True))
    extra, left_over_ms = _distribute(counts, room, spare_ms)
    allocated = {share.key: low + more for share, low, more in zip(shares, base, extra, strict=True)}
    return Allocation(allocated, left_over_ms)


def _distribute(counts: Sequence[int], room: Sequence[int], spare_ms: int) -> tuple[list[int], int]:
    """Fills ranges in proportion; returns the time of each and the remainder that cannot be shared equally."""

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
