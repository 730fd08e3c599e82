"""Layouts: the sets of segments that a session can have, and the hands-on time that each has to allocate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kneadcast.choices import Talk
from kneadcast.planning.allocation import Share, allocate, highest_total_ms, lowest_total_ms
from kneadcast.planning.measured_routine import MeasuredRoutine
from kneadcast.planning.preferences import Preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.sequence import arrange, drop_order
from kneadcast.planning.timing import end_mark_ms, instruction_ms, silence_ms, talk_ms
from kneadcast.routine.parts import areas_of
from kneadcast.script.durations import Durations


@dataclass(frozen=True)
class Layout:
    """One set of segments with the lengths that it can have."""

    dropped: tuple[str, ...]
    """Keys of the optional steps that are left out."""
    segments: tuple[Segment, ...]
    shares: tuple[Share, ...]
    words_ms: int
    shortest_ms: int
    longest_ms: int
    """Below `shortest_ms` if the fixed times of the preferences allow this set no length at all."""


def layouts(measured: MeasuredRoutine) -> Iterator[Layout]:
    """Yields the sets of segments that a session can have: all first, then with one more optional step dropped each.

    With less talk, the steps are the same at the same length: time without words is added to the hands-on time.
    """
    routine, preferences = measured.routine, measured.preferences
    dropping = drop_order(routine)
    for number in range(len(dropping) + 1):
        segments = arrange(routine, measured.phrases, dropping[:number], preferences)
        yield _layout(segments, dropping[:number], measured.durations, preferences)


def shares_of(segments: Iterable[Segment], durations: Durations, preferences: Preferences) -> tuple[Share, ...]:
    """Returns the shares of hands-on time: one for all the times that a step is done.

    A step's time in the routine includes its words, and both sides have to stay within it although the second has fewer
    words. Hands-on time is therefore at least min less the fewer words, and at most max less the more words. All rounds
    together have the min.
    """
    return tuple(_share(key, group, durations, preferences.rounds) for key, group in _groups(segments).items())


def fixed_range(segments: Sequence[Segment], shares: Iterable[Share], part: str, rounds: int) -> tuple[int, int]:
    """Returns the minimum and the maximum hands-on milliseconds of a part on each side."""
    some = _shares_of_part(segments, shares, part)
    return rounds * sum(share.low_ms for share in some), rounds * sum(share.high_ms for share in some)


def _layout(
    segments: tuple[Segment, ...], dropped: tuple[str, ...], durations: Durations, preferences: Preferences
) -> Layout:
    shares = shares_of(segments, durations, preferences)
    fixed = _fixed_times(segments, shares, preferences)
    quieter = tuple(_with_talk(segment, durations, preferences.talk) for segment in segments)
    words = [_words_ms(segments, durations), _words_ms(quieter, durations)]
    widened = _widened(shares, segments, quieter, durations)
    ranges = [_with_fixed_shares(shares, fixed or {}), _with_fixed_shares(widened, fixed or {})]
    shortest_ms = max(lowest_total_ms(some) + words_ms for some, words_ms in zip(ranges, words, strict=True))
    longest_ms = min(highest_total_ms(some) + words_ms for some, words_ms in zip(ranges, words, strict=True))
    longest_ms = longest_ms if fixed is not None else shortest_ms - 1
    return Layout(dropped, quieter, ranges[1], words[1], shortest_ms, longest_ms)


def _groups(segments: Iterable[Segment]) -> Mapping[str, list[Segment]]:
    groups: dict[str, list[Segment]] = {}
    for segment in segments:
        groups.setdefault(segment.key, []).append(segment)
    return groups


def _share(key: str, group: Sequence[Segment], durations: Durations, rounds: int) -> Share:
    time = group[0].time
    words = [instruction_ms(segment, durations) for segment in group]
    # The silence before the first word and the ring of the last chime are not part of the routine's time.
    frame_ms = group[0].lead_ms + end_mark_ms(group[0], durations)
    floor_ms = max(silence_ms(segment, durations) for segment in group)
    min_ms = time.min_ms // rounds if group[0].kind == "work" else time.min_ms
    high_ms = max(floor_ms, time.max_ms + frame_ms - max(words))
    low_ms = min(high_ms, max(floor_ms, min_ms + frame_ms - min(words)))
    ideal_ms = min(high_ms, max(low_ms, time.ideal_ms + frame_ms - max(words)))
    return Share(key, len(group), low_ms, ideal_ms, high_ms, group[0].weight)


def _words_ms(segments: Iterable[Segment], durations: Durations) -> int:
    return sum(instruction_ms(segment, durations) for segment in segments)


def _shares_of_part(segments: Sequence[Segment], shares: Iterable[Share], part: str) -> list[Share]:
    keys = {segment.key for segment in segments if segment.area in areas_of(part)}
    return [share for share in shares if share.key in keys]


def _fixed_times(
    segments: Sequence[Segment], shares: Sequence[Share], preferences: Preferences
) -> Mapping[str, int] | None:
    """Returns the hands-on time of each step of the parts with a fixed time, or `None` if this set cannot have it."""
    fixed: dict[str, int] = {}
    for part, total_ms in preferences.times:
        some = [replace(share, count=1) for share in _shares_of_part(segments, shares, part)]
        each_ms = total_ms // preferences.rounds
        if not lowest_total_ms(some) <= each_ms <= highest_total_ms(some):
            return None
        fixed.update(allocate(some, each_ms).shares)
    return fixed


def _with_fixed_shares(shares: Iterable[Share], fixed: Mapping[str, int]) -> tuple[Share, ...]:
    def with_fixed_time(share: Share) -> Share:
        at_ms = fixed[share.key]
        return Share(share.key, share.count, at_ms, at_ms, at_ms)

    return tuple(with_fixed_time(share) if share.key in fixed else share for share in shares)


def _with_talk(segment: Segment, durations: Durations, talk: Talk) -> Segment:
    """Returns a segment with the preferred amount of talk; the safety line is always spoken."""
    if talk == "full" or segment.kind == "safety":
        return segment
    if talk == "chimes":
        return replace(segment, action=(), preview=(), reminders=())
    fewer = segment.brief and len(segment.brief) <= len(segment.action)
    if fewer and talk_ms(segment.brief, durations) < talk_ms(segment.action, durations):
        return replace(segment, action=segment.brief)
    return segment


def _widened(
    shares: Iterable[Share], full: Iterable[Segment], quieter: Iterable[Segment], durations: Durations
) -> tuple[Share, ...]:
    """Adds to each share the time that fewer words save, rounded outwards if the segments cannot share it equally.

    The lower bound of silence still holds, because fewer words need no more silence around them.
    """
    full_groups, quieter_groups = _groups(full), _groups(quieter)

    def widen(share: Share) -> Share:
        left_ms = _words_ms(full_groups[share.key], durations) - _words_ms(quieter_groups[share.key], durations)
        down, up = left_ms // share.count, -(-left_ms // share.count)
        low_ms, ideal_ms, high_ms = share.low_ms + down, share.ideal_ms + down, share.high_ms + up
        return replace(share, low_ms=low_ms, ideal_ms=ideal_ms, high_ms=high_ms)

    return tuple(map(widen, shares))
