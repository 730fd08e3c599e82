"""Which phrases an utterance may be: a beam search over the tree of their tokens.

Every text that the search can find is a phrase, so a phrase is found however it is misspelled by a recogniser that may
write anything: the sounds decide, not the spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from kneadcast.listening.tokens import LogLikelihoods

BEAM_WIDTH = 12
"""How many beginnings of phrases are followed side by side. With 40, 2 of 300 utterances were understood otherwise."""


class Texts(Protocol):
    """Texts that a recogniser decodes side by side."""

    @property
    def first(self) -> LogLikelihoods:
        """The log-likelihoods of the first token, in one row."""
        ...

    def after(self, rows: Sequence[int], tokens: Sequence[int]) -> LogLikelihoods:
        """Adds a token to each of some texts, and returns the log-likelihoods of what follows, one row a text."""
        ...


@dataclass(frozen=True)
class ScoredPhrase:
    """A phrase that an utterance may be."""

    phrase: str
    score: float
    """The natural logarithm of its likelihood."""


@dataclass(frozen=True)
class Ending:
    """How a text ends: with a mark, or without one."""

    marks: tuple[int, ...]
    """The tokens of full stop, comma and the like; the first one stands for all."""
    end: int
    """The token after a text."""

    def likelihood(self, row: LogLikelihoods) -> float:
        """Returns the log-likelihood that a text ends here, with whatever mark."""
        return float(np.logaddexp.reduce(row[[*self.marks, self.end]]))


@dataclass
class PhraseTree:
    """The phrases that begin with the same tokens."""

    phrase: str | None = None
    """The phrase that ends here, if one does."""
    branches: dict[int, PhraseTree] = field(default_factory=dict)
    """What follows, by its first token."""

    def add(self, tokens: Iterable[int], phrase: str) -> None:
        """Adds a phrase by its tokens."""
        tree = self
        for token in tokens:
            tree = tree.branches.setdefault(token, PhraseTree())
        tree.phrase = phrase


@dataclass(frozen=True)
class _Beginning:
    """The beginning of a phrase, or a whole one and its mark."""

    score: float
    row: int
    """The row of the beginning that it goes on from."""
    token: int
    """Its last token."""
    tree: PhraseTree | None
    """What may follow; `None` if only the end may."""
    phrase: str = ""
    """The whole phrase, if only the end may follow."""


def likely_phrases(texts: Texts, tree: PhraseTree, ending: Ending, least: float) -> list[ScoredPhrase]:
    """Returns the phrases that an utterance may be, the likeliest first.

    Args:
        texts: The decoding of the utterance, at its start.
        tree: The phrases.
        ending: How texts end.
        least: The least log-likelihood of a phrase that is of interest.
    """
    found: list[ScoredPhrase] = []
    likelihoods = texts.first
    followed = [_Beginning(0.0, 0, 0, tree)]
    while followed:
        found += _ended(followed, likelihoods, ending)
        longer = [one for row, begun in enumerate(followed) for one in _longer(begun, row, likelihoods[row], ending)]
        followed = sorted((one for one in longer if one.score >= least), key=lambda one: -one.score)[:BEAM_WIDTH]
        if followed:
            likelihoods = texts.after([one.row for one in followed], [one.token for one in followed])
    return sorted((one for one in found if one.score >= least), key=lambda one: -one.score)


def _longer(begun: _Beginning, row: int, likelihoods: LogLikelihoods, ending: Ending) -> Iterator[_Beginning]:
    if begun.tree is None:
        return
    if begun.tree.phrase is not None:
        score = begun.score + ending.likelihood(likelihoods)
        yield _Beginning(score, row, ending.marks[0], None, begun.tree.phrase)
    for token, tree in begun.tree.branches.items():
        yield _Beginning(begun.score + float(likelihoods[token]), row, token, tree)


def _ended(followed: Sequence[_Beginning], likelihoods: LogLikelihoods, ending: Ending) -> Iterator[ScoredPhrase]:
    """Yields the phrases whose mark was decoded: after it, nothing more may have been said."""
    for row, begun in enumerate(followed):
        if begun.tree is None:
            yield ScoredPhrase(begun.phrase, begun.score + float(likelihoods[row, ending.end]))
