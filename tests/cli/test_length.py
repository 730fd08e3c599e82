"""Lengths on the command line."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.cli.length import BUILDING_TIME, FARTHEST_END, end_notice, playing_notice, requested_length
from kneadcast.errors import UnitError

EVENING = datetime(2030, 1, 31, 21, 57, 40)
MOMENTS = st.datetimes(datetime(2030, 1, 1), datetime(2031, 1, 1))


def seconds(text: str, now: datetime = EVENING, *, at_once: bool = False) -> int:
    """Returns the length that is requested, in seconds."""
    return int(requested_length(text, now, at_once=at_once).length.total_seconds())


@given(MOMENTS)
def test_a_duration_does_not_depend_on_the_time(now: datetime) -> None:
    for at_once in (True, False):
        requested = requested_length("half an hour", now, at_once=at_once)
        assert (requested.length, requested.end) == (timedelta(minutes=30), None)


@pytest.mark.parametrize(
    "text",
    [
        "until 22:30",
        "till 22:30",
        "til 22.30",
        " Until  22:30 ",
        "until 10:30 pm",
        "until 10:30pm",
        "until 10.30 p.m.",
    ],
)
def test_a_session_that_is_built_first_has_a_minute_for_that_and_lasts_whole_minutes(text: str) -> None:
    assert requested_length(text, EVENING).end == datetime(2030, 1, 31, 22, 30)
    assert seconds(text) == 31 * 60


def test_a_session_that_begins_at_once_takes_all_the_time() -> None:
    assert seconds("until 22:30", at_once=True) == 32 * 60 + 20


def test_a_session_under_three_minutes_lasts_whole_seconds() -> None:
    assert seconds("until 22:02") == 3 * 60
    assert seconds("until 22:01", EVENING.replace(microsecond=1)) == 2 * 60 + 19


@pytest.mark.parametrize(
    ("now", "text", "minutes"),
    [
        ("20:00", "until 10 pm", 120),
        ("07:00", "until 8 am", 60),
        ("12:00", "until 12:30 pm", 30),
        ("08:00", "until noon", 240),
        ("23:00", "until midnight", 60),
        ("23:50", "until 00:30", 40),
        ("23:50", "until 12:30 am", 40),
        ("20:00", "until 08:00", 720),
    ],
)
def test_a_time_of_day_is_the_next_moment_that_clocks_show_it(now: str, text: str, minutes: int) -> None:
    assert seconds(text, datetime.fromisoformat(f"2030-01-31 {now}"), at_once=True) == minutes * 60


def test_the_end_of_a_session_may_be_tomorrow() -> None:
    assert requested_length("until 00:30", datetime(2030, 1, 31, 23, 50)).end == datetime(2030, 2, 1, 0, 30)


@pytest.mark.parametrize("text", ["until 10:30", "until 10:30 am"])
def test_a_time_that_is_more_than_twelve_hours_away_is_refused_with_the_time_that_it_is_now(text: str) -> None:
    message = r"it is 21:57 now, and 10:30 is more than 12 hours away \(did you mean 'until 22:30'\?\)"
    with pytest.raises(UnitError, match=message):
        requested_length(text, EVENING)


def test_a_time_that_leaves_no_session_is_refused_with_the_time_that_it_is_now() -> None:
    with pytest.raises(UnitError, match="it is 21:57 now, which leaves no time for a session until 21:58"):
        requested_length("until 21:58", EVENING)
    assert seconds("until 21:58", at_once=True) == 20


@pytest.mark.parametrize(
    "text", ["until 25:00", "until 22", "until 22:75", "until 13 pm", "until 0:30 pm", "till late"]
)
def test_what_is_no_time_of_day_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UnitError, match="is no time of day; write until 22:30 or until 10:30 pm"):
        requested_length(text, EVENING)


def test_an_unreadable_length_names_a_time_of_day_as_well() -> None:
    with pytest.raises(UnitError, match=r"such as 20 minutes, half an hour, .*, got 'soon'; or .* until 22:30"):
        requested_length("soon", EVENING)


@given(MOMENTS, st.timedeltas(timedelta(minutes=5), FARTHEST_END - timedelta(minutes=1)))
def test_a_session_never_ends_too_late_and_at_most_two_minutes_early(now: datetime, ahead: timedelta) -> None:
    text = f"until {now + ahead:%H:%M}"
    requested, played = requested_length(text, now), requested_length(text, now, at_once=True)
    assert requested.end is not None
    spare = requested.end - now - requested.length
    assert BUILDING_TIME <= spare < BUILDING_TIME + timedelta(minutes=1)
    assert requested.length % timedelta(minutes=1) == timedelta(0)
    assert timedelta(0) <= requested.end - now - played.length < timedelta(seconds=1)


def test_a_notice_says_when_the_session_has_to_begin() -> None:
    length, end = timedelta(minutes=31), datetime(2030, 1, 31, 22, 30)
    assert end_notice(length, end, EVENING) == "A session of 31m00s: begin it by 21:59 and it ends at 22:30."
    late = "A session of 31m00s: it is 22:00 already, so that it ends at 22:31 or later."
    assert end_notice(length, end, datetime(2030, 1, 31, 22, 0, 1)) == late
    short = end_notice(timedelta(seconds=100), end, EVENING)
    assert short == "A session of 1m40s: begin it by 22:28:20 and it ends at 22:30."
    assert playing_notice(timedelta(seconds=1940.5), end) == "A session of 32m20s, which ends at 22:30."
