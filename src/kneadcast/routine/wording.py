"""Splits the texts of a routine into sentences and words, and converts names into ids."""

from __future__ import annotations

import re
from functools import lru_cache


def split_sentences(text: str) -> tuple[str, ...]:
    """Splits spoken text after the end of each sentence, where the voice pauses."""
    return tuple(part for part in re.split(r"(?<=[.!?])\s+", " ".join(text.split())) if part)


def words_of(text: str) -> list[str]:
    """Returns the words of a text in lower case, without punctuation and placeholders."""
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", re.sub(r"\{[^{}]*\}", " ", text).casefold())  # noqa: RUF001


@lru_cache(maxsize=1024)
def slug(name: str) -> str:
    """Returns a name in lower case with hyphens between its words, for ids and file names."""
    return "-".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())
