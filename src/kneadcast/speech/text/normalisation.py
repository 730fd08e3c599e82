"""A written text as a person would read it aloud, so that no voice has to guess at signs and abbreviations.

Voices differ in what they make of `3-5`, `10 s` or `(½)`: some spell it, some leave it out. What is left when this is
done is words and plain punctuation. Words are found for English alone; other languages keep their numbers, which the
voices read in their own way.
"""

from __future__ import annotations

import re
import unicodedata

from kneadcast.languages import primary_language
from kneadcast.speech.text.english import ENGLISH, Rule

_SIGNS_OF_SPEECH: tuple[Rule, ...] = (
    (re.compile(r"[’‘ʼ`´]"), "'"),
    (re.compile(r"[“”„«»\"]"), ""),
    (re.compile(r"\s*(?:…|\.{2,})(?=\s*$|\s+[A-ZÀ-Þ])"), "."),
    (re.compile(r"\s*(?:…|\.{2,})"), ","),
    (re.compile(r"\s*[()\[\]{}•·]+\s*"), ", "),
    (re.compile(r"\s*[—―]+\s*|\s+[-–]+\s+|\s*-{2,}\s*"), ", "),
    (re.compile(r"[–‐‑−]"), "-"),
    (re.compile(r"[*_#~^|\\<>=/¶]+"), " "),
)
_TIDY: tuple[Rule, ...] = (
    (re.compile(r"\s+"), " "),
    (re.compile(r" (?=[,.;:!?])"), ""),
    (re.compile(r"[,;:]+(?=[.!?,;:])"), ""),
    (re.compile(r"([.!?])[.!?,;:]+"), r"\1"),
    (re.compile(r"([,;:])(?=[^\s,.;:!?])(?<!\d.)"), r"\1 "),
    (re.compile(r"(?<=[a-z][.!?])(?=[A-ZÀ-Þ])"), " "),
    (re.compile(r"^[\s,.;:!?]+|[\s,;:]+$"), ""),
)
_MOST_READINGS = 8
"""Signs in a heap, such as `/½`, may come to light one by one; no sentence takes more than two."""
_DROPPED = ("So", "Sk", "Cf", "Cc", "Co", "Cn", "Cs")
"""Categories of characters that nobody reads, such as emoji and invisible marks."""


def normalise_text(text: str, language: str) -> str:
    """Returns a text in words and plain punctuation; reading the result again changes nothing."""
    text = unicodedata.normalize("NFC", text)
    for _ in range(_MOST_READINGS):
        text, before = _read_once(text, language), text
        if text == before:
            break
    return text


def is_speakable(text: str) -> bool:
    """Tells whether there is a letter or a number in a text."""
    return any(character.isalnum() for character in text)


def _read_once(text: str, language: str) -> str:
    if primary_language(language) == "en":
        text = _apply(ENGLISH, text)
    text = _apply(_SIGNS_OF_SPEECH, text)
    text = "".join(
        character if character.isspace() or unicodedata.category(character) not in _DROPPED else " "
        for character in text
    )
    return _apply(_TIDY, text)


def _apply(rules: tuple[Rule, ...], text: str) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text
