"""English numbers, units, abbreviations and signs."""

from __future__ import annotations

import pytest

from kneadcast.speech.text.normalisation import normalise_text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Press for 3-5 breaths, approx. 10 s.", "Press for three to five breaths, about ten seconds."),
        ("Hold 1 min. Then go on.", "Hold one minute. Then go on."),
        ("Hold 1 min. then go on.", "Hold one minute then go on."),
        ("2½ minutes, or 1/2 an hour", "two and a half minutes, or half an hour"),
        (
            "Rest 1/2 min, 1 1/2 min or 3/4 h.",
            "Rest half a minute, one and a half minutes or three quarters of an hour.",
        ),
        ("a pressure of 4/10, or 2/3 of it", "a pressure of four out of ten, or two thirds of it"),
        ("a 30-second hold, a 5-min rest, a 3:1 mix", "a thirty second hold, a five minute rest, a three to one mix"),
        (
            "at 6 in the evening, 9:30pm or 7 a.m.-8 a.m.",
            "at six in the evening, nine thirty pm or seven a.m. to eight a.m.",
        ),
        ("3 m of rope, 5 in. of it wet", "three metres of rope, five inches of it wet"),
        (
            "1 tsp. of oil, 2 tbsp of salt, ~20 g, $3",
            "one teaspoon of oil, two tablespoons of salt, about twenty grams, three dollars",
        ),
        (
            "min. 5, max. 10, \N{GREATER-THAN OR EQUAL TO}2 cm\N{SUPERSCRIPT TWO}",
            "at least five, at most ten, at least two cm squared",
        ),
        (
            "1 000 000 songs of the 1990s, since 2026",
            "one million songs of the nineteen nineties, since twenty twenty-six",
        ),
        ("Rest 10 s.Then stop!Now go.", "Rest ten seconds. Then stop! Now go."),
        ("Toes\N{BULLET}heels 24/7", "Toes, heels twenty-four seven"),
        ("Use 2–3 cm of cream & 10 ml of oil.", "Use two to three centimetres of cream and ten millilitres of oil."),
        ("25m30s at 50%", "twenty-five minutes thirty seconds at fifty percent"),
        ("At 10:05 or 9:00", "At ten oh five or nine o'clock"),
        ("the 2nd of 1,250", "the second of one thousand two hundred and fifty"),
        ("Rub 3 × each, 8x in all.", "Rub three times each, eight times in all."),
        ("20 strokes/minute, left/right", "twenty strokes a minute, left or right"),
        ("Toes, heels, etc.", "Toes, heels, and so on."),
        ("oil, cream etc. are ready", "oil, cream and so on are ready"),
        ("No. 5, e.g. your toe", "number five, for example your toe"),
        ("No. Stop.", "No. Stop."),
        (
            "It\N{RIGHT SINGLE QUOTATION MARK}s \N{LEFT DOUBLE QUOTATION MARK}light\N{RIGHT DOUBLE QUOTATION MARK}.",
            "It's light.",
        ),
        ("Lightly \N{EM DASH} very lightly\N{HORIZONTAL ELLIPSIS} Stop.", "Lightly, very lightly. Stop."),
        ("Slowly (and softly), down.", "Slowly, and softly, down."),
        ("Wow!!! *Really*?! \N{SLIGHTLY SMILING FACE}", "Wow! Really?"),
        ("[[command]] [word](/sound/)", "command, word, sound"),
        ("-5 to +5°C", "minus five to plus five degrees Celsius"),
    ],
)
def test_english_is_read_in_words(written: str, read: str) -> None:
    assert normalise_text(written, "en-GB") == read
