"""What a set of segments has to share out: hands-on time, within what the routine, the words and the preferences allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kneadcast.planning.allocation import Share, allocate, highest, lowest
from kneadcast.planning.preferences import Preferences, Talk
from kneadcast.planning.sequence import Segment, arrange, drop_order
from kneadcast.planning.timing import Durations, end_mark_ms, instruction_ms, silence_ms, talk_ms
from kneadcast.routine.model import Routine
from kneadcast.routine.parts import areas_of
from kneadcast.routine.phrases import Phrases


@dataclass(frozen=True)
class Layout:
    """One set of segments, as it would be told, with the lengths that it can have."""

    dropped: tuple[str, ...]
    """Keys of the optional steps that were left out."""
    segments: tuple[Segment, ...]
    shares: tuple[Share, ...]
    words_ms: int
    shortest_ms: int
    longest_ms: int
    """Below `shortest_ms` where the fixed times of the preferences leave this set no length at all."""


def layouts(routine: Routine, phrases: Phrases, durations: Durations, preferences: Preferences) -> Iterator[Layout]:
    """Yields the sets of segments that a session may have: all first, then with one optional step fewer each.

    However little is said, the same steps are there at the same length: what words leave goes to the hands.
    """
    going = drop_order(routine)
    for number in range(len(going) + 1):
        told = arrange(routine, phrases, going[:number], preferences)
        shares = shares_of(told, durations, preferences)
        fixed = _fixed(told, shares, preferences)
        hushed = tuple(_hushed(segment, durations, preferences.talk) for segment in told)
        words = [_words_ms(told, durations), _words_ms(hushed, durations)]
        ranges = [_pinned(shares, fixed or {}), _pinned(_widened(shares, told, hushed, durations), fixed or {})]
        shortest_ms = max(lowest(some) + words_ms for some, words_ms in zip(ranges, words, strict=True))
        longest_ms = min(highest(some) + words_ms for some, words_ms in zip(ranges, words, strict=True))
        longest_ms = longest_ms if fixed is not None else shortest_ms - 1
        yield Layout(going[:number], hushed, ranges[1], words[1], shortest_ms, longest_ms)


def shares_of(segments: Iterable[Segment], durations: Durations, preferences: Preferences) -> tuple[Share, ...]:
    """Returns what may be shared out: hands-on time, once for all the times that a step is done.

    A step's time in the routine includes its words, and both sides have to stay within it although the second is told
    in fewer. So hands-on time lies between min less the fewer and max less the more words. Rounds share the min.
    """
    return tuple(_share(key, group, durations, preferences.rounds) for key, group in _groups(segments).items())


def fixed_range(told: Sequence[Segment], shares: Iterable[Share], name: str, rounds: int) -> tuple[int, int]:
    """Returns the least and the most hands-on milliseconds that a part can get on each side."""
    some = _of_part(told, shares, name)
    return rounds * sum(share.low_ms for share in some), rounds * sum(share.high_ms for share in some)


def _groups(segments: Iterable[Segment]) -> Mapping[str, list[Segment]]:
    groups: dict[str, list[Segment]] = {}
    for segment in segments:
        groups.setdefault(segment.key, []).append(segment)
    return groups


def _share(key: str, group: Sequence[Segment], durations: Durations, rounds: int) -> Share:
    time = group[0].time
    words = [instruction_ms(segment, durations) for segment in group]
    # The settling silence before the first word and the last chime's ring are not the routine's to count.
    frame_ms = group[0].lead_ms + end_mark_ms(group[0], durations)
    floor_ms = max(silence_ms(segment, durations) for segment in group)
    min_ms = time.min_ms // rounds if group[0].kind == "work" else time.min_ms
    high_ms = max(floor_ms, time.max_ms + frame_ms - max(words))
    low_ms = min(high_ms, max(floor_ms, min_ms + frame_ms - min(words)))
    ideal_ms = min(high_ms, max(low_ms, time.ideal_ms + frame_ms - max(words)))
    return Share(key, len(group), low_ms, ideal_ms, high_ms, group[0].weight)


def _words_ms(segments: Iterable[Segment], durations: Durations) -> int:
    return sum(instruction_ms(segment, durations) for segment in segments)


def _of_part(told: Sequence[Segment], shares: Iterable[Share], name: str) -> list[Share]:
    keys = {segment.key for segment in told if segment.area in areas_of(name)}
    return [share for share in shares if share.key in keys]


def _fixed(told: Sequence[Segment], shares: Sequence[Share], preferences: Preferences) -> Mapping[str, int] | None:
    """Returns the hands-on time of each step whose part has a fixed one; none if it cannot have it in this set."""
    fixed: dict[str, int] = {}
    for name, total_ms in preferences.times:
        some = [replace(share, count=1) for share in _of_part(told, shares, name)]
        each_ms = total_ms // preferences.rounds
        if not lowest(some) <= each_ms <= highest(some):
            return None
        fixed.update(allocate(some, each_ms).shares)
    return fixed


def _pinned(shares: Iterable[Share], fixed: Mapping[str, int]) -> tuple[Share, ...]:
    def pin(share: Share) -> Share:
        at_ms = fixed[share.key]
        return Share(share.key, share.count, at_ms, at_ms, at_ms)

    return tuple(pin(share) if share.key in fixed else share for share in shares)


def _hushed(segment: Segment, durations: Durations, talk: Talk) -> Segment:
    """Returns a segment as it is told with less talk; the safety line is told whatever is wished."""
    if talk == "full" or segment.kind == "safety":
        return segment
    if talk == "chimes":
        return replace(segment, action=(), preview=(), reminders=())
    fewer = segment.brief and len(segment.brief) <= len(segment.action)
    if fewer and talk_ms(segment.brief, durations) < talk_ms(segment.action, durations):
        return replace(segment, action=segment.brief)
    return segment


def _widened(
    shares: Iterable[Share], told: Iterable[Segment], hushed: Iterable[Segment], durations: Durations
) -> tuple[Share, ...]:
    """Adds to each share what fewer words leave of its segments, rounded outwards where they cannot share it equally.

    The floor still holds: fewer words need no more silence around them.
    """
    full, quiet = _groups(told), _groups(hushed)

    def widen(share: Share) -> Share:
        left_ms = _words_ms(full[share.key], durations) - _words_ms(quiet[share.key], durations)
        down, up = left_ms // share.count, -(-left_ms // share.count)
        low_ms, ideal_ms, high_ms = share.low_ms + down, share.ideal_ms + down, share.high_ms + up
        return replace(share, low_ms=low_ms, ideal_ms=ideal_ms, high_ms=high_ms)

    return tuple(map(widen, shares))
