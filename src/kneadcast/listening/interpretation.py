"""From what was heard to a command: the text itself, or the phrase that was probably said.

In noise, and from some voices, the most likely text is not what was said. What was said is then nearly as likely as the
text, far likelier than the phrases of all other commands, and as long as the utterance. All limits were measured on 960
commands of 13 voices in noise, and on two hours of speech that contains none.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from kneadcast.listening.grammar import scored_phrases, understand, words_of
from kneadcast.listening.phrase_search import ScoredPhrase
from kneadcast.listening.phrases import ANSWERS
from kneadcast.listening.recogniser import Recognition
from kneadcast.planning.live.commands import Command

_SHORTEST_MS, _LETTER_MS = 870, 47
"""An utterance of a phrase lasts as long as this and each of its letters, with the silence that is kept around it."""
SIMILAR = 0.7
"""The similarity in spelling of a phrase that is written nearly as it was said: `in the session`, `end the session`."""


@dataclass(frozen=True)
class Limits:
    """What a phrase must fulfil if the text is none. Margins are natural logarithms of likelihoods."""

    margin: float
    """How much likelier than the text it must be; less than 0 is less likely."""
    margin_if_similar: float
    """The same if it is spelled like the text."""
    lead: float
    """How much likelier than the phrases of all other commands it must be."""
    lasts: tuple[float, float]
    """How long it may last at least and at most, as a share of the usual length."""


PHRASE = Limits(-3.0, -6.0, 2.0, (0.75, 1.25))
"""For a phrase of several words."""
SINGLE_WORD = Limits(-2.5, -2.5, 5.0, (0.7, 1.15))
"""For a single word, which is near to many others."""
NO = Limits(-5.0, -5.0, 2.0, (0.6, 1.7))
"""For no after a question: the session goes on, as it does without an answer."""
_LEAST = min(limits.margin_if_similar - limits.lead for limits in (PHRASE, SINGLE_WORD, NO))
"""Below this margin, a phrase is not even a rival."""


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


def limits_of(phrase: str) -> Limits:
    """Returns what a phrase must fulfil."""
    command = understand(phrase)
    if command is not None and command.name == "no":
        return NO
    return PHRASE if " " in phrase else SINGLE_WORD


def usual_length_ms(phrase: str) -> int:
    """Returns how long the clip of a phrase usually is."""
    return _SHORTEST_MS + _LETTER_MS * sum(character.isalpha() for character in phrase)


def _likely_phrase(recognition: Recognition, *, is_asked: bool) -> str | None:
    """Returns the phrase that was probably said, or `None`."""
    found = recognition.likely(scored_phrases(is_asked=is_asked), _LEAST)
    return found[0].phrase if found and _is_probable(recognition, found) else None


def _is_probable(recognition: Recognition, found: list[ScoredPhrase]) -> bool:
    best, command = found[0], understand(found[0].phrase)
    limits = limits_of(best.phrase)
    rival = next((one.score for one in found if understand(one.phrase) != command), _LEAST)
    is_similar = SequenceMatcher(None, best.phrase, words_of(recognition.text)).ratio() >= SIMILAR
    shortest, longest = limits.lasts
    return (
        best.score >= (limits.margin_if_similar if is_similar else limits.margin)
        and best.score - rival >= limits.lead
        and shortest <= recognition.length_ms / usual_length_ms(best.phrase) <= longest
    )
