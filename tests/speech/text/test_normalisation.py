"""Signs, numbers and abbreviations, as a person reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.planning.planner import spoken_lines
from kneadcast.routine import load_phrases, load_routine
from kneadcast.speech.text.normalisation import is_speakable, normalise_text


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


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("de", "Noch etwa 40 Minuten.", "Noch etwa vierzig Minuten."),
        (
            "de-AT",
            "Halte 3–5 Sekunden – ganz (locker) …",
            "Halte drei bis fünf Sekunden, ganz, locker.",
        ),
        ("de", "Zähle: 1, 2, 3.", "Zähle: eins, zwei, drei."),
        (
            "de",
            "2,50 von 1.250, 0,5 (17)",
            "zwei Komma fünf null von eintausendzweihundertfünfzig, null Komma fünf, siebzehn",
        ),
        ("es", "Quedan unos 45 minutos. Cuenta 5.", "Quedan unos cuarenta y cinco minutos. Cuenta cinco."),
        ("es", "Aprieta 3 - 5 segundos, 2,5 veces.", "Aprieta tres a cinco segundos, dos coma cinco veces."),
    ],
)
def test_german_and_spanish_numbers_that_stand_alone_are_read_in_words(language: str, written: str, read: str) -> None:
    assert normalise_text(written, language) == read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "1 Minute, 101 Minuten"),
        ("de", "die 3. Zehe, Schritt 5. Dann um 10:30"),
        ("de", "10 cm, 20 %, 5 min, 5-mal, 007, 1 000 000, 1990"),
        ("de", "2.5. 5€, +5, 1.000.000"),
        ("es", "21 minutos, 200 veces, 1 minuto, 21.000"),
        ("es", "2.5 kg, 3.º"),
        ("fr", "Encore 5 minutes, 3-5 fois"),
    ],
)
def test_other_digits_are_left_for_the_voice_to_read(language: str, text: str) -> None:
    assert normalise_text(text, language) == text


@pytest.mark.parametrize("routine", ["toes-to-hip", "self-massage-at-home"])
def test_the_words_of_our_routines_stay_as_they_were_written(routine: str) -> None:
    lines = spoken_lines(load_routine(routine), load_phrases("en"))
    assert [normalise_text(text, "en") for text in lines] == list(lines)


@given(
    st.text(
        alphabet=st.sampled_from(
            "ab Zé.,;:!?-()[]{}\"'/%&+=#*@<>|~^_0123456789½°×\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}xsm\t"
        )
    )
)
def test_what_was_read_has_no_digits_signs_or_commands_left_and_reads_the_same_again(text: str) -> None:
    read = normalise_text(text, "en")
    assert not set(read) & set("0123456789[](){}/%&+=#*@<>|~^_\t")
    assert normalise_text(read, "en") == read


@pytest.mark.parametrize("language", ["de", "es", "fr"])
@given(st.text(alphabet=st.sampled_from("ab zä.,;:!?-()[]'/%€+=#*@<>|~^_0123456789–…s\t")))
def test_other_languages_read_the_same_again(language: str, text: str) -> None:
    read = normalise_text(text, language)
    assert normalise_text(read, language) == read


@given(st.text())
def test_whatever_is_written_can_be_read(text: str) -> None:
    read = normalise_text(text, "en")
    assert read == read.strip()


@pytest.mark.parametrize("text", ["", "...", "\N{SLIGHTLY SMILING FACE}", "(-)"])
def test_where_there_is_no_letter_there_is_nothing_to_say(text: str) -> None:
    assert not is_speakable(normalise_text(text, "en"))
