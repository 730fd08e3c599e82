"""Rules for English numbers, units, abbreviations and signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kneadcast.speech.text.numbers import cardinal, fraction, ordinal, spoken_number, spoken_year
from kneadcast.speech.text.rewrite_rules import RewriteRule

_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
_DURATION_UNITS: Mapping[str, str] = {"h": "hour", "m": "minute", "s": "second"}
_UNITS: Mapping[str, str] = {
    "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "mins": "minute", "s": "second", "sec": "second",
    "secs": "second", "ms": "millisecond", "mm": "millimetre", "cm": "centimetre", "m": "metre", "km": "kilometre",
    "g": "gram", "kg": "kilogram", "ml": "millilitre", "l": "litre", "ft": "foot", "oz": "ounce", "lb": "pound",
    "lbs": "pound", "tsp": "teaspoon", "tbsp": "tablespoon", "bpm": "beat per minute", "°": "degree",
    "°C": "degree Celsius", "°F": "degree Fahrenheit", "€": "euro", "$": "dollar", "£": "pound",
}  # fmt: skip
_PLURALS: Mapping[str, str] = {
    "foot": "feet", "inch": "inches", "beat per minute": "beats per minute", "degree Celsius": "degrees Celsius",
    "degree Fahrenheit": "degrees Fahrenheit",
}  # fmt: skip
_ABBREVIATIONS: Mapping[str, str] = {
    "e.g.": "for example", "i.e.": "that is", "approx.": "about", "ca.": "about", "vs.": "versus", "vs": "versus",
    "incl.": "including", "esp.": "especially", "Dr.": "Doctor", "Mr.": "Mister", "Mrs.": "Missis",
    "w/o": "without", "w/": "with", "and/or": "and or", "24/7": "twenty-four seven",
}  # fmt: skip
_BEFORE_NUMBERS: Mapping[str, str] = {
    "No.": "number", "№": "number", "#": "number", "max.": "at most", "min.": "at least", "~": "about",
    "<": "less than", ">": "more than", "§": "section",
}  # fmt: skip
_SIGNS: Mapping[str, str] = {
    "%": "percent", "+": "plus", "=": "equals", "@": "at", "&": "and", "×": "times", "÷": "divided by",
    "±": "plus or minus", "²": "squared", "³": "cubed", "≥": "at least", "≤": "at most", "≈": "about", "→": "to",
}  # fmt: skip
_OUT_OF = (10, 100)
"""Ends of scales: a pressure of 4/10 is four out of ten, not four tenths."""


def _any_of(words: Mapping[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _with_article(noun: str) -> str:
    return f"{'an' if noun in ('hour', 'inch', 'ounce') else 'a'} {noun}"


def _plural(noun: str) -> str:
    return _PLURALS.get(noun, f"{noun}s")


def _amount(number: str, noun: str) -> str:
    return f"{spoken_number(number)} {noun if number == '1' else _plural(noun)}"


def _duration(match: re.Match[str]) -> str:
    """Reads `2m30s`."""
    parts = re.findall(r"([0-9]+)(h|m|s)", match[0])
    return " ".join(_amount(number, _DURATION_UNITS[unit]) for number, unit in parts)


def _clock(match: re.Match[str]) -> str:
    """Reads `10:05` and `9:00 pm`."""
    hour, minute, half_of_day = spoken_number(str(int(match[1]))), match[2], match[3]
    past = f"oh {spoken_number(minute[1])}" if minute[0] == "0" else spoken_number(minute)
    if not half_of_day:
        return f"{hour} o'clock" if minute == "00" else f"{hour} {past}"
    return f"{hour} {half_of_day}" if minute == "00" else f"{hour} {past} {half_of_day}"


def _fraction(match: re.Match[str]) -> str:
    """Reads `1/2`, `2 1/2 h`, `3/4 h` and `4/10`."""
    whole, top, bottom = match[1], int(match[2]), int(match[3])
    noun = _UNITS[match[4]] if match[4] else ""
    if not 0 < top < bottom:
        return f"{match[1] or ''} {cardinal(top)} over {cardinal(bottom)} {match[4] or ''}"
    if bottom in _OUT_OF and not whole:
        return f"{cardinal(top)} out of {cardinal(bottom)} {_plural(noun) if noun else ''}"
    part = fraction(top, bottom)
    if whole:
        return f"{spoken_number(whole)} and {part} {_plural(noun) if noun else ''}"
    if noun:
        return f"half {_with_article(noun)}" if part == "a half" else f"{part} of {_with_article(noun)}"
    return part


def _decade(match: re.Match[str]) -> str:
    """Reads `1990s`."""
    year = spoken_year(int(match[1]))
    return f"{year[:-1]}ies" if year.endswith("y") else f"{year}s"


def _plain_fraction(match: re.Match[str]) -> str:
    """Returns ` 1/2` for `½`."""
    return " " + unicodedata.normalize("NFKC", match[0]).replace("\N{FRACTION SLASH}", "/")


ENGLISH_RULES: tuple[RewriteRule, ...] = (
    (re.compile(r"(?<![\w.])etc\.(?=\s+[^A-Z]|[,;:)])"), "and so on"),
    (re.compile(r"(?<![\w.])etc\."), "and so on."),
    (re.compile(rf"(?<![\w.])(?:{_any_of(_ABBREVIATIONS)})(?!\w)"), lambda match: f" {_ABBREVIATIONS[match[0]]} "),
    (
        re.compile(rf"(?<![\w.])({_any_of(_BEFORE_NUMBERS)})(?<![0-9] min\.) ?(?=[0-9])"),
        lambda match: f" {_BEFORE_NUMBERS[match[1]]} ",
    ),
    (re.compile(r"(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9]))|(?<=[0-9]) (?=000(?![0-9]))"), ""),
    (re.compile(r"(?<![\w.,])((?:1[1-9]|20)[0-9]0)s\b"), _decade),
    (re.compile(r"(?<![\w.:])(?:[0-9]+h)?(?:[0-9]+m)?[0-9]+[hms](?!\w)"), _duration),
    (re.compile(r"(?<![\w.:])([0-9]{1,2}):([0-5][0-9])(?![0-9:])(?: ?([ap]\.m\.|[ap]m\b))?"), _clock),
    (re.compile(r"(?<![\w.:])([0-9]+):([0-9]+)(?![\w:])"), r"\1 to \2"),
    (re.compile("[¼-¾⅐-⅞]"), _plain_fraction),
    (re.compile(r"(?<![\w.,/])1/2(?= an? )"), "half"),
    (
        re.compile(rf"(?<![\w.,/])(?:([0-9]+) )?([0-9]{{1,3}})/([0-9]{{1,3}})(?: ?({_any_of(_UNITS)}))?(?![\w/])"),
        _fraction,
    ),
    (re.compile(rf"(?:(?<=[0-9])|(?<=[ap]\.m\.)|(?<=[ap]m)) ?[-–] ?(?={_NUMBER})"), " to "),
    (re.compile(rf"([$£€]) ?({_NUMBER})"), r"\2 \1"),
    (
        re.compile(rf"(?<![\w.])({_NUMBER})-({_any_of(_UNITS)})(?!\w)"),
        lambda match: f"{spoken_number(match[1])} {_UNITS[match[2]]}",
    ),
    # Without a full stop, or before anything but small letters, `in` is the preposition.
    (re.compile(rf"(?<![\w.])({_NUMBER}) ?in\.(?=\s+[a-z])"), lambda match: _amount(match[1], "inch")),
    (
        re.compile(rf"(?<![\w.])({_NUMBER}) ?({_any_of(_UNITS)})(?:\.(?=\s+[a-z0-9]))?(?!\w)"),
        lambda match: _amount(match[1], _UNITS[match[2]]),
    ),
    (re.compile(r"(?<![\w.])([0-9]+)(?:st|nd|rd|th)\b"), lambda match: ordinal(int(match[1]))),
    (
        re.compile(r"\b(?i:(in|by|since|until)) ((?:1[5-9]|20)[0-9]{2})\b(?![.,][0-9])"),
        lambda match: f"{match[1]} {spoken_year(int(match[2]))}",
    ),
    (re.compile(r"(?<=[0-9]) ?x(?= ?[0-9]|\b)"), " times "),
    (re.compile(rf"(?<![\w])[-−](?={_NUMBER})"), "minus "),
    (re.compile(rf"({_NUMBER})-(?=[^\W\d])"), r"\1 "),
    (re.compile(_NUMBER), lambda match: f" {spoken_number(match[0])} "),
    (re.compile("|".join(map(re.escape, _SIGNS))), lambda match: f" {_SIGNS[match[0]]} "),
    (re.compile(r"(?<=[^\W\d]) ?/ ?(?=(?:second|minute|hour|day|week|side|leg|foot|breath)\b)"), " a "),
    (re.compile(r"(?<=[^\W\d]) ?/ ?(?=[^\W\d])"), " or "),
)
"""The order matters, because each rule is applied to the result of the ones before it."""
