"""A session in another language, and English words in what was written for its listeners."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from kneadcast import Options, SoundSettings
from kneadcast.build import compile_session
from kneadcast.messages import ENGLISH, messages_in
from kneadcast.script.model import Script

NAMES = frozenset({"kneadcast"})
"""Words that are the same in every language."""


def spoken_in(language: str) -> Script:
    """Returns the script of a session in a language; needs a silent narrator."""
    options = Options(sound=SoundSettings(template="plain"), language=language)
    return compile_session("self-massage-at-home", length="10m", options=options).script


def words_in(*texts: str) -> set[str]:
    """Returns the words of texts in lower case."""
    return {word.lower() for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def english_words(script: Script, *texts: str) -> set[str]:
    """Returns the words of texts that are English messages, and neither the session's own nor of its language."""
    own = words_in(*_words_of(script), *_messages(script.language)) | NAMES
    return words_in(*texts) & words_in(*_messages(ENGLISH)) - own


def untranslated(script: Script, texts: Iterable[str], in_english: Iterable[str]) -> set[str]:
    """Returns the words that a session has in common with the English session of the same routine.

    A word that is written in the program and not in the messages is found as well, in contrast to `english_words`.

    Args:
        script: The session.
        texts: What is written for its listeners.
        in_english: The same of the English session.
    """
    own = words_in(*_words_of(script), *_messages(script.language)) | NAMES
    return words_in(*texts) & words_in(*in_english) - own


def _words_of(script: Script) -> Iterator[str]:
    yield from (script.title, script.sound.voice, *script.needs)
    yield from (step.section for step in script.steps)
    yield from (cue.text for cue in script.cues if cue.text)


def _messages(language: str) -> Iterator[str]:
    """Yields every message of a language without its placeholders."""
    yield from _texts(messages_in(language).model_dump(exclude={"language"}))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield re.sub(r"\{\w+\}", "", value)
        return
    for inner in value.values() if isinstance(value, dict) else value:
        yield from _texts(inner)
