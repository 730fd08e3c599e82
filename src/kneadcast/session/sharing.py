"""What a set of stretches has to share out: hands-on time, within what the routine, the words and the wishes allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kneadcast.routine.model import Phrases, Routine
from kneadcast.session.fit import Share, fit, highest, lowest
from kneadcast.session.measuring import Measures, end_mark_ms, instruction_ms, silence_ms, talk_ms
from kneadcast.session.outline import Stretch, droppable, lay_out
from kneadcast.session.parts import areas_of
from kneadcast.session.wishes import Talk, Wishes


@dataclass(frozen=True)
class Layout:
    """One set of stretches, as it would be told, with the lengths that it can have."""

    dropped: tuple[str, ...]
    """Keys of the optional steps that were left out."""
    stretches: tuple[Stretch, ...]
    shares: tuple[Share, ...]
    words_ms: int
    shortest_ms: int
    longest_ms: int
    """Below `shortest_ms` where the fixed times of the wishes leave this set no length at all."""


def layouts(routine: Routine, phrases: Phrases, measures: Measures, wishes: Wishes) -> Iterator[Layout]:
    """Yields the sets of stretches that a session may have: all first, then with one optional step fewer each.

    However little is said, the same steps are there at the same length: what words leave goes to the hands.
    """
    going = droppable(routine)
    for number in range(len(going) + 1):
        told = lay_out(routine, phrases, going[:number], wishes)
        shares = shares_of(told, measures, wishes)
        fixed = _fixed(told, shares, wishes)
        hushed = tuple(_hushed(stretch, measures, wishes.talk) for stretch in told)
        words = [_words_ms(told, measures), _words_ms(hushed, measures)]
        ranges = [_pinned(shares, fixed or {}), _pinned(_widened(shares, told, hushed, measures), fixed or {})]
        shortest_ms = max(lowest(some) + words_ms for some, words_ms in zip(ranges, words, strict=True))
        longest_ms = min(highest(some) + words_ms for some, words_ms in zip(ranges, words, strict=True))
        longest_ms = longest_ms if fixed is not None else shortest_ms - 1
        yield Layout(going[:number], hushed, ranges[1], words[1], shortest_ms, longest_ms)


def shares_of(stretches: Iterable[Stretch], measures: Measures, wishes: Wishes) -> tuple[Share, ...]:
    """Returns what may be shared out: hands-on time, once for all the times that a step is done.

    A step's time in the routine includes its words, and both sides have to stay within it although the second is told
    in fewer. So hands-on time lies between min less the fewer and max less the more words. Rounds share the min.
    """
    return tuple(_share(key, group, measures, wishes.rounds) for key, group in _groups(stretches).items())


def fixed_range(told: Sequence[Stretch], shares: Iterable[Share], name: str, rounds: int) -> tuple[int, int]:
    """Returns the least and the most hands-on milliseconds that a part can get on each side."""
    some = _of_part(told, shares, name)
    return rounds * sum(share.low_ms for share in some), rounds * sum(share.high_ms for share in some)


def _groups(stretches: Iterable[Stretch]) -> Mapping[str, list[Stretch]]:
    groups: dict[str, list[Stretch]] = {}
    for stretch in stretches:
        groups.setdefault(stretch.key, []).append(stretch)
    return groups


def _share(key: str, group: Sequence[Stretch], measures: Measures, rounds: int) -> Share:
    time = group[0].time
    words = [instruction_ms(stretch, measures) for stretch in group]
    # The settling silence before the first word and the last chime's ring are not the routine's to count.
    frame_ms = group[0].lead_ms + end_mark_ms(group[0], measures)
    floor_ms = max(silence_ms(stretch, measures) for stretch in group)
    min_ms = time.min_ms // rounds if group[0].kind == "work" else time.min_ms
    high_ms = max(floor_ms, time.max_ms + frame_ms - max(words))
    low_ms = min(high_ms, max(floor_ms, min_ms + frame_ms - min(words)))
    ideal_ms = min(high_ms, max(low_ms, time.ideal_ms + frame_ms - max(words)))
    return Share(key, len(group), low_ms, ideal_ms, high_ms, group[0].weight)


def _words_ms(stretches: Iterable[Stretch], measures: Measures) -> int:
    return sum(instruction_ms(stretch, measures) for stretch in stretches)


def _of_part(told: Sequence[Stretch], shares: Iterable[Share], name: str) -> list[Share]:
    keys = {stretch.key for stretch in told if stretch.area in areas_of(name)}
    return [share for share in shares if share.key in keys]


def _fixed(told: Sequence[Stretch], shares: Sequence[Share], wishes: Wishes) -> Mapping[str, int] | None:
    """Returns the hands-on time of each step whose part has a fixed one; none if it cannot have it in this set."""
    fixed: dict[str, int] = {}
    for name, total_ms in wishes.times:
        some = [replace(share, count=1) for share in _of_part(told, shares, name)]
        each_ms = total_ms // wishes.rounds
        if not lowest(some) <= each_ms <= highest(some):
            return None
        fixed.update(fit(some, each_ms).shares)
    return fixed


def _pinned(shares: Iterable[Share], fixed: Mapping[str, int]) -> tuple[Share, ...]:
    def pin(share: Share) -> Share:
        at_ms = fixed[share.key]
        return Share(share.key, share.count, at_ms, at_ms, at_ms)

    return tuple(pin(share) if share.key in fixed else share for share in shares)


def _hushed(stretch: Stretch, measures: Measures, talk: Talk) -> Stretch:
    """Returns a stretch as it is told with less talk; the safety line is told whatever is wished."""
    if talk == "full" or stretch.kind == "safety":
        return stretch
    if talk == "chimes":
        return replace(stretch, action=(), preview=(), reminders=())
    fewer = stretch.brief and len(stretch.brief) <= len(stretch.action)
    if fewer and talk_ms(stretch.brief, measures) < talk_ms(stretch.action, measures):
        return replace(stretch, action=stretch.brief)
    return stretch


def _widened(
    shares: Iterable[Share], told: Iterable[Stretch], hushed: Iterable[Stretch], measures: Measures
) -> tuple[Share, ...]:
    """Adds to each share what fewer words leave of its stretches, rounded outwards where they cannot share it equally.

    The floor still holds: fewer words need no more silence around them.
    """
    full, quiet = _groups(told), _groups(hushed)

    def widen(share: Share) -> Share:
        left_ms = _words_ms(full[share.key], measures) - _words_ms(quiet[share.key], measures)
        down, up = left_ms // share.count, -(-left_ms // share.count)
        low_ms, ideal_ms, high_ms = share.low_ms + down, share.ideal_ms + down, share.high_ms + up
        return replace(share, low_ms=low_ms, ideal_ms=ideal_ms, high_ms=high_ms)

    return tuple(map(widen, shares))
