"""From what was heard to a command: the most likely text, or a phrase that is nearly as likely.

In noise, and from some voices, the most likely text is not what was said, but what was said is nearly as likely. So
the phrases whose spelling is nearest to the text are compared with it by the recogniser itself. What is no command has
no such phrase: the nearest one is far less likely than the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kneadcast.listening.grammar import said_once, scored_phrases, understand, words_of
from kneadcast.listening.phrases import ANSWERS
from kneadcast.listening.recogniser import Recognition
from kneadcast.planning.live.commands import Command

LEAST_MARGIN, LEAST_SIMILARITY = -5.0, 0.5
"""How much less likely than the text a phrase may be, as a natural logarithm, and the least share of pairs of letters
that it has in common with the text. Measured on commands in noise, and on sentences that are none."""
LEAST_MARGIN_IF_SIMILAR, SIMILAR = -9.5, 0.7
"""The same for a phrase that is spelled like the text: `in the session` for `end the session`."""
_MOST_WORDS_MORE = 1
"""How many words more than a phrase the text may have; otherwise the phrase is the beginning of a sentence."""
_MOST_COMPARED = 8
"""How many phrases are compared. More take longer and changed no result."""


@dataclass(frozen=True)
class Interpretation:
    """What an utterance means."""

    text: str
    """What was heard, as it is shown."""
    command: Command | None
    phrase: str = ""
    """The phrase that was taken for it, if the text itself was none."""


def interpret(recognition: Recognition, *, is_asked: bool = False) -> Interpretation:
    """Returns what an utterance means.

    Args:
        recognition: What was heard.
        is_asked: Whether the session has asked a question; otherwise yes and no are no commands.
    """
    command = understand(recognition.text)
    if command and (is_asked or command.name not in ANSWERS):
        return Interpretation(recognition.text, command)
    phrase = _likely_phrase(recognition, is_asked=is_asked)
    return Interpretation(recognition.text, understand(phrase) if phrase else None, phrase or "")


def _likely_phrase(recognition: Recognition, *, is_asked: bool) -> str | None:
    """Returns the phrase that is nearly as likely as the text, or `None`."""
    similarities = nearest_phrases(recognition.text)
    near = [phrase for phrase in similarities if is_asked or not _is_answer(phrase)]
    if not near:
        return None
    margin, phrase = max(zip(recognition.margins(near), near, strict=True))
    is_similar = similarities[phrase] >= SIMILAR
    return phrase if margin >= (LEAST_MARGIN_IF_SIMILAR if is_similar else LEAST_MARGIN) else None


def _is_answer(phrase: str) -> bool:
    command = understand(phrase)
    return command is not None and command.name in ANSWERS


def nearest_phrases(text: str) -> Mapping[str, float]:
    """Returns the phrases whose spelling is nearest to a text, with the share of pairs of letters in common."""
    words = said_once(words_of(text))
    pairs, most_words = _pairs(words), len(words.split()) - _MOST_WORDS_MORE
    likeness = {
        phrase: 2 * len(pairs & others) / (len(pairs) + len(others))
        for phrase, others in _pairs_of_phrases().items()
        if len(phrase.split()) >= most_words
    }
    near = sorted(likeness, key=lambda phrase: -likeness[phrase])[:_MOST_COMPARED]
    return {phrase: likeness[phrase] for phrase in near if likeness[phrase] >= LEAST_SIMILARITY}


@lru_cache(maxsize=1)
def _pairs_of_phrases() -> Mapping[str, frozenset[str]]:
    return {phrase: _pairs(phrase) for phrase in scored_phrases()}


def _pairs(words: str) -> frozenset[str]:
    spaced = f" {words} "
    return frozenset(spaced[place : place + 2] for place in range(len(spaced) - 1))
