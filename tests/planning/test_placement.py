"""Placement: announcements at the free moments nearest to theirs, reminders where silences are too long."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kneadcast.planning.announcements import Announcement
from kneadcast.planning.placement import (
    APART_MS,
    LONGEST_QUIET_MS,
    Window,
    long_silences,
    place_announcement,
    spread,
)
from kneadcast.planning.planner import TimedSegment
from kneadcast.script.model import StepKind
from tests.planning.sessions import TWO_FEET
from tests.routines import measured

DUE_MS = 60_000


def window(start_ms: int, end_ms: int, kind: StepKind = "work") -> Window:
    of = measured(TWO_FEET)
    segment = next(timed.segment for timed in of.plan(600_000).segments if timed.segment.kind == kind)
    return Window(start_ms, end_ms, TimedSegment(segment, start_ms, end_ms, end_ms - start_ms))


def announcement(tolerance_ms: int = 20_000) -> Announcement:
    return Announcement(DUE_MS, None, "time_left", tolerance_ms)


def test_an_announcement_is_placed_at_its_moment_if_that_is_free() -> None:
    windows = [window(0, 50_000), window(50_000, 100_000)]
    assert place_announcement(announcement(), 3_000, windows) == (DUE_MS, windows[1])
    assert windows[1].taken == [(DUE_MS, DUE_MS + 3_000)]


def test_an_announcement_keeps_apart_from_other_words() -> None:
    free = window(0, 100_000)
    free.taken.append((58_000, 61_000))
    found = place_announcement(announcement(), 3_000, [free])
    assert found == (61_000 + APART_MS, free)


def test_an_announcement_is_left_out_if_nothing_is_free_within_its_tolerance() -> None:
    assert place_announcement(announcement(5_000), 3_000, [window(0, 50_000), window(70_000, 90_000)]) is None


def test_a_rest_is_never_interrupted() -> None:
    rest, work = window(40_000, 75_000, "rest"), window(75_000, 100_000)
    assert place_announcement(announcement(), 3_000, [rest, work]) == (75_000 + APART_MS, work)
    assert place_announcement(announcement(5_000), 3_000, [rest, work]) is None


@given(st.integers(1, 300_000), st.integers(500, 5_000))
def test_reminders_leave_no_silence_that_is_too_long(length_ms: int, shortest_ms: int) -> None:
    found = list(long_silences(window(0, length_ms), shortest_ms, at_least_one=False))
    if length_ms <= LONGEST_QUIET_MS:
        assert not found
    for start_ms, end_ms, number in found:
        moments = list(spread(start_ms, end_ms, [shortest_ms] * number))
        ends = [start_ms, *(at_ms + shortest_ms for at_ms in moments)]
        assert all(
            at_ms - before_ms <= LONGEST_QUIET_MS for before_ms, at_ms in zip(ends, [*moments, end_ms], strict=True)
        )


@given(st.lists(st.integers(500, 5_000), min_size=1, max_size=5), st.integers(0, 100_000))
def test_spread_words_have_equal_silences_around_them(lengths_ms: list[int], silence_ms: int) -> None:
    length_ms = sum(lengths_ms) + silence_ms
    moments = list(spread(0, length_ms, lengths_ms))
    if silence_ms // (len(lengths_ms) + 1) < APART_MS:
        assert not moments
        return
    ends = [0, *(at_ms + lasts_ms for at_ms, lasts_ms in zip(moments, lengths_ms, strict=True))]
    silences = [at_ms - before_ms for before_ms, at_ms in zip(ends, [*moments, length_ms], strict=True)]
    assert max(silences) - min(silences) <= len(lengths_ms)
    assert all(before < after for before, after in pairwise(moments))
