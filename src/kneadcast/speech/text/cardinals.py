"""Rules for numbers in German and Spanish texts: ranges, decimals and whole numbers that stand alone.

All other digits are left for the voice to read: ordinals, clock times, dates, fractions, amounts with a unit's
abbreviation, and numbers whose word depends on the gender of the noun after them, as in `1 Minute` or `21 minutos`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kneadcast.speech.text.numbers import cardinal, spoken_digits
from kneadcast.speech.text.rules import Rule

_GERMAN_CENTURIES = range(1100, 2000)
"""Read as years: `neunzehnhundertneunzig`, where a cardinal would be `eintausendneunhundertneunzig`."""

_WHOLE = r"(?:0|[1-9][0-9]{0,2}\.[0-9]{3}|[1-9][0-9]{0,5})"  # below one million
_NUMBER = rf"{_WHOLE}(?:,[0-9]+)?"
_START = r"(?<![^\s(\[\"'„“»«¡¿])(?<![0-9] )"
_CLOSING = r"[,;:!?…)\]\"'“”»«]*(?:\s|$)"
_UNIT = r"(?: ?(?:[%€$£°²³]|(?:[kcm]?m|k?g|mg|[cm]?l|h|s|ms|sek|min|std|seg)\b))"
_NEXT_WORD = re.compile(r"\s+[^\W\d_]")


def _rules(language: str, to: str, point: str, keeps_digits: Callable[[str, bool], bool], end: str) -> tuple[Rule, ...]:
    """Builds the rules of a language.

    Args:
        language: Primary language.
        to: The word between the ends of a range.
        point: The word for the decimal comma.
        keeps_digits: Returns whether a whole number is left to the voice, given its digits as written and whether a
            word follows.
        end: Pattern for a full stop that ends a sentence.
    """

    def write_out(match: re.Match[str]) -> str:
        whole, comma, decimals = match[0].replace(".", "").partition(",")
        word_follows = bool(_NEXT_WORD.match(match.string, match.end()))
        if not comma and keeps_digits(match[0], word_follows):
            return match[0]
        words = cardinal(int(whole), language)
        return f"{words} {point} {spoken_digits(decimals, language)}" if comma else words

    stop = rf"(?=(?:{end})?{_CLOSING})(?! [0-9])"
    return (
        (re.compile(rf"{_START}({_NUMBER}) ?[-\u2013] ?({_NUMBER}){stop}"), rf"\1 {to} \2"),
        (re.compile(rf"{_START}{_NUMBER}{stop}(?!{_UNIT})", re.IGNORECASE), write_out),
    )


def _german_keeps_digits(digits: str, word_follows: bool) -> bool:
    is_year = "." not in digits and int(digits) in _GERMAN_CENTURIES
    return is_year or (word_follows and int(digits.replace(".", "")) % 100 == 1)


def _spanish_keeps_digits(digits: str, word_follows: bool) -> bool:
    thousands, rest = divmod(int(digits.replace(".", "")), 1000)
    if thousands > 1 and _agrees_with_noun(thousands):
        return True  # `veintiún mil`, `doscientas mil`
    return word_follows and _agrees_with_noun(rest)


def _agrees_with_noun(number: int) -> bool:
    """Returns whether a Spanish number below 1000 agrees with its noun: it ends in `uno` or contains `-cientos`."""
    return number >= 200 or (number % 10 == 1 and number % 100 != 11)


# A full stop after a German number makes an ordinal of it, except at the end of the text.
GERMAN = _rules("de", "bis", "Komma", _german_keeps_digits, end=r"\.(?=\W*$)")
SPANISH = _rules("es", "a", "coma", _spanish_keeps_digits, end=r"\.")
