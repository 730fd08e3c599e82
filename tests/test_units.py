"""Durations and their conversion."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.errors import UnitError
from kneadcast.units import format_clock, format_duration, frames_at, parse_duration


@pytest.mark.parametrize(
    ("text", "length_ms"),
    [
        ("30m", 1_800_000),
        ("25m30s", 1_530_000),
        ("1800s", 1_800_000),
        ("30:00", 1_800_000),
        ("1:05:00", 3_900_000),
        ("30", 1_800_000),
        ("7.5", 450_000),
        ("1h", 3_600_000),
        ("1h 5m", 3_900_000),
        ("250ms", 250),
        ("1.5s", 1_500),
        ("90S", 90_000),
    ],
)
def test_a_duration_is_parsed_in_every_form_that_people_write(text: str, length_ms: int) -> None:
    assert parse_duration(text) == length_ms


@pytest.mark.parametrize(
    "text", ["", "soon", "-5m", "5 apples", "m", "1:5", "1:75", "30m30m", "٣٠", "1e3", "inf", "nan"]
)
def test_any_other_text_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(UnitError, match="expected a duration such as 90s, 2m30s or 30:00, got"):
        parse_duration(text)


@given(st.integers(0, 100 * 3_600_000))
def test_a_formatted_duration_parses_back_to_itself(length_ms: int) -> None:
    assert parse_duration(format_duration(length_ms)) == length_ms


@pytest.mark.parametrize(
    ("length_ms", "text"), [(0, "0s"), (45_000, "45s"), (1_800_000, "30m00s"), (3_900_000, "1h05m00s"), (250, "0.250s")]
)
def test_a_duration_is_formatted_short_enough_for_a_file_name(length_ms: int, text: str) -> None:
    assert format_duration(length_ms) == text


def test_a_clock_shows_hours_only_from_one_hour_on() -> None:
    assert [format_clock(ms) for ms in (0, 303_999, 3_903_000)] == ["0:00", "5:03", "1:05:03"]


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_frames_of_absolute_times_never_drift(lengths_ms: list[int]) -> None:
    ends_ms = [sum(lengths_ms[: index + 1]) for index in range(len(lengths_ms))]
    for end_ms in ends_ms:
        assert 0 <= end_ms * 44_100 / 1000 - frames_at(end_ms, 44_100) < 1
