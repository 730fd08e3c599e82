"""The words that the rules look for."""

from __future__ import annotations

import pytest

from kneadcast.routine.vocabulary import ENGLISH, VOCABULARIES, is_negated, vocabulary


def test_a_dialect_has_the_vocabulary_of_its_language() -> None:
    assert vocabulary("de-AT") is VOCABULARIES["de"]
    assert vocabulary("fr") is None


def test_unwanted_words_are_found_at_the_beginning_of_a_word_in_either_case() -> None:
    assert ENGLISH.creams.found_in("Rub in some OIL.") == "OIL"
    assert ENGLISH.creams.found_in("Let your hands boil.") == ""


@pytest.mark.parametrize(
    ("word", "text", "alone", "in_list"),
    [
        ("cream", "Use no cream today.", True, True),
        ("oil", "Work without any oil.", True, True),
        ("oil", "No cream or oil.", False, True),
        ("Öl", "Nimm kein Öl.", True, True),
        ("crema", "Hazlo sin crema.", True, True),
        ("cream", "Warm the cream.", False, False),
    ],
)
def test_a_negated_word_excludes_a_thing(word: str, text: str, alone: bool, in_list: bool) -> None:
    assert is_negated(word, text) == alone
    assert is_negated(word, text, in_list=True) == in_list


def test_every_vocabulary_covers_the_same_facts_of_a_safety_line() -> None:
    for words in VOCABULARIES.values():
        assert words.safety.keys() == ENGLISH.safety.keys()
        assert words.contraindications.keys() == ENGLISH.contraindications.keys()
