"""Numbers in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.speech.text.numbers import cardinal, fraction, ordinal, spoken_number, spoken_year


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (12, "twelve"),
        (40, "forty"),
        (42, "forty-two"),
        (100, "one hundred"),
        (118, "one hundred and eighteen"),
        (1005, "one thousand and five"),
        (1250, "one thousand two hundred and fifty"),
        (2_000_000, "two million"),
        (
            999_999_999_999,
            "nine hundred and ninety-nine billion nine hundred and ninety-nine million"
            " nine hundred and ninety-nine thousand nine hundred and ninety-nine",
        ),
        (10**12, "one" + " zero" * 12),
    ],
)
def test_a_number_is_read_in_words(number: int, words: str) -> None:
    assert cardinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "first"),
        (2, "second"),
        (12, "twelfth"),
        (20, "twentieth"),
        (23, "twenty-third"),
        (1250, "one thousand two hundred and fiftieth"),
        (10**12 + 2, "one" + " zero" * 11 + " second"),
    ],
)
def test_an_ordinal_is_read_in_words(number: int, words: str) -> None:
    assert ordinal(number) == words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("2.5", "two point five"),
        ("1,250", "one thousand two hundred and fifty"),
        ("007", "zero zero seven"),
        ("0", "zero"),
    ],
)
def test_digits_are_read_as_they_are_written(digits: str, words: str) -> None:
    assert spoken_number(digits) == words


@pytest.mark.parametrize(
    ("top", "bottom", "words"),
    [(1, 2, "a half"), (3, 4, "three quarters"), (1, 8, "an eighth"), (1, 3, "a third"), (5, 16, "five sixteenths")],
)
def test_a_fraction_is_read_in_words(top: int, bottom: int, words: str) -> None:
    assert fraction(top, bottom) == words


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (1990, "nineteen ninety"),
        (1905, "nineteen oh five"),
        (1900, "nineteen hundred"),
        (2000, "two thousand"),
        (2009, "two thousand and nine"),
        (2026, "twenty twenty-six"),
    ],
)
def test_a_year_is_read_as_a_year(year: int, words: str) -> None:
    assert spoken_year(year) == words


@given(st.sets(st.integers(0, 10**12), min_size=2, max_size=20))
def test_no_two_numbers_sound_alike(numbers: set[int]) -> None:
    assert len({cardinal(number) for number in numbers}) == len(numbers)
