"""Which phrases an utterance may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.listening.phrase_search import BEAM_WIDTH, Ending, PhraseTree, likely_phrases
from kneadcast.listening.tokens import LogLikelihoods

END, DOT, COMMA, FIRST_WORD, TOKENS = 0, 1, 2, 3, 12
ENDING = Ending((DOT, COMMA), END)
Phrase = tuple[int, ...]


class RandomTexts:
    """A recogniser that finds each token after each text likely to a random degree."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._texts: list[Phrase] = [()]
        self.first = self._likelihoods()

    def after(self, rows: Sequence[int], tokens: Sequence[int]) -> LogLikelihoods:
        self._texts = [(*self._texts[row], token) for row, token in zip(rows, tokens, strict=True)]
        return self._likelihoods()

    def _likelihoods(self) -> LogLikelihoods:
        return np.array([self.likelihoods(text) for text in self._texts], np.float32)

    def likelihoods(self, text: Phrase) -> LogLikelihoods:
        logits = np.random.default_rng((self._seed, *text)).normal(scale=3, size=TOKENS)
        return np.asarray(logits - np.logaddexp.reduce(logits), np.float32)


def tree_of(phrases: Sequence[Phrase]) -> PhraseTree:
    tree = PhraseTree()
    for phrase in phrases:
        tree.add(phrase, str(phrase))
    return tree


def score(texts: RandomTexts, phrase: Phrase) -> float:
    """Returns the log-likelihood that all that was said is a phrase, and any mark."""
    likelihood = sum(float(texts.likelihoods(phrase[:place])[token]) for place, token in enumerate(phrase))
    after, last = texts.likelihoods(phrase), texts.likelihoods((*phrase, DOT))
    return likelihood + float(np.logaddexp.reduce(after[[DOT, COMMA, END]])) + float(last[END])


WORDS = st.integers(FIRST_WORD, TOKENS - 1)
PHRASES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(tuple), min_size=1, max_size=BEAM_WIDTH, unique=True)


@given(PHRASES, st.integers(0, 1000), st.floats(-40, 0))
def test_every_phrase_that_is_likely_enough_is_found_with_its_likelihood(
    phrases: list[Phrase], seed: int, least: float
) -> None:
    """The search finds what scoring each phrase alone finds, the likeliest first."""
    scores: Mapping[str, float] = {str(phrase): score(RandomTexts(seed), phrase) for phrase in phrases}
    near = {phrase for phrase, found in scores.items() if abs(found - least) < 1e-3}
    found = likely_phrases(RandomTexts(seed), tree_of(phrases), ENDING, least)
    assert {one.phrase for one in found} - near == {one for one in scores if scores[one] >= least} - near
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.score == pytest.approx(scores[one.phrase], abs=1e-4) for one in found)


class Said(RandomTexts):
    """A recogniser that has heard all but the beginning of a phrase, and finds all else likely to a random degree."""

    def __init__(self, seed: int, phrase: Phrase) -> None:
        self._phrase = phrase
        super().__init__(seed)

    def likelihoods(self, text: Phrase) -> LogLikelihoods:
        logits = super().likelihoods(text)
        following = (*self._phrase, DOT, END)
        if text and text == following[: len(text)]:
            logits[following[len(text)]] += 30
        return np.asarray(logits - np.logaddexp.reduce(logits), np.float32)


def test_of_many_phrases_the_likeliest_is_found_although_others_begin_likelier() -> None:
    """There are far more phrases than the beam is wide, and others may begin up to twenty times as likely."""
    words = range(FIRST_WORD, TOKENS)
    phrases = [(first, second) for first in words for second in words]
    assert len(phrases) > 6 * BEAM_WIDTH
    begins_likelier = 0
    for seed, phrase in enumerate(phrases):
        said = Said(seed, phrase)
        first = said.likelihoods(())[FIRST_WORD:]
        if first.max() - first[phrase[0] - FIRST_WORD] > np.log(20):
            continue
        begins_likelier += int(first.argmax()) != phrase[0] - FIRST_WORD
        found = likely_phrases(Said(seed, phrase), tree_of(phrases), ENDING, -60.0)
        assert found[0].phrase == str(max(phrases, key=lambda one: score(said, one))) == str(phrase)
        assert found[0].score == pytest.approx(score(said, phrase), abs=1e-4)
    assert begins_likelier > 10
