"""The search for a driver's rate, on drivers that are a formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.speech.calibration import CALIBRATION_LINES, Pace, find_pace, is_plausible, spoken_letters, word_count


def speaking(wpm_of: Callable[[int], float]) -> Callable[[int], Mapping[str, int]]:
    return lambda rate: {text: round(word_count(text) * 60_000 / wpm_of(rate)) for text in CALIBRATION_LINES}


@given(st.integers(60, 140), st.floats(0.5, 2), st.floats(-20, 40))
def test_a_driver_with_whole_steps_is_set_within_one_and_a_half_percent(wpm: int, slope: float, offset: float) -> None:
    found = find_pace(wpm, range(1, 500), speaking(lambda rate: max(1, rate * slope + offset)))
    nearest = min(abs(max(1, rate * slope + offset) - wpm) / wpm for rate in range(1, 500))
    assert abs(found.wpm / wpm - 1) <= max(0.015, nearest + 0.001)


def test_a_driver_with_coarse_steps_is_set_to_the_closest_one() -> None:
    found = find_pace(118, range(50, 400), speaking(lambda rate: 20 * (rate // 20)))
    assert found.wpm == pytest.approx(120, abs=0.5)


def test_an_impossible_pace_results_in_the_closest_rate_of_the_driver() -> None:
    found = find_pace(60, range(80, 400), speaking(lambda rate: rate * 1.2))
    assert (found.rate, round(found.wpm)) == (80, 96)


def test_few_trials_are_enough() -> None:
    tried: list[int] = []
    measure = speaking(lambda rate: rate * 1.1 + 3)
    find_pace(118, range(40, 450), lambda rate: tried.append(rate) or measure(rate))  # type: ignore[func-returns-value]
    assert len(tried) <= 3


def test_calibration_lines_are_of_the_length_that_a_session_speaks() -> None:
    assert len(set(CALIBRATION_LINES)) == len(CALIBRATION_LINES) >= 12
    assert all(2 <= word_count(line) <= 14 for line in CALIBRATION_LINES)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Hello.", 5), ("Stop, now. Rest.", 23), ("10", 10), ("足裏", 10), ("a & b", 2), ("5 %", 5), ("2 € 1", 18)],
)
def test_digits_signs_and_pauses_count_as_several_letters(text: str, letters: int) -> None:
    assert spoken_letters(text) == letters


@pytest.mark.parametrize(
    ("length_ms", "plausible"), [(500, False), (1500, True), (2700, True), (5000, True), (8000, False)]
)
def test_only_a_length_that_can_hold_the_text_is_plausible(length_ms: int, plausible: bool) -> None:
    text = "Glide slowly up along your calf."  # 26 letters: about 2.8 s at 108 ms each
    assert is_plausible(text, length_ms, Pace(105, 118, 108)) is plausible
