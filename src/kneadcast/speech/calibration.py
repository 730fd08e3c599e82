"""Finds the driver's rate for a pace in words a minute, by measuring finished clips.

The rates of drivers are not words a minute, even if their documentation says so: eSpeak NG at 100 speaks 115.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

CALIBRATION_LINES = (
    "Rest both feet comfortably on the stool.",
    "Let your shoulders drop.",
    "Warm a little cream between your palms.",
    "Make slow circles, row by row.",
    "Next, your other ankle.",
    "Cup it in both hands.",
    "Keep the pressure firm and pleasant.",
    "Take each toe in turn, and roll it gently.",
    "Set it down and bring your right foot up.",
    "Stroke slowly from the ankle to just below the knee.",
    "Knead the outside of your thigh with a soft fist.",
    "Let go fully between two squeezes.",
    "Bend your right knee instead.",
    "Circle lightly around the bone.",
    "Lean back and breathe out.",
    "Open your eyes when you are ready.",
    "Then turn over slowly, and bend the upper leg.",
    "About ten minutes are left.",
)
"""Lines that are spoken to measure a voice.

At the same rate, a session of short sentences needs up to 7 % more time a word than one of long sentences. These lines
are close to the average of the built-in sessions, for the natural voice, eSpeak NG and Piper alike, so that the
instructions of each session are within 5 % of the pace.
"""

PACE_TOLERANCE = 0.005
"""The search ends at a pace within this share of the requested one."""
LARGEST_PACE_DEVIATION = 0.08
"""The largest accepted deviation from the requested pace. Windows voices have steps of 11 %, hence up to 6 % off."""
_MAX_TRIALS = 8
_MOST_RATE = 1_000_000
"""Far above the rates of all drivers, the largest of which are some thousands."""
_MOST_WPM = 2_000.0
"""Four times as fast as the fastest engine."""
_MOST_MS_A_LETTER = 10_000.0
"""A hundred times as slow as a voice at 60 words a minute."""

_PAUSE = re.compile(r"[,;:.!?](?=\s)")
_LETTERS_A_PAUSE = 6
_LETTERS_A_DIGIT = 5
_LETTERS_A_WIDE_CHARACTER = 5
_LETTERS_A_SYMBOL = 8
"""Lengths in letters. Measured with eSpeak NG, lines are 0.76 to 1.38 times as long as the estimate."""


@dataclass(frozen=True)
class Pace:
    """The measurement of a voice at a pace."""

    rate: int
    """The driver's rate."""
    wpm: float
    """Words a minute of finished clips at that rate."""
    ms_per_letter: float
    """Milliseconds of speech for each unit of `spoken_letters`."""


def is_possible_pace(pace: Pace) -> bool:
    """Returns whether a measurement that was read from a file can be one: of the right types and in range."""
    amounts = ((pace.wpm, _MOST_WPM), (pace.ms_per_letter, _MOST_MS_A_LETTER))
    if type(pace.rate) is not int or not 0 < pace.rate <= _MOST_RATE:
        return False
    return all(type(value) in (int, float) and 0 < value <= most for value, most in amounts)  # false for NaN


def word_count(text: str) -> int:
    """Counts the words between white space."""
    return len(text.split())


def spoken_letters(text: str) -> int:
    """Estimates the spoken length of a text, in letters."""
    total = _LETTERS_A_PAUSE * len(_PAUSE.findall(text))
    for character in text:
        category = unicodedata.category(character)
        if unicodedata.east_asian_width(character) in "WF":
            total += _LETTERS_A_WIDE_CHARACTER
        elif category[0] == "L":
            total += 1
        elif category[0] == "N":
            total += _LETTERS_A_DIGIT
        elif category[0] == "S":
            total += _LETTERS_A_SYMBOL
    return total


def is_plausible(text: str, length_ms: int, pace: Pace) -> bool:
    """Returns whether the length of a clip fits its text: half to double the estimate, with a constant tolerance."""
    expected_ms = spoken_letters(text) * pace.ms_per_letter
    return expected_ms / 2 - 200 <= length_ms <= expected_ms * 2 + 1000


def find_pace(wpm: int, rates: range, measure: Callable[[int], Mapping[str, int]], *, steps_a_word: int = 1) -> Pace:
    """Searches for the rate whose clips are closest to a pace: by proportion, then by linear interpolation.

    Args:
        wpm: Words a minute.
        rates: Valid rates; a greater one is never slower.
        measure: Speaks the calibration lines at a rate, and returns their lengths in milliseconds by text.
        steps_a_word: The approximate number of steps of the rate for one word a minute; determines the first trial.

    Returns:
        The closest measurement, which may be far from `wpm`.
    """
    known: dict[int, Pace] = {}
    rate = _clamp(wpm * steps_a_word, rates)
    while rate not in known and len(known) < _MAX_TRIALS:
        known[rate] = _pace_of(rate, measure(rate))
        if abs(known[rate].wpm / wpm - 1) <= PACE_TOLERANCE:
            break
        rate = _clamp(_next_rate(wpm, known), rates)
    return min(known.values(), key=lambda pace: abs(pace.wpm / wpm - 1))


def _pace_of(rate: int, lengths_ms: Mapping[str, int]) -> Pace:
    total_ms = sum(lengths_ms.values())
    words = sum(word_count(text) for text in lengths_ms)
    return Pace(rate, words * 60_000 / total_ms, total_ms / sum(spoken_letters(text) for text in lengths_ms))


def _next_rate(wpm: int, known: Mapping[int, Pace]) -> int:
    """Returns the next rate to try, or a known one if no rate is left between the closest slower and faster ones."""
    slower = max((pace for pace in known.values() if pace.wpm <= wpm), key=lambda pace: pace.rate, default=None)
    faster = min((pace for pace in known.values() if pace.wpm > wpm), key=lambda pace: pace.rate, default=None)
    if slower is None or faster is None:
        nearest = min(known.values(), key=lambda pace: abs(pace.wpm / wpm - 1))
        step = round(nearest.rate * wpm / nearest.wpm)
        return step if step != nearest.rate else nearest.rate + (1 if nearest.wpm < wpm else -1)
    if faster.rate - slower.rate <= 1:
        return slower.rate
    share = (wpm - slower.wpm) / (faster.wpm - slower.wpm)
    return min(max(round(slower.rate + share * (faster.rate - slower.rate)), slower.rate + 1), faster.rate - 1)


def _clamp(rate: int, rates: range) -> int:
    return min(max(rate, rates.start), rates.stop - 1)
