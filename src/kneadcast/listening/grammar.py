"""The grammar of commands: a whole utterance is a command, or it is none.

Nothing is searched inside a sentence, because what is said in a room by chance contains every word of every command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate

from num2words import num2words

from kneadcast.listening.phrases import (
    AFTER,
    ANSWERS,
    BEFORE,
    BESIDE_URGENT,
    HEARD_AS,
    ONLY_AS_WRITTEN,
    PARTS,
    URGENT_WORDS,
    WORDINGS,
)
from kneadcast.planning.live.commands import LONGEST_END_IN_MINUTES, Command, CommandName

_NOT_SPOKEN = re.compile(r"[^a-z0-9' ]+")
_MOST_URGENT_WORDS = 5
_USUAL = frozenset((*range(1, 16), *range(20, 61, 5), 90))
"""The numbers of minutes that people say."""
_SPOKEN_LENGTHS: Mapping[str, int] = {
    "half an hour": 30,
    "an hour": 60,
    "one hour": 60,
    "a minute": 1,
    "one minute": 1,
    "a quarter of an hour": 15,
    "three quarters of an hour": 45,
}


def words_of(text: str) -> str:
    """Returns a text in lower case without punctuation, as wordings are written."""
    return " ".join(_NOT_SPOKEN.sub(" ", text.lower().replace("\u2019", "'")).split())


def said_once(words: str) -> str:
    """Returns an utterance that says the same several times, as a network in noise writes it, once.

    Repeated single words stay, since a phrase is never one word said twice.
    """
    spoken = words.split()
    for length in range(2, len(spoken) // 2 + 1):
        times, rest = divmod(len(spoken), length)
        if not rest and spoken == spoken[:length] * times:
            return " ".join(spoken[:length])
    return words


def understand(text: str) -> Command | None:
    """Returns the command that an utterance is, or `None`.

    Args:
        text: All that was said without a pause, as the recogniser writes it.
    """
    words = said_once(words_of(text))
    table = phrases()
    return next((table[form] for form in _forms(words) if form in table), None) or _urgent(words)


@lru_cache(maxsize=1)
def phrases() -> Mapping[str, Command]:
    """Returns every phrase that is a command, as `words_of` returns it."""
    return dict(_phrases())


@lru_cache(maxsize=2)
def scored_phrases(*, is_asked: bool = False) -> tuple[str, ...]:
    """Returns the phrases that an utterance may be if it is none: with usual numbers, and with `please`.

    Args:
        is_asked: Whether the session has asked a question, so that yes and no are commands.
    """
    usual = [
        phrase
        for phrase, command in phrases().items()
        if (command.minutes is None or command.minutes in _USUAL)
        and (is_asked or command.name not in ANSWERS)
        and phrase not in ONLY_AS_WRITTEN
    ]
    return (*usual, *(f"{phrase} please" for phrase in usual if "minute" not in phrase))


@lru_cache(maxsize=1)
def openings() -> frozenset[str]:
    """Returns the phrases with which a phrase of another command begins: `end the session`, `... in ten minutes`."""
    meanings = phrases()
    return frozenset(
        opening
        for phrase, command in meanings.items()
        for opening in accumulate(phrase.split(), lambda words, word: f"{words} {word}")
        if opening in meanings and meanings[opening].name != command.name
    )


def may_go_on(text: str) -> bool:
    """Returns whether a command may be the beginning of another one.

    Args:
        text: All that was said so far, as the recogniser writes it.
    """
    return not openings().isdisjoint(_forms(said_once(words_of(text))))


def _phrases() -> Iterator[tuple[str, Command]]:
    for name, wordings in WORDINGS.items():
        for wording in wordings:
            yield from _filled(name, wording)


def _filled(name: CommandName, wording: str) -> Iterator[tuple[str, Command]]:
    if "{part}" in wording:
        for spoken, part in PARTS.items():
            yield words_of(wording.format(part=spoken)), Command(name, part=part)
    elif "{minutes}" in wording:
        for spoken, minutes in _lengths().items():
            yield words_of(wording.format(minutes=spoken)), Command(name, minutes=minutes)
    else:
        yield words_of(wording), Command(name)


@lru_cache(maxsize=1)
def _lengths() -> Mapping[str, int]:
    numbers = range(2, LONGEST_END_IN_MINUTES + 1)
    in_words = {f"{words_of(num2words(number))} minutes": number for number in numbers}
    return {**in_words, **{f"{number} minutes": number for number in numbers}, **_SPOKEN_LENGTHS}


def _forms(words: str) -> Iterator[str]:
    """Yields an utterance as it is, without courtesies, and with its beginning as it was meant."""
    yield from _without_courtesy(words)
    for respelled in _respelled(words):
        yield from _without_courtesy(respelled)


def _without_courtesy(words: str) -> Iterator[str]:
    """Yields an utterance as it is, and without `please` and the like at its ends."""
    before = ["", *(f"{word} " for word in BEFORE)]
    after = ["", *(f" {word}" for word in AFTER)]
    for start in before:
        for end in after:
            if words.startswith(start) and words.endswith(end):
                yield words[len(start) : len(words) - len(end)]


def _respelled(words: str) -> Iterator[str]:
    """Yields an utterance with its beginning as it was meant."""
    for heard, meant in HEARD_AS.items():
        if words.startswith(f"{heard} "):
            yield meant + words[len(heard) :]


def _urgent(words: str) -> Command | None:
    """Returns the urgent command of an utterance of one urgent word, said any number of times, and courtesies."""
    spoken = words.split()
    names = {URGENT_WORDS[word] for word in spoken if word in URGENT_WORDS}
    others = {word for word in spoken if word not in URGENT_WORDS}
    if len(names) != 1 or len(spoken) > _MOST_URGENT_WORDS or not others <= BESIDE_URGENT:
        return None
    return Command(names.pop())
