"""Utterances: lines in the form in which a driver receives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kneadcast.errors import Problem, SpeechError
from kneadcast.speech.lexicon import Lexicon
from kneadcast.speech.model import Line
from kneadcast.speech.text.normalisation import is_speakable, normalise_text


@dataclass(frozen=True)
class Utterance:
    """A text that is to be spoken, before and after its conversion for the voice."""

    line: Line
    normalised: str
    """The text in words and plain punctuation."""
    spelled: str
    """The normalised text with the words of the lexicon in the driver's phonetic notation."""

    def problem(self, reason: str) -> Problem:
        """Returns the problem that the line cannot be spoken."""
        return Problem(f"could not speak '{self.line.text}': {reason}", place=self.line.place)


class Speller:
    """The conversion of lines for a driver."""

    def __init__(self, language: str, lexicon: Lexicon, spell: Callable[[str, str], str]) -> None:
        self._language = language
        self._lexicon = lexicon
        self._spell = spell

    def utterance(self, line: Line) -> Utterance:
        """Returns a line as words for symbols, and phonemes for words of the lexicon."""
        normalised = normalise_text(line.text, self._language)
        return Utterance(line, normalised, self._lexicon.spelled(normalised, self._spell))

    def unique_utterances(self, lines: Iterable[Line]) -> list[Utterance]:
        """Returns the utterance of the first line of each distinct text.

        Raises:
            SpeechError: If a line has nothing that can be spoken.
        """
        lines = list(lines)
        unique = {line: self.utterance(line) for line in dict.fromkeys(lines)}
        blank = [
            Problem(f"there is nothing to say in the line '{line.text.strip()}'", place=line.place)
            for line in lines
            if not is_speakable(unique[line].normalised)
        ]
        if blank:
            raise SpeechError(*blank)
        return list(unique.values())
