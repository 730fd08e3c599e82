"""Durations and their conversion."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from kneadcast.errors import UnitError
from kneadcast.units import (
    LONGEST_MS,
    format_clock,
    format_duration,
    frames_at,
    length_in_ms,
    parse_duration,
    parse_length,
)


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


@pytest.mark.parametrize("text", ["1001h", "60001", "9" * 400, "9" * 90 + "h", "9" * 50 + ":00", f"{'9' * 40} hours"])
def test_a_duration_beyond_the_longest_is_refused_with_the_limit(text: str) -> None:
    """A number of any size is refused with a sentence, also one that no computer can multiply."""
    for parse in (parse_duration, parse_length):
        if parse is parse_length or "hours" not in text:
            with pytest.raises(UnitError, match=r"expected (at most 1000 hours|a duration|a length)"):
                parse(text)
    assert parse_duration("1000h") == LONGEST_MS


def test_a_long_text_is_refused_at_once() -> None:
    """A text of a megabyte is not searched for a duration."""
    for text in ("1 h and " * 125_000, "9" * 1_000_000, "a" * 1_000_000, "1:" * 500_000, "1m" + " " * 200 + "x"):
        begin = time.process_time()
        with pytest.raises(UnitError):
            parse_length(text)
        assert time.process_time() - begin < 1


SAID = {
    "half an hour": "30m",
    "half a minute": "30s",
    "a half-hour": "30m",
    "an hour": "1h",
    "a quarter of an hour": "15m",
    "three quarters of an hour": "45m",
    "an hour and a half": "1h30m",
    "an hour and a quarter": "1h15m",
    "two hours and three quarters": "2h45m",
    "a minute and a half": "90s",
    "one and a half hours": "1h30m",
    "two and a quarter hours": "2h15m",
    "two hours": "2h",
    "twenty minutes": "20m",
    "Twenty-five Minutes": "25m",
    "ninety-nine minutes": "99m",
    "20 min": "20m",
    "20 minutes": "20m",
    "1.5 hours": "1h30m",
    "1 h 15": "1h15m",
    "1h15": "1h15m",
    "an hour ten": "1h10m",
    "1 hour 15 minutes": "1h15m",
    "one hour, fifteen minutes": "1h15m",
    "an hour, five minutes and ten seconds": "1h5m10s",
    "two hours and a half and five seconds": "2h30m5s",
    "an hour and half a minute": "1h30s",
    "90 seconds": "90s",
    "twenty": "20m",
}
NOT_SAID = [
    "hour", "half", "a", "quarter", "half a", "a a hour", "of", "and 20 minutes", "20 minutes and", "2 and 5 minutes",
    "five quarters of an hour", "an hour and a", "1 h 75", "15 minutes 1 hour", "half an hour half an hour",
    "twenty ten minutes", "1,5 hours", "-20 minutes", "minus two hours", "twenty apples", "till",
]  # fmt: skip


@pytest.mark.parametrize(("said", "written"), SAID.items())
def test_a_length_is_understood_as_people_say_it(said: str, written: str) -> None:
    assert parse_length(said) == length_in_ms(said) == parse_duration(written)


@pytest.mark.parametrize("text", ["", "soon", "-5m", "m", "1:5", "1:75", "30m30m", "٣٠", "1e3", "inf", *NOT_SAID])
def test_an_unreadable_length_is_refused_with_examples_of_every_kind(text: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_length(text)
    examples, _, got = str(caught.value).removeprefix("expected a length such as ").rpartition(", got ")
    assert got == f"'{text}'"
    named = examples.replace(" or ", ", ").removesuffix(", a number of minutes").split(", ")
    assert [parse_length(example) > 0 for example in named] == [True] * 6


def test_a_time_of_day_is_no_length() -> None:
    for text in ("until 22:30", "till 22:30"):
        with pytest.raises(UnitError, match=f"'{text}' is a time of day; give a length here, such as 30m"):
            length_in_ms(text)


@given(st.integers(0, 100 * 3_600_000))
def test_a_length_that_a_program_wrote_is_understood(length_ms: int) -> None:
    assert parse_length(format_duration(length_ms)) == length_ms


@given(st.integers(1, 99), st.integers(1, 59), st.sampled_from([" ", " and ", ", "]))
def test_words_and_digits_agree(hours: int, minutes: int, between: str) -> None:
    expected_ms = parse_duration(f"{hours}h{minutes}m")
    for hour, minute in ((num2words(hours), num2words(minutes)), (str(hours), str(minutes))):
        assert parse_length(f"{hour} hours{between}{minute} minutes") == expected_ms
        assert parse_length(f"{hour} hours {minute}") == expected_ms
        assert parse_length(hour) == parse_length(f"{hour} min") == hours * 60_000


@given(st.from_regex(r"[0-9hms:. ]{1,8}", fullmatch=True))
def test_what_is_written_as_a_duration_means_the_same_as_a_length(text: str) -> None:
    try:
        expected_ms = parse_duration(text)
    except UnitError:
        return
    assert parse_length(text) == expected_ms


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
