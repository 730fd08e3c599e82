"""Text normalisation: signs, numbers and abbreviations as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.planning.narration_lines import narration_lines
from kneadcast.routine import load_phrases, load_routine
from kneadcast.speech.text.normalisation import is_speakable, normalise_text


@pytest.mark.parametrize("routine", ["toes-to-hip", "self-massage-at-home"])
def test_lines_of_built_in_routines_need_no_normalisation(routine: str) -> None:
    lines = [line.text for line in narration_lines(load_routine(routine), load_phrases("en"))]
    assert [normalise_text(text, "en") for text in lines] == list(lines)


@given(
    st.text(
        alphabet=st.sampled_from(
            "ab Zé.,;:!?-()[]{}\"'/%&+=#*@<>|~^_0123456789½°×\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}xsm\t"
        )
    )
)
def test_english_has_no_digits_or_signs_left_and_is_normalised_once_for_all(text: str) -> None:
    read = normalise_text(text, "en")
    assert not set(read) & set("0123456789[](){}/%&+=#*@<>|~^_\t")
    assert normalise_text(read, "en") == read


@pytest.mark.parametrize("language", ["de", "es", "fr"])
@given(st.text(alphabet=st.sampled_from("ab zä.,;:!?-()[]'/%€+=#*@<>|~^_0123456789–…s\t")))
def test_other_languages_are_normalised_once_for_all(language: str, text: str) -> None:
    read = normalise_text(text, language)
    assert normalise_text(read, language) == read


@given(st.text())
def test_any_text_can_be_normalised(text: str) -> None:
    read = normalise_text(text, "en")
    assert read == read.strip()


@pytest.mark.parametrize("text", ["", "...", "\N{SLIGHTLY SMILING FACE}", "(-)"])
def test_a_text_without_letters_and_numbers_is_not_speakable(text: str) -> None:
    assert not is_speakable(normalise_text(text, "en"))
