"""Conditions of sentences: what is left out of a session decides what is said in it."""

from __future__ import annotations

import pytest

from kneadcast.routine.conditions import condition_problems, numbered, resolve, without_conditions
from kneadcast.routine.wording import split_sentences


def said(text: str, *facts: str) -> str:
    """Returns the sentences that are spoken with some facts."""
    return " ".join(numbered(sentence)[1] for sentence in split_sentences(resolve(text, facts)))


@pytest.mark.parametrize(
    ("condition", "facts", "holds"),
    [
        ("if feet", ("sole",), True),
        ("if feet", ("calf",), False),
        ("unless feet", ("sole",), False),
        ("unless feet", (), True),
        ("if calf or thigh", ("front-thigh",), True),
        ("if calf or thigh", ("sole",), False),
        ("if feet before", ("sole",), False),
        ("if feet before", ("before sole",), True),
        ("if sides", ("sides",), True),
        ("if rest", ("sides",), False),
        ("if bed", ("bed",), True),
        ("if bed before", ("before bed",), True),
        ("unless roller", ("ball",), True),
    ],
)
def test_a_sentence_is_spoken_if_its_condition_holds(condition: str, facts: tuple[str, ...], holds: bool) -> None:
    assert said(f"Sit. [{condition}] Take cream.", *facts) == ("Sit. Take cream." if holds else "Sit.")


def test_sentences_that_remain_keep_their_numbers() -> None:
    text = resolve("[if feet] Take cream. Sit. [if rest] Rest. Breathe.", ("rest",))
    assert [numbered(sentence)[0] for sentence in split_sentences(text)] == [2, 3, 4]


def test_a_text_without_conditions_is_not_changed() -> None:
    assert resolve("Sit. Breathe.", ()) == "Sit. Breathe."
    assert without_conditions("[if feet] Sit. [unless rest] Breathe.") == "Sit. Breathe."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Sit. [when feet] Breathe.", "no condition"),
        ("Sit. [if fet] Breathe.", "there is no part of the body 'fet'"),
        ("Sit. Breathe [if feet] out.", "in front of a whole sentence"),
        ("[if feet] Sit.", "every sentence has a condition"),
        ("Sit. [if feet Breathe.", "single bracket"),
    ],
)
def test_a_condition_that_cannot_be_read_is_reported(text: str, problem: str) -> None:
    assert any(problem in found for found in condition_problems(text))


@pytest.mark.parametrize("text", ["[" + " a" * 200_000, "[ " * 100_000, "[if" + "  before" * 50_000])
def test_a_bracket_that_is_never_closed_is_reported_however_long_the_text_is(text: str) -> None:
    """An expression that tries all lengths of each part of a condition would not finish."""
    assert any("single bracket" in found for found in condition_problems(f"Sit. {text}"))
