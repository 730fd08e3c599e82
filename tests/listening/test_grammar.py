"""What is a command, and what is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.listening.grammar import may_go_on, openings, phrases, scored_phrases, understand, words_of
from kneadcast.listening.phrases import ANSWERS, PARTS, WORDINGS
from kneadcast.planning.live.commands import COMMAND_NAMES, LONGEST_END_IN_MINUTES, Command
from kneadcast.routine.body import AREAS
from kneadcast.routine.parts import GROUPS, find_part
from tests.listening.conversation import SENTENCES

ROUTINES = Path(__file__).parents[2] / "routines"


def test_every_command_has_wordings() -> None:
    """A listener can say every command that a key gives."""
    assert set(WORDINGS) == set(COMMAND_NAMES)


def test_a_phrase_is_its_command_however_it_is_written() -> None:
    """Capitals, punctuation and courtesy change nothing."""
    for phrase, command in phrases().items():
        for text in (phrase, f"{phrase.capitalize()}.", f"{phrase}, please!", f"Okay, {phrase}."):
            assert understand(text) == command


def test_no_phrase_has_two_meanings() -> None:
    """Two commands share no wording."""
    meanings = [(words_of(wording), name) for name, wordings in WORDINGS.items() for wording in wordings]
    assert len({wording for wording, _ in meanings}) == len(meanings)


@pytest.mark.parametrize(
    "text",
    [
        "End the session.",
        "And the session.",
        "Okay, end the session.",
        "End the session, please.",
        "Please end the session now.",
    ],
)
def test_a_command_with_which_another_one_begins_may_go_on(text: str) -> None:
    """Whoever ends the session may still say in how many minutes, however the recogniser writes the beginning."""
    assert understand(text) == Command("stop")
    assert may_go_on(text)


def test_no_other_command_may_go_on() -> None:
    """After any other command nothing can follow that would change it, so it need not be waited for."""
    assert openings() == {"end the session"}
    assert not may_go_on("Stay here.")


@pytest.mark.parametrize("part", [*AREAS, *GROUPS])
def test_every_part_can_be_left_out(part: str) -> None:
    """Every part that a routine can have is understood by its name."""
    spoken = part.replace("-", " ")
    assert understand(f"Skip the {spoken}.") == Command("skip", part=find_part(part))


def test_spoken_names_are_names_of_parts() -> None:
    """The part of a command is a canonical name."""
    assert all(find_part(part) == part for part in PARTS.values())


@given(st.integers(2, LONGEST_END_IN_MINUTES))
def test_numbers_are_understood_in_digits_and_words(minutes: int) -> None:
    """The recogniser writes either."""
    from num2words import num2words

    for number in (str(minutes), num2words(minutes)):
        assert understand(f"End in {number} minutes.") == Command("end_in", minutes=minutes)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Stop!", "stop"),
        ("Stop, stop, stop.", "stop"),
        ("No, stop!", "stop"),
        ("Okay, stop now.", "stop"),
        ("Pause.", "pause"),
        ("Pause, pause.", "pause"),
        ("Oh, pause please.", "pause"),
    ],
)
def test_stop_and_pause_are_understood_as_single_words(text: str, name: str) -> None:
    """Whoever wants it to stop need not remember a phrase."""
    command = understand(text)
    assert command is not None
    assert command.name == name


def test_ordinary_speech_is_no_command() -> None:
    """A sentence that contains a command, or is like one, is none, but for a bare yes or no."""
    understood = {understand(sentence) for sentence in SENTENCES} - {None}
    assert {command.name for command in understood if command} <= ANSWERS


@given(st.sampled_from([phrase for phrase in phrases() if len(phrase.split()) > 2]), st.sampled_from(["house", "he"]))
def test_only_a_whole_utterance_is_a_command(phrase: str, word: str) -> None:
    """A word more makes it an ordinary sentence."""
    assert understand(f"{phrase} {word}") is None
    assert understand(f"{word} {phrase}") is None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from () if key in TOLD else _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _narration() -> tuple[set[str], set[str]]:
    """Returns every sentence of every English routine, with runs of sentences, and every run of clauses."""
    files = [*ROUTINES.glob("*.yaml"), *(ROUTINES / "i18n" / "en").glob("*.yaml")]
    texts = {text for file in files for text in _texts(yaml.safe_load(file.read_text("utf-8"))) if " " in text}
    sentences = {run for text in texts for run in _runs(re.split(r"(?<=[.!?]) ", text))}
    clauses = {run for text in texts for run in _runs(re.split(r"[.,;:!?\u2013\u2014]", text)) if run.strip()}
    return sentences, clauses


def _runs(parts: list[str]) -> Iterator[str]:
    """Yields up to three parts in a row."""
    for start in range(len(parts)):
        for end in range(start + 1, min(start + 3, len(parts)) + 1):
            yield " ".join(parts[start:end])


KNOWN_CLAUSES = {"go on", "go back", "a little longer", "stop", "pause"}
"""Clauses of narration that are wordings; the listener drops them as echoes, since it knows what is spoken."""
TOLD = {"help", "end_asked"}
"""The lines that tell the listener what to say, by their keys."""


def test_no_sentence_of_narration_is_a_command() -> None:
    """The session never hears itself: no line or sentence that it speaks is a wording of a command."""
    sentences, _ = _narration()
    assert len(sentences) > 2000
    assert [text for text in sorted(sentences) if understand(text)] == []


def test_hardly_any_clause_of_narration_is_a_command() -> None:
    """Even where a speaker pauses inside a sentence, no part of it is a command but those that are known."""
    _, clauses = _narration()
    assert {words_of(text) for text in clauses if understand(text)} <= KNOWN_CLAUSES


def test_what_help_tells_is_understood() -> None:
    """Every wording that the session itself names is a command."""
    live = yaml.safe_load((ROUTINES / "i18n" / "en" / "phrases.yaml").read_text("utf-8"))["live"]
    _, told = live["help"].split(": ", 1)
    named = re.split(r", or |, |\. Or: ", told.rstrip("."))
    assert len(named) > 10
    assert [words for words in named if not understand(words)] == []
    assert understand("yes") == Command("yes")
    assert understand("carry on") == Command("resume")


@pytest.mark.parametrize("is_asked", [True, False])
def test_an_utterance_is_compared_with_every_command_that_is_expected(is_asked: bool) -> None:
    """A command that was heard badly has a phrase that it may be; yes and no are expected after a question alone."""
    compared = {command.name for phrase in scored_phrases(is_asked=is_asked) if (command := understand(phrase))}
    assert compared == set(COMMAND_NAMES) - (set() if is_asked else ANSWERS)
