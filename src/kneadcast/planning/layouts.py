"""Layouts: the sets of segments that a session can have, and the hands-on time that each has to allocate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from kneadcast.planning.allocation import Share, allocate, highest_total_ms, lowest_total_ms
from kneadcast.planning.measured_routine import MeasuredRoutine, cached_for_routine
from kneadcast.planning.preferences import Preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.selection import with_rest_in_rounds
from kneadcast.planning.sequence.arrangement import arrange
from kneadcast.planning.sequence.drop_order import REST, drop_order
from kneadcast.planning.talk import with_brief_words, with_talk
from kneadcast.planning.timing import end_mark_ms, instruction_ms, silence_ms
from kneadcast.routine.body import (
    LONGEST_REST_MS,
    LONGEST_SESSION_MS,
    MOST_ROUNDS,
    longest_work_ms,
)
from kneadcast.routine.parts import areas_of
from kneadcast.script.durations import Durations

MOST_TALK = 0.37
"""The largest share of instructions in a session after the words for safety; at 15 to 30 %, hands have time to follow.

Words for safety, which no session can do without, do not count: the safety line, cautions, questions, and what prevents
a fall.
"""
MOST_TALK_ON_PARTS = 0.52
"""The same if the listener works some parts only, for whom a few minutes are enough."""


@dataclass(frozen=True)
class Layout:
    """One set of segments with the lengths that it can have."""

    dropped: tuple[str, ...]
    """Keys of the steps that are left out."""
    segments: tuple[Segment, ...]
    shares: tuple[Share, ...]
    words_ms: int
    shortest_ms: int
    longest_ms: int
    """Below `shortest_ms` if the fixed times of the preferences allow this set no length at all."""
    rounds: int = 1
    brief: bool = False
    """Whether instructions are brief, because the session is short."""


@dataclass(frozen=True)
class Wordings:
    """A segment with each amount of words that it can have."""

    full: Segment
    """With complete instructions, which decide the hands-on time."""
    spoken: Segment
    """With brief instructions, if the time is short."""
    quieter: Segment
    """With the amount of talk that the listener wants."""


def layouts(measured: MeasuredRoutine) -> Iterator[Layout]:
    """Yields the sets of segments that a session can have; the first one that can have a length is the best for it.

    All steps come first, then all with brief instructions, then with one more step dropped each, and last all steps in
    more and more rounds. If the listener wants several rounds, all have at least that number.

    With less talk, the steps are the same at the same length: time without words is added to the hands-on time.
    """
    rounds = measured.preferences.rounds
    complete = _layout(measured, (), rounds)
    yield complete
    dropping = drop_order(measured.routine)
    if any(segment.brief for segment in complete.segments):
        yield _layout(measured, (), rounds, brief=True)
    for number in range(1, len(dropping) + 1):
        yield _layout(measured, dropping[:number], rounds, brief=True)
    yield from _repeated(measured, complete.longest_ms)


def extreme_layouts(measured: MeasuredRoutine) -> tuple[Layout, ...]:
    """Returns the layouts of the shortest and of the longest session: the fewest steps, and the most rounds."""
    least = measured.preferences.rounds
    fewest = _layout(measured, drop_order(measured.routine), least, brief=True)
    longest = _layout(measured, (), least)
    for rounds in (MOST_ROUNDS // 2, MOST_ROUNDS):
        if rounds > least and longest.longest_ms < LONGEST_SESSION_MS:
            longest = _layout(measured, (), rounds)
    return fewest, longest


def _repeated(measured: MeasuredRoutine, longest_ms: int) -> Iterator[Layout]:
    """Yields the layouts with all steps in more rounds than requested, while these make the session longer."""
    for rounds in range(measured.preferences.rounds + 1, MOST_ROUNDS + 1):
        if longest_ms >= LONGEST_SESSION_MS:
            return
        layout = _layout(measured, (), rounds)
        if layout.longest_ms > longest_ms:
            yield layout
            longest_ms = layout.longest_ms


def shares_of(segments: Iterable[Segment], durations: Durations, preferences: Preferences) -> tuple[Share, ...]:
    """Returns the shares of hands-on time: one for all the times that a step is done.

    A step's time in the routine includes its words, and both sides have to stay within it although the second has fewer
    words. Hands-on time is therefore at least min less the fewer words, and at most max less the more words. All rounds
    together have the min. The time on an area is limited by `longest_work_ms`.
    """
    return _shares(_groups(segments), _groups(segments), durations, preferences.rounds)


def shares_of_rest(wordings: Iterable[Wordings], durations: Durations, rounds: int) -> tuple[Share, ...]:
    """Returns the shares of hands-on time of some segments of a session, as those of a session with its wordings."""
    wordings = tuple(wordings)
    full, spoken, quieter = ([getattr(one, name) for one in wordings] for name in ("full", "spoken", "quieter"))
    return _widened(_shares(_groups(full), _groups(spoken), durations, rounds), spoken, quieter, durations)


def fixed_range(segments: Sequence[Segment], shares: Iterable[Share], part: str) -> tuple[int, int]:
    """Returns the minimum and the maximum hands-on milliseconds of a part on each side, if the listener decides them.

    The maximum is what is good for the tissue, even if the routine has less.
    """
    some = _shares_on_one_side(segments, shares, part)
    return lowest_total_ms(some), highest_total_ms(some)


def _shares(
    groups: Mapping[str, Sequence[Segment]],
    spoken: Mapping[str, Sequence[Segment]],
    durations: Durations,
    rounds: int,
) -> tuple[Share, ...]:
    shares = {key: _share(key, group, spoken[key], durations, rounds) for key, group in groups.items()}
    return _within_tissue_limits(groups, shares)


@cached_for_routine
def _layout(measured: MeasuredRoutine, dropped: tuple[str, ...], rounds: int, *, brief: bool = False) -> Layout:
    durations, preferences = measured.durations, replace(measured.preferences, rounds=rounds)
    routine = measured.routine
    if rounds > measured.preferences.rounds:
        routine = with_rest_in_rounds(routine, measured.phrases, preferences)
    full = arrange(routine, measured.phrases, dropped, preferences, comparisons=not brief)
    if preferences.familiar:
        full = tuple(with_brief_words(one) if one.kind in ("welcome", "settle") else one for one in full)
    spoken = tuple(map(with_brief_words, full)) if brief else full
    shares = _shares(_groups(full), _groups(spoken), durations, rounds)
    if rounds > measured.preferences.rounds:
        shares = tuple(map(_with_long_rest, shares))
    fixed = _fixed_times(spoken, shares, preferences)
    quieter = with_talk(spoken, durations, preferences.talk)
    words = [_words_ms(spoken, durations), _words_ms(quieter, durations)]
    widened = _widened(shares, spoken, quieter, durations)
    ranges = [_with_fixed_shares(shares, fixed or {}), _with_fixed_shares(widened, fixed or {})]
    shortest_ms = max(lowest_total_ms(some) + words_ms for some, words_ms in zip(ranges, words, strict=True))
    longest_ms = min(highest_total_ms(some) + words_ms for some, words_ms in zip(ranges, words, strict=True))
    most_talk = MOST_TALK_ON_PARTS if preferences.only else MOST_TALK
    for some, words_ms in zip((spoken, quieter), words, strict=True):
        safety_ms = _safety_words_ms(some, durations)
        shortest_ms = max(shortest_ms, safety_ms + round((words_ms - safety_ms) / most_talk))
    if rounds > 1:  # one round may be as long as its steps
        longest_ms = min(longest_ms, LONGEST_SESSION_MS)
    longest_ms = longest_ms if fixed is not None else shortest_ms - 1
    return Layout(dropped, quieter, ranges[1], words[1], shortest_ms, longest_ms, rounds, brief)


def _groups(segments: Iterable[Segment]) -> Mapping[str, Sequence[Segment]]:
    groups: dict[str, list[Segment]] = {}
    for segment in segments:
        groups.setdefault(segment.key, []).append(segment)
    return groups


def _share(key: str, group: Sequence[Segment], spoken: Sequence[Segment], durations: Durations, rounds: int) -> Share:
    """Returns the share of the segments with one key.

    Args:
        key: The key.
        group: The segments with complete instructions, which decide the hands-on time.
        spoken: The same segments with the instructions that are spoken, which need silence around them.
        durations: The lengths of lines and chimes.
        rounds: How often the steps are done.
    """
    time = group[0].time
    words = [instruction_ms(segment, durations) for segment in group]
    # The silence before the first word and the ring of the last chime are not part of the routine's time.
    frame_ms = group[0].lead_ms + end_mark_ms(group[0], durations)
    floor_ms = max(silence_ms(segment, durations) for segment in spoken)
    min_ms = time.min_ms // _times_a_side(group) if group[0].kind == "work" else time.min_ms
    max_ms = time.max_ms
    if key == REST and time.min_ms < max_ms <= LONGEST_REST_MS:
        max_ms = min(max_ms * rounds, LONGEST_REST_MS)
    high_ms = max(floor_ms, max_ms + frame_ms - max(words))
    low_ms = min(high_ms, max(floor_ms, min_ms + frame_ms - min(words)))
    ideal_ms = min(high_ms, max(low_ms, time.ideal_ms + frame_ms - max(words)))
    return Share(key, len(group), low_ms, ideal_ms, high_ms, group[0].weight)


def _with_long_rest(share: Share) -> Share:
    """Returns a share whose rest has at least half of its maximum, so that a longer session has no shorter rest."""
    if share.key != REST:
        return share
    low_ms = max(share.low_ms, share.high_ms // 2)
    return replace(share, low_ms=low_ms, ideal_ms=max(share.ideal_ms, low_ms))


def _times_a_side(group: Sequence[Segment]) -> int:
    return len(group) // len({segment.side for segment in group})


def _tissue_factors(groups: Mapping[str, Sequence[Segment]], shares: Mapping[str, Share]) -> dict[str, Fraction]:
    """Returns how often the maximum of each step of work fits into what is good for its area, by key."""
    totals_ms: dict[tuple[str, str], int] = {}
    places: dict[str, tuple[str, str]] = {}
    for key, group in groups.items():
        if group[0].area is not None:
            places[key] = (group[0].area, group[0].tool)
            totals_ms[places[key]] = totals_ms.get(places[key], 0) + _times_a_side(group) * shares[key].high_ms
    return {key: Fraction(longest_work_ms(*place), totals_ms[place]) for key, place in places.items()}


def _within_tissue_limits(groups: Mapping[str, Sequence[Segment]], shares: Mapping[str, Share]) -> tuple[Share, ...]:
    """Returns the shares with maxima that together are good for the tissue of each area; never less than the minima."""
    factors = _tissue_factors(groups, shares)

    def limited(share: Share) -> Share:
        high_ms = max(share.low_ms, floor(share.high_ms * min(Fraction(1), factors.get(share.key, Fraction(1)))))
        return replace(share, high_ms=high_ms, ideal_ms=min(share.ideal_ms, high_ms))

    return tuple(map(limited, shares.values()))


def _up_to_tissue_limits(segments: Sequence[Segment], shares: Sequence[Share]) -> tuple[Share, ...]:
    """Returns the shares of some areas with all the time that is good for their tissue."""
    by_key = {share.key: share for share in shares}
    groups = {key: group for key, group in _groups(segments).items() if key in by_key}
    factors = _tissue_factors(groups, by_key)
    return tuple(replace(share, high_ms=ceil(share.high_ms * max(Fraction(1), factors[share.key]))) for share in shares)


def _words_ms(segments: Iterable[Segment], durations: Durations) -> int:
    return sum(instruction_ms(segment, durations) for segment in segments)


def _safety_words_ms(segments: Iterable[Segment], durations: Durations) -> int:
    """Returns the length of the safety line, of the cautions and questions of segments, and of what prevents a fall."""
    total_ms = 0
    for segment in segments:
        for_safety = (*segment.ask, *segment.caution, *segment.added)
        lines = segment.action if segment.kind == "safety" else [line for line in segment.action if line in for_safety]
        total_ms += sum(map(durations.line_ms, lines))
    return total_ms


def _shares_on_one_side(segments: Sequence[Segment], shares: Iterable[Share], part: str) -> list[Share]:
    """Returns the shares of a part with the counts of one side, up to what is good for its tissue."""
    groups = {key: group for key, group in _groups(segments).items() if group[0].area in areas_of(part)}
    some = _up_to_tissue_limits(segments, [share for share in shares if share.key in groups])
    return [replace(share, count=_times_a_side(groups[share.key])) for share in some]


def _fixed_times(
    segments: Sequence[Segment], shares: Sequence[Share], preferences: Preferences
) -> Mapping[str, int] | None:
    """Returns the hands-on time of each step of the parts with a fixed time, or `None` if this set cannot have it."""
    fixed: dict[str, int] = {}
    for part, total_ms in preferences.times:
        some = _shares_on_one_side(segments, shares, part)
        if not lowest_total_ms(some) <= total_ms <= highest_total_ms(some):
            return None
        fixed.update(allocate(some, total_ms).shares)
    return fixed


def _with_fixed_shares(shares: Iterable[Share], fixed: Mapping[str, int]) -> tuple[Share, ...]:
    def with_fixed_time(share: Share) -> Share:
        at_ms = fixed[share.key]
        return Share(share.key, share.count, at_ms, at_ms, at_ms)

    return tuple(with_fixed_time(share) if share.key in fixed else share for share in shares)


def _widened(
    shares: Iterable[Share], full: Iterable[Segment], quieter_segments: Iterable[Segment], durations: Durations
) -> tuple[Share, ...]:
    """Adds to each share the time that fewer words save, rounded outwards if the segments cannot share it equally.

    Cautions and questions that follow the safety line instead save no time where they would have been spoken.
    """
    full_groups, quieter_groups = _groups(full), _groups(quieter_segments)

    def widen(share: Share) -> Share:
        group, quieter = full_groups[share.key], quieter_groups[share.key]
        kept = {line for segment in quieter for line in segment.action}
        moved = [line for segment in group for line in (*segment.ask, *segment.caution) if line not in kept]
        left_ms = _words_ms(group, durations) - _words_ms(quieter, durations) - sum(map(durations.line_ms, moved))
        left_ms = max(0, left_ms)  # the safety line has more words if cautions follow it
        pauses_ms = max(0, max(silence_ms(segment, durations) for segment in quieter) - share.low_ms)
        down, up = left_ms // share.count, -(-left_ms // share.count)
        low_ms, ideal_ms, high_ms = share.low_ms + down, share.ideal_ms + down, share.high_ms + up
        low_ms = max(low_ms, share.low_ms + pauses_ms) if not left_ms else low_ms
        return replace(share, low_ms=low_ms, ideal_ms=max(ideal_ms, low_ms), high_ms=max(high_ms, low_ms))

    return tuple(map(widen, shares))
