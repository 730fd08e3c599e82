"""Conversion between durations as people write them and whole milliseconds."""

from __future__ import annotations

import re
from datetime import timedelta

from kneadcast.errors import UnitError

Length = str | timedelta
"""A length such as `30m` or `half an hour`, as `parse_length` reads it; a text with a plain number counts minutes."""

MS_PER_SECOND = 1000
MS_PER_MINUTE = 60 * MS_PER_SECOND
MS_PER_HOUR = 60 * MS_PER_MINUTE
LONGEST_MS = 1000 * MS_PER_HOUR
"""The longest duration that a text or a file can state: no routine fills it, and arithmetic with it stays exact."""

_MOST_LETTERS = 100
"""The longest text that is looked at; all understood texts are shorter."""
_UNITS = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)h)?(?:(?P<m>\d+(?:\.\d+)?)m)?(?:(?P<s>\d+(?:\.\d+)?)s)?(?:(?P<ms>\d+)ms)?", re.ASCII
)
_CLOCK = re.compile(r"(?:(?P<h>\d+):(?=\d\d:))?(?P<m>\d+):(?P<s>[0-5]\d)", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)

# fmt: off
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
# fmt: on
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL_NUMBERS = {word: number for number, word in enumerate(_NUMBERS)}
_ROUND_NUMBERS = {word: 10 * number for number, word in enumerate(_TENS, 2)}
_SYNONYMS = {
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), "h"),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), "m"),
    **dict.fromkeys(("second", "seconds", "sec", "secs"), "s"),
    **{word: str(number) for word, number in (_SMALL_NUMBERS | _ROUND_NUMBERS).items()},
    "an": "a",
    "quarters": "quarter",
}
_FRACTIONS = {"half": 0.5, "a half": 0.5, "quarter": 0.25, "a quarter": 0.25, "1 quarter": 0.25, "3 quarter": 0.75}
_SECONDS = {"h": 3600, "m": 60, "s": 1}


def parse_duration(text: str | int | float) -> int:
    """Parses `30m`, `25m30s`, `1800s`, `1h`, `500ms`, `30:00`, `1:05:00` or plain minutes into whole milliseconds.

    Args:
        text: The duration; a bare number counts minutes.

    Returns:
        Milliseconds, zero or more.

    Raises:
        UnitError: If the text is none of these, or the duration is longer than `LONGEST_MS`.
    """
    written = str(text).strip()
    compact = written.lower().replace(" ", "") if len(written) <= _MOST_LETTERS else ""
    if _PLAIN.fullmatch(compact):
        return _whole_ms(float(compact) * MS_PER_MINUTE, text)
    match = _CLOCK.fullmatch(compact) or (_UNITS.fullmatch(compact) if compact else None)
    if match is None:
        raise UnitError(f"expected a duration such as 90s, 2m30s or 30:00, got '{text}'")
    parts = {unit: float(number) for unit, number in match.groupdict().items() if number}
    seconds = parts.get("h", 0) * 3600 + parts.get("m", 0) * 60 + parts.get("s", 0)
    return _whole_ms(seconds * MS_PER_SECOND + parts.get("ms", 0), text)


def parse_length(text: str) -> int:
    """Parses a length as people say or write it into whole milliseconds.

    Understood is everything that `parse_duration` parses, and `20 minutes`, `half an hour`, `an hour and a half`,
    `three quarters of an hour`, `1 h 15` or `twenty-five minutes`. Numbers up to ninety-nine may be words.

    Raises:
        UnitError: If the text is none of these, or the length is longer than `LONGEST_MS`.
    """
    try:
        return parse_duration(text)
    except LongDurationError:
        raise
    except UnitError:
        words = _plain_words(text) if len(text) <= _MOST_LETTERS else ""
    if words.startswith(("until ", "till ", "til ")):
        raise UnitError(f"'{text}' is a time of day; give a length here, such as 30m or half an hour")
    if _PLAIN.fullmatch(words):
        return _whole_ms(float(words) * MS_PER_MINUTE, text)
    found = re.fullmatch("".join(map(_part_pattern, _SECONDS)), f"{words} ") if words else None
    if found is None:
        raise UnitError(
            "expected a length such as 20 minutes, half an hour, an hour and a half, 1h15, 25m30s, 30:00 or a number "
            f"of minutes, got '{text}'"
        )
    seconds = sum(_amount(unit, found) * unit_s for unit, unit_s in _SECONDS.items())
    return _whole_ms(seconds * MS_PER_SECOND, text)


class LongDurationError(UnitError):
    """A duration that is longer than any session can be."""


def _whole_ms(length_ms: float, text: object) -> int:
    """Returns a length rounded to whole milliseconds.

    Raises:
        LongDurationError: If it is more than `LONGEST_MS`.
    """
    if length_ms > LONGEST_MS:
        raise LongDurationError(f"expected at most {LONGEST_MS // MS_PER_HOUR} hours, got '{text}'")
    return round(length_ms)


def _plain_words(text: str) -> str:
    """Returns a text with numbers as digits, `a` for `an`, `h`, `m` and `s` for units, and one space between words."""
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text.lower())
    words: list[str] = []
    previous = ""
    for word in re.findall(r"\d+(?:\.\d+)?|[a-z]+|[^\s,]", text, re.ASCII):
        if previous in _ROUND_NUMBERS and 1 <= _SMALL_NUMBERS.get(word, 0) <= 9:
            words[-1] = str(_ROUND_NUMBERS[previous] + _SMALL_NUMBERS[word])
        elif word != "of":
            words.append(_SYNONYMS.get(word, word))
        previous = word
    return re.sub(r"( h (?:and )?[0-5]?\d)$", r"\1 m", " ".join(words))


def _part_pattern(unit: str) -> str:
    """Returns the pattern of an optional part of a length in plain words, such as `1 h `, `1 h and a half `."""
    fraction = "|".join(_FRACTIONS)
    amount = rf"(?P<{unit}>\d+(?:\.\d+)?|a)|(?:(?P<{unit}_whole>\d+) and )?(?P<{unit}_part>{fraction})(?: a)?"
    return rf"(?:(?:{amount}) {unit} (?:and (?P<{unit}_rest>{fraction}) (?!(?:a )?[hms] ))?(?:and (?!$))?)?"


def _amount(unit: str, found: re.Match[str]) -> float:
    """Returns the number of a unit in a length that was matched."""
    number = found[unit] or found[f"{unit}_whole"] or 0
    fractions = (_FRACTIONS.get(found[f"{unit}_{name}"], 0) for name in ("part", "rest"))
    return (1 if number == "a" else float(number)) + sum(fractions)


def length_in_ms(length: Length | None) -> int | None:
    """Returns a length in whole milliseconds, or `None` for `None`.

    Args:
        length: A text as `parse_length` reads it, or a `timedelta`. A number is refused, because its unit would be
            ambiguous.

    Raises:
        UnitError: If it is neither, or negative.
    """
    if length is None:
        return None
    if isinstance(length, str):
        return parse_length(length)
    if not isinstance(length, timedelta) or length < timedelta(0):
        raise UnitError(f"expected a length such as '30m' or a timedelta, got {length!r}")
    return round(length / timedelta(milliseconds=1))


def format_duration(length_ms: int) -> str:
    """Formats milliseconds as `30m00s`, `45s` or `1h05m00s`, with a fraction such as `.250` if needed."""
    whole_s, rest_ms = divmod(length_ms, MS_PER_SECOND)
    hours, minutes, seconds = whole_s // 3600, whole_s // 60 % 60, whole_s % 60
    fraction = f".{rest_ms:03d}" if rest_ms else ""
    if hours:
        return f"{hours}h{minutes:02d}m{seconds:02d}{fraction}s"
    if minutes:
        return f"{minutes}m{seconds:02d}{fraction}s"
    return f"{seconds}{fraction}s"


def format_clock(at_ms: int) -> str:
    """Formats a point in time as players show it, `5:03` or `1:05:03`, rounded down to the second."""
    whole_s = at_ms // MS_PER_SECOND
    if whole_s >= 3600:
        return f"{whole_s // 3600}:{whole_s // 60 % 60:02d}:{whole_s % 60:02d}"
    return f"{whole_s // 60}:{whole_s % 60:02d}"


def whole_seconds_up(length_ms: int) -> int:
    """Rounds a length up to whole seconds; the result is in milliseconds."""
    return -(-length_ms // MS_PER_SECOND) * MS_PER_SECOND


def whole_seconds_down(length_ms: int) -> int:
    """Rounds a length down to whole seconds; the result is in milliseconds."""
    return length_ms // MS_PER_SECOND * MS_PER_SECOND


def frames_at(at_ms: int, frame_rate: int) -> int:
    """Converts an absolute time to a frame index, rounded down.

    Convert the sum of several lengths, never add up converted lengths: the rounding would accumulate.
    """
    return at_ms * frame_rate // MS_PER_SECOND
