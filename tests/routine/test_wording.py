"""Taking texts apart."""

from __future__ import annotations

import pytest

from kneadcast.routine.wording import slug, split_sentences, words_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two!  Three?\nFour", ("One.", "Two!", "Three?", "Four")),
        ("Keep to 3.5 strokes, not more.", ("Keep to 3.5 strokes, not more.",)),
        ("  ", ()),
    ],
)
def test_text_is_split_after_each_sentence(text: str, sentences: tuple[str, ...]) -> None:
    assert split_sentences(text) == sentences


def test_words_have_no_punctuation_and_no_placeholders() -> None:
    assert words_of("Don't rub your {side} Fuß, 3 times!") == ["don't", "rub", "your", "fuss", "times"]


@pytest.mark.parametrize(
    ("name", "expected"), [("Feet and lower legs", "feet-and-lower-legs"), ("  Hips, standing!", "hips-standing")]
)
def test_a_slug_has_lower_case_and_hyphens(name: str, expected: str) -> None:
    assert slug(name) == expected
