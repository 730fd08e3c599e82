"""The languages that have messages, and the messages of each."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kneadcast.document import read_model
from kneadcast.errors import OutputError
from kneadcast.languages import primary_language
from kneadcast.messages.model import Messages

ENGLISH = "en"
"""The language of sessions whose own language has no messages."""
_FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def known_languages() -> frozenset[str]:
    """Returns the primary tags of the languages that have messages."""
    return frozenset(path.stem for path in _FOLDER.glob("*.yaml"))


def messages_in(language: str) -> Messages:
    """Returns the messages of a language: those of `de` for `de-AT`, and English ones if it has none.

    Args:
        language: BCP 47 tag, such as the `language` of a script.

    Raises:
        OutputError: If the file of the package is damaged.
    """
    primary = primary_language(language)
    return _read(primary if primary in known_languages() else ENGLISH)


@lru_cache
def _read(language: str) -> Messages:
    return read_model(_FOLDER / f"{language}.yaml", Messages, error=OutputError)
