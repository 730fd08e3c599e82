"""Text normalisation: numbers, abbreviations and signs as words, so that every voice reads them alike.

Voices differ in how they read `3-5`, `10 s` or `(½)`: some spell it out, some skip it. A normalised English text has
words and plain punctuation only. In other languages the voices read numbers themselves; German and Spanish ranges of
numbers are written with a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kneadcast.languages import primary_language
from kneadcast.speech.text.english import ENGLISH_RULES
from kneadcast.speech.text.ranges import GERMAN_RULES, SPANISH_RULES
from kneadcast.speech.text.rewrite_rules import RewriteRule, apply_rules

_RULES: Mapping[str, tuple[RewriteRule, ...]] = {"de": GERMAN_RULES, "en": ENGLISH_RULES, "es": SPANISH_RULES}
"""By primary language."""
_SIGNS: tuple[RewriteRule, ...] = (
    (re.compile(r"[’‘ʼ`´]"), "'"),
    (re.compile(r"[“”„«»\"]"), ""),
    (re.compile(r"\s*(?:…|\.{2,})(?=\s*$|\s+[A-ZÀ-Þ])"), "."),
    (re.compile(r"\s*(?:…|\.{2,})"), ","),
    (re.compile(r"\s*[()\[\]{}•·]+\s*"), ", "),
    (re.compile(r"\s*[—―]+\s*|\s+[-–]+\s+|\s*-{2,}\s*"), ", "),
    (re.compile(r"[–‐‑−]"), "-"),
    (re.compile(r"[*_#~^|\\<>=/¶]+"), " "),
)
_TIDY: tuple[RewriteRule, ...] = (
    (re.compile(r"\s+"), " "),
    (re.compile(r" (?=[,.;:!?])"), ""),
    (re.compile(r"[,;:]+(?=[.!?,;:])"), ""),
    (re.compile(r"([.!?])[.!?,;:]+"), r"\1"),
    (re.compile(r"([,;:])(?=[^\s,.;:!?])(?<!\d.)"), r"\1 "),
    (re.compile(r"(?<=[a-z][.!?])(?=[A-ZÀ-Þ])"), " "),
    (re.compile(r"^[\s,.;:!?]+|[\s,;:]+$"), ""),
)
_MOST_PASSES = 8
"""Adjacent signs such as `/½` may need a pass each; no known sentence needs more than two passes."""
_DROPPED = ("So", "Sk", "Cf", "Cc", "Co", "Cn", "Cs")
"""Unicode categories of characters that are not read, such as emoji and invisible marks."""


def normalise_text(text: str, language: str) -> str:
    """Returns a text as words and plain punctuation; the function is idempotent."""
    text = unicodedata.normalize("NFC", text)
    for _ in range(_MOST_PASSES):
        text, before = _normalise_once(text, language), text
        if text == before:
            break
    return text


def is_speakable(text: str) -> bool:
    """Returns whether a text has a letter or a number in it."""
    return any(character.isalnum() for character in text)


def _normalise_once(text: str, language: str) -> str:
    text = apply_rules(_RULES.get(primary_language(language), ()), text)
    text = apply_rules(_SIGNS, text)
    text = "".join(
        character if character.isspace() or unicodedata.category(character) not in _DROPPED else " "
        for character in text
    )
    return apply_rules(_TIDY, text)
