"""From what was heard to a command."""

from __future__ import annotations

import pytest

from kneadcast.listening.interpretation import NO, PHRASE, SINGLE_WORD, Limits, interpret, usual_length_ms
from kneadcast.listening.phrases import ONLY_AS_WRITTEN
from kneadcast.planning.live.commands import Command
from tests.listening.fakes import FakeRecognition

STAY = Command("stay")


def heard(text: str, likelier: dict[str, float], lasts: float = 1.0, *, is_asked: bool = False) -> Command | None:
    """Returns what an utterance means that lasts a share of what its likeliest phrase usually lasts."""
    length_ms = int(usual_length_ms(max(likelier, key=likelier.__getitem__)) * lasts)
    return interpret(FakeRecognition(text, likelier, length_ms), is_asked=is_asked).command


def test_a_text_that_is_a_phrase_is_its_command() -> None:
    """What is written as it was said needs no search."""
    assert interpret(FakeRecognition("Stay here.")).command == STAY


def test_the_phrase_that_was_taken_for_the_text_is_known() -> None:
    """The listener compares it with what the session itself has said."""
    found = interpret(FakeRecognition("Stay hair.", {"stay here": 0.0}, usual_length_ms("stay here")))
    assert (found.command, found.phrase, found.text) == (STAY, "stay here", "Stay hair.")


@pytest.mark.parametrize(
    ("phrase", "limits", "command"),
    [("stay here", PHRASE, STAY), ("louder", SINGLE_WORD, Command("louder"))],
)
def test_a_phrase_counts_if_it_is_nearly_as_likely_as_the_text(phrase: str, limits: Limits, command: Command) -> None:
    """Noise makes the text wrong, but what was meant stays likely; what only resembles a command is far less likely."""
    assert heard("Um", {phrase: limits.margin + 0.1}) == command
    assert heard("Um", {phrase: limits.margin - 0.1}) is None


def test_a_phrase_may_be_less_likely_if_it_is_spelled_like_the_text() -> None:
    """`In the session` is what the recogniser likes to write for `end the session`."""
    likelier = {"end the session": PHRASE.margin_if_similar + 0.1}
    assert heard("In the session.", likelier) == Command("stop")
    assert heard("Endive is passion.", likelier) is None


@pytest.mark.parametrize(("phrase", "limits"), [("a bit louder", PHRASE), ("louder", SINGLE_WORD)])
def test_a_phrase_counts_only_if_all_other_commands_are_less_likely(phrase: str, limits: Limits) -> None:
    """To be asked again is better than to get what was not said."""
    command = Command("louder")
    assert heard("A bit order.", {phrase: 0.0, "a bit longer": -limits.lead - 0.1}) == command
    assert heard("A bit order.", {phrase: 0.0, "a bit longer": -limits.lead + 0.1}) is None


def test_phrases_of_one_command_are_no_rivals() -> None:
    """Whichever of them was said, the command is the same."""
    likelier = {"say that again": -1.0, "say it again": -1.1, "say that again please": -1.2}
    assert heard("Say the gain.", likelier) == Command("again")


@pytest.mark.parametrize(("phrase", "limits"), [("stay here", PHRASE), ("louder", SINGLE_WORD)])
def test_a_phrase_counts_only_if_the_utterance_is_as_long_as_it(phrase: str, limits: Limits) -> None:
    """A short word is likely to be found in a long sentence, and a long one in a murmur."""
    shortest, longest = limits.lasts
    assert heard("Um", {phrase: 0.0}, shortest + 0.02)
    assert heard("Um", {phrase: 0.0}, longest - 0.02)
    assert heard("Um", {phrase: 0.0}, shortest - 0.02) is None
    assert heard("Um", {phrase: 0.0}, longest + 0.02) is None


def test_a_text_that_is_a_phrase_may_last_as_long_as_it_likes() -> None:
    """Some people speak slowly."""
    assert interpret(FakeRecognition("Stay here.", length_ms=3000)).command == STAY


@pytest.mark.parametrize("phrase", sorted(ONLY_AS_WRITTEN))
def test_wordings_that_ordinary_phrases_sound_like_must_be_the_text(phrase: str) -> None:
    """`More coffee` is no wish for more words."""
    assert interpret(FakeRecognition(f"{phrase.capitalize()}."), is_asked=True).command is not None
    assert heard("More coffee.", {phrase: 0.0}, is_asked=True) is None


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_yes_and_no_are_commands_only_after_a_question(answer: str) -> None:
    """People say yes and no all the time."""
    assert heard(f"{answer}.", {answer: 0.0}) is None
    assert heard(f"{answer}.", {answer: 0.0}, is_asked=True) == Command("yes" if answer == "yes" else "no")


@pytest.mark.parametrize("text", ["Ah.", "You.", "Mm-hmm.", "Yesterday."])
def test_a_sound_that_resembles_yes_does_not_end_the_session(text: str) -> None:
    """Whoever is massaged sighs; only a yes that is written as one ends the session."""
    assert heard(text, {"yes": 0.0, "yes yes": -1.0}, is_asked=True) is None


def test_after_a_question_a_no_is_understood_more_easily() -> None:
    """The session goes on, as it does without an answer."""
    assert heard("Nah.", {"no": NO.margin + 0.1}, NO.lasts[1] - 0.1, is_asked=True) == Command("no")
