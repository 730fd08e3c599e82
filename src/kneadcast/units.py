"""Conversion between durations as people write them and whole milliseconds."""

from __future__ import annotations

import re
from datetime import timedelta

from kneadcast.errors import UnitError

Length = str | timedelta
"""A length such as `30m` or `25m30s`; a text with a plain number counts minutes."""

MS_PER_SECOND = 1000
MS_PER_MINUTE = 60 * MS_PER_SECOND
MS_PER_HOUR = 60 * MS_PER_MINUTE

_UNITS = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)h)?(?:(?P<m>\d+(?:\.\d+)?)m)?(?:(?P<s>\d+(?:\.\d+)?)s)?(?:(?P<ms>\d+)ms)?", re.ASCII
)
_CLOCK = re.compile(r"(?:(?P<h>\d+):(?=\d\d:))?(?P<m>\d+):(?P<s>[0-5]\d)", re.ASCII)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)


def parse_duration(text: str | int | float) -> int:
    """Parses `30m`, `25m30s`, `1800s`, `1h`, `500ms`, `30:00`, `1:05:00` or plain minutes into whole milliseconds.

    Args:
        text: The duration; a bare number counts minutes.

    Returns:
        Milliseconds, zero or more.

    Raises:
        UnitError: If the text is none of these.
    """
    compact = str(text).strip().lower().replace(" ", "")
    if _PLAIN.fullmatch(compact):
        return round(float(compact) * MS_PER_MINUTE)
    match = _CLOCK.fullmatch(compact) or (_UNITS.fullmatch(compact) if compact else None)
    if match is None:
        raise UnitError(f"expected a duration such as 90s, 2m30s or 30:00, got '{text}'")
    parts = {unit: float(number) for unit, number in match.groupdict().items() if number}
    seconds = parts.get("h", 0) * 3600 + parts.get("m", 0) * 60 + parts.get("s", 0)
    return round(seconds * MS_PER_SECOND + parts.get("ms", 0))


def length_in_ms(length: Length | None) -> int | None:
    """Returns a length in whole milliseconds, or `None` for `None`.

    Args:
        length: A text as `parse_duration` reads it, or a `timedelta`. A number is refused, because its unit would be
            ambiguous.

    Raises:
        UnitError: If it is neither, or negative.
    """
    if length is None:
        return None
    if isinstance(length, str):
        return parse_duration(length)
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
