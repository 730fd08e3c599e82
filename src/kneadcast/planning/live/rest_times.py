"""The times of the rest of a live session: what is left of the current segment, and the segments that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kneadcast.planning.allocation import Share, allocate, highest_total_ms, lowest_total_ms
from kneadcast.planning.layouts import Wordings, shares_of_rest
from kneadcast.planning.planner import TimedSegment
from kneadcast.planning.preferences import Preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.timing import instruction_ms, silence_ms
from kneadcast.routine.body import LONGEST_REST_MS
from kneadcast.script.durations import Durations
from kneadcast.script.model import Side

MOST_STRETCH_MS = 30_000
"""How much longer than usual the close may be, so that an end that comes a little earlier need not be announced."""
EQUAL_MS = 1_000
"""Sides whose times differ by less are as good as equal."""

Done = Mapping[tuple[str, Side | None], int]
"""Hands-on milliseconds by pair and side."""


@dataclass(frozen=True)
class Item:
    """A segment of the rest, or what is left of the current one."""

    segment: Segment
    """With the words that are still to be said."""
    base: Segment
    wordings: Wordings | None = None
    """The words that decide how long it may be; `None` if these are those of its base."""
    pair: str = ""
    """What it shares with the other side; empty if it is no work."""
    fixed_ms: int | None = None
    """Its hands-on time, if it is not allocated."""
    elapsed_ms: int = 0
    """The hands-on time that it has had."""

    @property
    def share_key(self) -> str:
        """The key of the hands-on time that it shares."""
        return self.pair or f"{self.segment.id}:{self.segment.kind}"


@dataclass(frozen=True)
class TimedItem:
    """An item with its times."""

    item: Item
    start_ms: int
    end_ms: int
    hands_on_ms: int

    @property
    def timed(self) -> TimedSegment:
        """The item as the planner has segments."""
        return TimedSegment(self.item.segment, self.start_ms, self.end_ms, self.hands_on_ms)


def timed_items(items: Sequence[Item], hands_ms: Sequence[int], from_ms: int, durations: Durations) -> list[TimedItem]:
    """Returns items one after the other from a moment on, each with its hands-on time."""
    timed: list[TimedItem] = []
    at_ms = from_ms
    for item, hands_on_ms in zip(items, hands_ms, strict=True):
        end_ms = at_ms + instruction_ms(item.segment, durations) + hands_on_ms
        timed.append(TimedItem(item, at_ms, end_ms, hands_on_ms))
        at_ms = end_ms
    return timed


@dataclass(frozen=True)
class Targets:
    """What the sides of a pair have had, and what the listener has asked for."""

    done: Done
    held: Done
    """The hands-on time that a pair has on a side, and then on the other, because the listener stayed."""
    relaxed: bool = False
    """Whether sides may differ and no wish counts, because the time is too short otherwise."""

    def of(self, pair: str, sides: Sequence[Side | None]) -> int | None:
        """Returns the hands-on time that a pair has to have on the sides that are left, or `None` if it is free."""
        if self.relaxed or not pair:
            return None
        held = [self.held[pair, side] for side in sides if (pair, side) in self.held]
        other = [ms for (of, side), ms in self.done.items() if of == pair and side not in sides]
        return next(iter((*held, *other)), None)


@dataclass(frozen=True)
class Timing:
    """The lengths that the items of a rest can have together."""

    items: tuple[Item, ...]
    shares: tuple[Share, ...]
    done: Done
    """What each pair has had on the sides on which it goes on."""
    words_ms: int
    """The words, and the hands-on time that is fixed."""

    @property
    def _done_ms(self) -> int:
        return sum(self.done[key] for key in self._pending)

    @property
    def _pending(self) -> list[tuple[str, Side | None]]:
        free = [one for one in self.items if one.fixed_ms is None]
        return [key for key in dict.fromkeys((one.share_key, one.base.side) for one in free) if key in self.done]

    @property
    def shortest_ms(self) -> int:
        """The least time in which everything fits."""
        return lowest_total_ms(self.shares) + self.words_ms - self._done_ms

    @property
    def ideal_ms(self) -> int:
        """The time in which every segment has what is ideal for it."""
        return sum(share.count * share.ideal_ms for share in self.shares) + self.words_ms - self._done_ms

    @property
    def longest_ms(self) -> int:
        """The most time that is good for the body."""
        return highest_total_ms(self.shares) + self.words_ms - self._done_ms

    def allocated_ms(self, total_ms: int) -> tuple[int, ...]:
        """Returns the hands-on time of each item, so that all last exactly as long as a total.

        Args:
            total_ms: Between `shortest_ms` and `longest_ms`.
        """
        allocation = allocate(self.shares, total_ms - self.words_ms + self._done_ms)
        hands = [
            one.fixed_ms
            if one.fixed_ms is not None
            else allocation.shares[one.share_key] - self.done.get((one.share_key, one.base.side), 0)
            for one in self.items
        ]
        return (*hands[:-1], hands[-1] + allocation.left_over_ms)


def time_rest(
    items: Sequence[Item], targets: Targets, durations: Durations, preferences: Preferences, *, wide: bool = False
) -> Timing:
    """Returns the lengths that the rest of a session can have.

    A step has the same hands-on time on both sides, or what the other side has had.

    Args:
        items: What is left of the current segment, and the segments that follow it.
        targets: What has been done, and what the listener has asked for.
        durations: The lengths of lines and chimes.
        preferences: The preferences of the listener.
        wide: Whether the rest and the close may be longer than usual.
    """
    wordings = [
        one.wordings or Wordings(one.base, one.base, one.base) for one in items if one.segment.key == one.base.key
    ]
    usual = {share.key: share for share in shares_of_rest(wordings, durations, preferences.rounds)}
    done = {(one.share_key, one.base.side): targets.done.get((one.pair, one.base.side), 0) for one in items if one.pair}
    for one in items:
        key = (one.share_key, one.base.side)
        done[key] = done.get(key, 0) + one.elapsed_ms + (one.fixed_ms or 0)
    groups: dict[str, list[Item]] = {}
    for one in items:
        if one.fixed_ms is None:
            groups.setdefault(one.share_key, []).append(one)
    every = replace(targets, done={**targets.done, **{key: ms for key, ms in done.items() if ms and key[0]}})
    shares = tuple(_share(group, usual[group[0].segment.key], every, done, durations) for group in groups.values())
    words_ms = sum(instruction_ms(one.segment, durations) + (one.fixed_ms or 0) for one in items)
    return Timing(tuple(items), tuple(map(_widened, shares)) if wide else shares, done, words_ms)


def _share(group: Sequence[Item], usual: Share, targets: Targets, done: Done, durations: Durations) -> Share:
    key = group[0].share_key
    sides = list(dict.fromkeys(one.base.side for one in group))
    floor_ms = max(done[key, one.base.side] + silence_ms(one.segment, durations) for one in group)
    target_ms = targets.of(group[0].pair, sides)
    if target_ms is not None:
        fixed_ms = max(floor_ms, target_ms)
        return Share(key, len(sides), fixed_ms, fixed_ms, fixed_ms)
    low_ms = floor_ms if targets.relaxed else max(floor_ms, usual.low_ms)
    high_ms = max(low_ms, usual.high_ms)
    return Share(key, len(sides), low_ms, min(high_ms, max(low_ms, usual.ideal_ms)), high_ms, usual.weight)


def _widened(share: Share) -> Share:
    kind = share.key.rpartition(":")[2]
    more_ms = {"rest": LONGEST_REST_MS, "close": MOST_STRETCH_MS}.get(kind, 0)
    high_ms = max(share.high_ms, LONGEST_REST_MS) if kind == "rest" else share.high_ms + more_ms
    return replace(share, high_ms=high_ms)


def unequal_pairs(timing: Timing, hands_ms: Sequence[int], before: Done) -> Iterator[tuple[str, bool]]:
    """Yields each pair of which a side gets another time than the other one has had, and whether that is more.

    Args:
        timing: The rest.
        hands_ms: The hands-on time of each of its items.
        before: The hands-on time of each pair and side before it, the current segment included.
    """
    after = dict(before)
    for one, ms in zip(timing.items, hands_ms, strict=True):
        if one.pair:
            after[one.pair, one.base.side] = after.get((one.pair, one.base.side), 0) + ms
    for pair in dict.fromkeys(one.pair for one in timing.items if one.pair):
        left_ms, right_ms = (after.get((pair, side)) for side in ("left", "right"))
        if left_ms is not None and right_ms is not None and abs(left_ms - right_ms) > EQUAL_MS:
            last: Side = [one.base.side for one in timing.items if one.pair == pair][-1] or "right"
            yield pair, (left_ms < right_ms) == (last == "right")
