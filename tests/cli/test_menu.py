"""Questions with a few answers."""

from __future__ import annotations

from collections.abc import Mapping

import click
import pytest
from click.testing import CliRunner

from kneadcast.catalog import PURPOSES
from kneadcast.cli.commands.start import LOCATION_ANSWERS, LOCATIONS, PURPOSE_ANSWERS, TALK_ANSWERS
from kneadcast.cli.menu import Answer, ask, find_answer

ALL = [PURPOSE_ANSWERS, LOCATION_ANSWERS, TALK_ANSWERS]


@click.command()
def probe() -> None:
    """Ask one question."""
    click.echo(f"chosen: {ask('Where?', LOCATION_ANSWERS, 'bed')}")


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("all", "all"),
        ("Everything, please", "all"),
        ("everything from toes to hip", "all"),
        ("unwind", "relax"),
        ("r", "relax"),
        ("sle", "relax"),
        ("tight muscles", "ease"),
        ("keep my legs in good shape", "care"),
        ("light legs", "light"),
        ("smooth skin", "skin"),
        ("anti-cellulite", "skin"),
        ("just the feet", "feet"),
        ("Foot", "feet"),
        ("f", "feet"),
        ("realx", "relax"),
    ],
)
def test_an_answer_is_found_by_a_near_word_its_beginning_or_a_misspelling(text: str, purpose: str) -> None:
    assert find_answer(text, PURPOSE_ANSWERS) == purpose


@pytest.mark.parametrize("answers", ALL)
def test_each_answer_is_found_by_its_name_its_near_words_and_its_beginning(answers: Mapping[str, Answer]) -> None:
    for name, answer in answers.items():
        assert {find_answer(text, answers) for text in (name, name[:2].upper(), *answer.near_words)} == {name}


@pytest.mark.parametrize("answers", ALL)
def test_no_near_word_means_two_answers(answers: Mapping[str, Answer]) -> None:
    words = [word for name, answer in answers.items() for word in (name, *answer.near_words)]
    assert len(words) == len(set(words))


def test_an_answer_that_means_two_things_or_none_is_refused_with_the_answers() -> None:
    with pytest.raises(click.BadParameter, match="'relax my feet' can mean relax or feet; answer with one of these"):
        find_answer("relax my feet", PURPOSE_ANSWERS)
    for text in ("moon", "42", "?"):
        with pytest.raises(click.BadParameter, match="is not an answer; answer with chair, bed or partner"):
            find_answer(text, LOCATION_ANSWERS)


def test_a_question_lists_its_answers_and_is_repeated_until_one_is_given() -> None:
    shown = CliRunner().invoke(probe, input="moon\nsitting\n").output
    assert shown.startswith("Where?\n  chair    on a chair, with nowhere to lie down\n  bed ")
    assert shown.count("Answer [bed]: ") == 2
    assert shown.endswith("chosen: chair\n")


def test_enter_takes_the_default() -> None:
    assert "chosen: bed" in CliRunner().invoke(probe, input="\n").output


def test_every_purpose_and_location_can_be_answered() -> None:
    assert list(PURPOSE_ANSWERS) == list(PURPOSES)
    assert list(LOCATION_ANSWERS) == list(LOCATIONS)
