"""Finding the driver's rate that gives the words a minute asked for, by measuring what it really speaks.

What drivers call words a minute is not: eSpeak NG told to speak 100 speaks 115.
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
"""Spoken to measure a voice. At the same rate a session of short sentences takes up to 7 % more time a word than one of
long ones; these lines lie in the middle of the built-in sessions, for the natural voice, eSpeak NG and Piper alike, so
that the instructions of each are within 5 % of the pace."""

CLOSE_ENOUGH = 0.005
"""The search ends within this share of the pace asked for, where the driver's steps let it come so near."""
FARTHEST_MISS = 0.08
"""A voice that comes no nearer cannot speak at that pace; Windows voices have steps of 11 %, so miss by up to 6 %."""
_MOST_TRIALS = 8

_PAUSE = re.compile(r"[,;:.!?](?=\s)")
_LETTERS_A_PAUSE = 6
_LETTERS_A_DIGIT = 5
_LETTERS_A_WIDE_CHARACTER = 5
_LETTERS_A_SYMBOL = 8
"""How many letters these are as long as; measured with eSpeak NG, lines are 0.76 to 1.38 times their estimate."""


@dataclass(frozen=True)
class Pace:
    """What was found out about a voice at a pace."""

    rate: int
    """The driver's rate."""
    wpm: float
    """Words a minute that it gives on finished clips."""
    ms_per_letter: float
    """Milliseconds of speech for each unit of `spoken_letters`."""


def word_count(text: str) -> int:
    """Counts the words between white space."""
    return len(text.split())


def spoken_letters(text: str) -> int:
    """Estimates how long a text is to say, counted in letters."""
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
    """Tells whether a clip can be the whole of its text at that pace: half to double the estimate, and some slack."""
    expected_ms = spoken_letters(text) * pace.ms_per_letter
    return expected_ms / 2 - 200 <= length_ms <= expected_ms * 2 + 1000


def find_pace(wpm: int, rates: range, measure: Callable[[int], Mapping[str, int]], *, steps_a_word: int = 1) -> Pace:
    """Searches for the rate whose clips come nearest to a pace, first in proportion and then between what is known.

    Args:
        wpm: Words a minute.
        rates: What the driver takes; a greater one is never slower.
        measure: Speaks the calibration lines at a rate and returns the milliseconds of each.
        steps_a_word: How many of its steps make about one word a minute; where the search begins.

    Returns:
        The nearest that was found, which need not be near.
    """
    known: dict[int, Pace] = {}
    rate = _clamped(wpm * steps_a_word, rates)
    while rate not in known and len(known) < _MOST_TRIALS:
        known[rate] = _pace_of(rate, measure(rate))
        if abs(known[rate].wpm / wpm - 1) <= CLOSE_ENOUGH:
            break
        rate = _clamped(_next_rate(wpm, known), rates)
    return min(known.values(), key=lambda pace: abs(pace.wpm / wpm - 1))


def _pace_of(rate: int, lengths_ms: Mapping[str, int]) -> Pace:
    total_ms = sum(lengths_ms.values())
    words = sum(word_count(text) for text in lengths_ms)
    return Pace(rate, words * 60_000 / total_ms, total_ms / sum(spoken_letters(text) for text in lengths_ms))


def _next_rate(wpm: int, known: Mapping[int, Pace]) -> int:
    """Returns the untried rate to try next, or a tried one when there is none between those on both sides."""
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


def _clamped(rate: int, rates: range) -> int:
    return min(max(rate, rates.start), rates.stop - 1)
