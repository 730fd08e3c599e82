"""Lines as drivers receive them."""

from __future__ import annotations

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech import Line
from kneadcast.speech.lexicon import Lexicon
from kneadcast.speech.utterances import Speller

SPELLER = Speller("en", Lexicon({"tendon": "ˈtɛndən"}), lambda word, ipa: f"[{word}|{ipa}]")


def test_a_line_is_spelled_with_words_for_numbers_and_sounds_for_words_of_the_lexicon() -> None:
    utterance = SPELLER.utterance(Line("Hold the tendon for 3 s."))
    assert utterance.normalised == "Hold the tendon for three seconds."
    assert utterance.spelled == "Hold the [tendon|ˈtɛndən] for three seconds."


def test_a_text_that_occurs_again_is_one_utterance_of_its_first_line() -> None:
    lines = [Line("One.", "here"), Line("Two.", "there"), Line("One.", "again")]
    assert [one.line.place for one in SPELLER.unique_utterances(lines)] == ["here", "there"]


def test_lines_without_words_are_refused_with_each_of_their_places() -> None:
    with pytest.raises(SpeechError) as caught:
        SPELLER.unique_utterances([Line("One.", "a"), Line(" ", "b"), Line(" ", "c"), Line("…", "d")])
    assert [problem.place for problem in caught.value.problems] == ["b", "c", "d"]
