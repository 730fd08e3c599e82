"""A written text as a person would read it aloud, so that no voice has to guess at signs and abbreviations.

Voices differ in what they make of `3-5`, `10 s` or `(½)`: some spell it, some leave it out. What is left when this is
done is words and plain punctuation. Words are found for English alone; other languages keep their numbers, which the
voices read in their own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from kneadcast.speech.numbers import ordinal, spoken_number

_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_UNITS: Mapping[str, str] = {
    "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "mins": "minute", "m": "minute", "s": "second",
    "sec": "second", "secs": "second", "ms": "millisecond", "mm": "millimetre", "cm": "centimetre", "km": "kilometre",
    "g": "gram", "kg": "kilogram", "ml": "millilitre", "l": "litre", "°": "degree", "°C": "degree Celsius",
    "°F": "degree Fahrenheit", "in": "inch", "ft": "foot",
}  # fmt: skip
_PLURALS: Mapping[str, str] = {
    "inch": "inches", "foot": "feet", "degree Celsius": "degrees Celsius", "degree Fahrenheit": "degrees Fahrenheit",
}  # fmt: skip
_ABBREVIATIONS: Mapping[str, str] = {
    "e.g.": "for example", "i.e.": "that is", "approx.": "about", "ca.": "about", "vs.": "versus",
    "incl.": "including", "esp.": "especially", "Dr.": "Doctor", "Mr.": "Mister", "Mrs.": "Missis",
    "w/o": "without", "w/": "with",
}  # fmt: skip
_BEFORE_NUMBERS: Mapping[str, str] = {"No.": "number", "max.": "at most", "min.": "at least", "#": "number"}
_SIGNS: Mapping[str, str] = {
    "%": "percent",
    "+": "plus",
    "=": "equals",
    "@": "at",
    "&": "and",
    "×": "times",
    "±": "plus or minus",
}
_PARTS: Mapping[str, str] = {
    "½": "a half", "¼": "a quarter", "¾": "three quarters", "⅓": "a third", "⅔": "two thirds",
    "1/2": "a half", "1/4": "a quarter", "3/4": "three quarters", "1/3": "a third", "2/3": "two thirds",
}  # fmt: skip


def _duration(match: re.Match[str]) -> str:
    """Reads `2m30s`."""
    parts = re.findall(r"([0-9]+)(h|m|s)", match[0])
    return " ".join(_amount(number, unit) for number, unit in parts)


def _measure(match: re.Match[str]) -> str:
    """Reads `10 s`."""
    return _amount(match[1], match[2])


def _amount(number: str, unit: str) -> str:
    name = _UNITS[unit]
    return f"{spoken_number(number)} {name if number == '1' else _PLURALS.get(name, name + 's')}"


def _clock(match: re.Match[str]) -> str:
    hour, minute = spoken_number(str(int(match[1]))), match[2]
    if minute == "00":
        return f"{hour} o'clock"
    return f"{hour} oh {spoken_number(minute[1])}" if minute[0] == "0" else f"{hour} {spoken_number(minute)}"


def _mixed(match: re.Match[str]) -> str:
    return f"{match[1]} and {_PARTS[match[2]]}" if match[1] else _PARTS[match[2]]


def _literal(words: Mapping[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_Rule = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]

_ENGLISH: tuple[_Rule, ...] = (
    (re.compile(r"(?<![\w.])etc\.(?=\s+[^A-Z]|[,;:)])"), "and so on"),
    (re.compile(r"(?<![\w.])etc\."), "and so on."),
    (re.compile(rf"(?<![\w.])(?:{_literal(_ABBREVIATIONS)})(?!\w)"), lambda match: f" {_ABBREVIATIONS[match[0]]} "),
    (
        re.compile(rf"(?<![\w.])(?<![0-9] )({_literal(_BEFORE_NUMBERS)}) ?(?=[0-9])"),
        lambda match: f"{_BEFORE_NUMBERS[match[1]]} ",
    ),
    (re.compile(r"(?<![\w.:])(?:[0-9]+h)?(?:[0-9]+m)?[0-9]+[hms](?!\w)"), _duration),
    (re.compile(r"(?<![\w.:])([0-9]{1,2}):([0-5][0-9])(?![\w:])"), _clock),
    (re.compile(rf"(?<![\w.,/])([0-9]*) ?({_literal(_PARTS)})(?![\w/])"), _mixed),
    (re.compile(rf"(?<=[0-9]) ?[-–] ?(?={_NUMBER})"), " to "),
    (re.compile(rf"(?<![\w.])({_NUMBER}) ?({_literal(_UNITS)})(?:\.(?=\s+[a-z0-9]))?(?!\w)"), _measure),
    (re.compile(r"(?<![\w.])([0-9]+)(?:st|nd|rd|th)\b"), lambda match: ordinal(int(match[1]))),
    (re.compile(r"(?<=[0-9]) ?x(?= ?[0-9]|\b)"), " times "),
    (re.compile(rf"(?<![\w])[-−](?={_NUMBER})"), "minus "),
    (re.compile(_NUMBER), lambda match: f" {spoken_number(match[0])} "),
    (re.compile("|".join(map(re.escape, _SIGNS))), lambda match: f" {_SIGNS[match[0]]} "),
    (re.compile(r"\band/or\b"), "and or"),
    (re.compile(r"(?<=[^\W\d]) ?/ ?(?=(?:second|minute|hour|day|week|side|leg|foot|breath)\b)"), " a "),
    (re.compile(r"(?<=[^\W\d]) ?/ ?(?=[^\W\d])"), " or "),
)
"""In this order, for what an earlier rule has read is words to the later ones."""

_SIGNS_OF_SPEECH: tuple[_Rule, ...] = (
    (re.compile(r"[’‘ʼ`´]"), "'"),
    (re.compile(r"[“”„«»\"]"), ""),
    (re.compile(r"\s*(?:…|\.{2,})(?=\s*$|\s+[A-ZÀ-Þ])"), "."),
    (re.compile(r"\s*(?:…|\.{2,})"), ","),
    (re.compile(r"\s*[()\[\]{}]+\s*"), ", "),
    (re.compile(r"\s*[—―]+\s*|\s+[-–]+\s+|\s*-{2,}\s*"), ", "),
    (re.compile(r"[–‐‑−]"), "-"),
    (re.compile(r"[*_#~^|\\<>=/]+"), " "),
)
_TIDY: tuple[_Rule, ...] = (
    (re.compile(r"\s+"), " "),
    (re.compile(r" (?=[,.;:!?])"), ""),
    (re.compile(r"[,;:]+(?=[.!?,;:])"), ""),
    (re.compile(r"([.!?])[.!?,;:]+"), r"\1"),
    (re.compile(r"([,;:])(?=[^\s,.;:!?])(?<!\d.)"), r"\1 "),
    (re.compile(r"^[\s,.;:!?]+|[\s,;:]+$"), ""),
)
_MOST_READINGS = 8
"""Signs in a heap, such as `/½`, may come to light one by one; no sentence takes more than two."""
_DROPPED = ("So", "Sk", "Cf", "Cc", "Co", "Cn", "Cs")
"""Categories of characters that nobody reads, such as emoji and invisible marks."""


def as_read(text: str, language: str) -> str:
    """Returns a text in words and plain punctuation; reading the result again changes nothing."""
    text = unicodedata.normalize("NFC", text)
    for _ in range(_MOST_READINGS):
        text, before = _read_once(text, language), text
        if text == before:
            break
    return text


def can_be_said(text: str) -> bool:
    """Tells whether there is a letter or a number in a text."""
    return any(character.isalnum() for character in text)


def _read_once(text: str, language: str) -> str:
    if language.split("-")[0].lower() == "en":
        text = _apply(_ENGLISH, text)
    text = _apply(_SIGNS_OF_SPEECH, text)
    text = "".join(
        character if character.isspace() or unicodedata.category(character) not in _DROPPED else " "
        for character in text
    )
    return _apply(_TIDY, text)


def _apply(rules: tuple[_Rule, ...], text: str) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text
