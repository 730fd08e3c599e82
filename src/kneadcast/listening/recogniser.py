"""Recognising speech: the most likely text of a clip, and which of the phrases of a grammar it may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from kneadcast.listening.moonshine import END, Decoding, MoonshineNetwork
from kneadcast.listening.phrase_search import Ending, PhraseTree, ScoredPhrase, likely_phrases
from kneadcast.listening.samples import RATE, Samples
from kneadcast.listening.tokens import LogLikelihoods
from kneadcast.units import MS_PER_SECOND

_PUNCTUATION = ".,!?"
_TOKENS_A_SECOND = 6.5
"""The most that people speak; more are repetitions of a network that has lost its place (Moonshine's own limit)."""

_COMMA_AFTER = re.compile(r"^(yes|no(?= (?:thank|keep|go|carry|don)))(?= )")
_COMMA_BEFORE = re.compile(r"(?<!,)( please)$")


class Recognition(Protocol):
    """What was heard in a clip."""

    @property
    def text(self) -> str:
        """The most likely text."""
        ...

    @property
    def length_ms(self) -> int:
        """The length of the clip."""
        ...

    def likely(self, phrases: tuple[str, ...], least_margin: float) -> list[ScoredPhrase]:
        """Returns which phrases may have been said, the likeliest first.

        Args:
            phrases: Phrases in lower case, without punctuation.
            least_margin: How much likelier than the text a phrase must be, as a natural logarithm; less than 0 is less
                likely.

        Returns:
            The phrases with how much likelier than the text they are.
        """
        ...


class Recogniser(Protocol):
    """A recogniser of speech."""

    def recognise(self, clip: Samples) -> Recognition:
        """Returns what was said in a clip at 16 kHz."""
        ...


class MoonshineRecogniser:
    """Recognises English with the network of Moonshine: 0.03 s for a clip of a second, and as long for the search."""

    def __init__(self) -> None:
        """Loads the network.

        Raises:
            ListeningError: If its files are not installed or cannot be loaded.
        """
        self._network = MoonshineNetwork()
        marks = tuple(map(self._network.vocabulary.number, _PUNCTUATION))
        self._ending = Ending(marks, END)
        self._tree = lru_cache(maxsize=2)(self._tree_of)

    def recognise(self, clip: Samples) -> Recognition:
        """Returns what was said in a clip."""
        decoding = self._network.listen(clip)
        tokens, rows = self._most_likely(decoding, 2 + int(len(clip) / RATE * _TOKENS_A_SECOND))
        text = self._network.vocabulary.decode(tokens)
        length_ms = len(clip) * MS_PER_SECOND // RATE
        return _MoonshineRecognition(text, length_ms, self._score(tokens, rows), decoding, self)

    def likely(self, decoding: Decoding, phrases: tuple[str, ...], least: float) -> list[ScoredPhrase]:
        """Returns which phrases an utterance may be, with the logarithms of their likelihoods."""
        decoding.restart()
        return likely_phrases(decoding, self._tree(phrases), self._ending, least)

    def _tree_of(self, phrases: tuple[str, ...]) -> PhraseTree:
        tree = PhraseTree()
        for phrase in phrases:
            tree.add(self._network.vocabulary.encode(as_written(phrase)), phrase)
        return tree

    def _most_likely(self, decoding: Decoding, most: int) -> tuple[list[int], list[LogLikelihoods]]:
        """Returns the tokens of the most likely text, and the log-likelihoods of each and of what follows the last."""
        tokens: list[int] = []
        rows = [decoding.first[0]]
        while (token := int(rows[-1].argmax())) != self._ending.end and len(tokens) < most:
            tokens.append(token)
            rows.append(decoding.after([0], [token])[0])
        return tokens, rows

    def _score(self, tokens: Sequence[int], rows: Sequence[LogLikelihoods]) -> float:
        """Returns the logarithm of the likelihood of a text as a whole, whatever the mark at its end is."""
        length = len(tokens)
        while length and tokens[length - 1] in self._ending.marks:
            length -= 1
        score = sum(float(row[token]) for row, token in zip(rows, tokens[:length], strict=False))
        score += self._ending.likelihood(rows[length])
        return score + float(rows[length + 1][self._ending.end]) if length < len(tokens) else score


class _MoonshineRecognition:
    def __init__(
        self, text: str, length_ms: int, score: float, decoding: Decoding, recogniser: MoonshineRecogniser
    ) -> None:
        self.text, self.length_ms = text, length_ms
        self._score, self._decoding, self._recogniser = score, decoding, recogniser

    def likely(self, phrases: tuple[str, ...], least_margin: float) -> list[ScoredPhrase]:
        """Returns which phrases may have been said, with how much likelier than the text they are."""
        found = self._recogniser.likely(self._decoding, phrases, self._score + least_margin)
        return [ScoredPhrase(one.phrase, one.score - self._score) for one in found]


def as_written(phrase: str) -> str:
    """Returns a phrase as the network writes sentences: `Yes, please`."""
    words = _COMMA_BEFORE.sub(r",\1", _COMMA_AFTER.sub(r"\1,", phrase))
    return f"{words[:1].upper()}{words[1:]}".replace(" i ", " I ")
