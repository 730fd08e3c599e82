"""Lengths on the command line: a duration, or the time of day at which a session ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from kneadcast.errors import UnitError
from kneadcast.units import MS_PER_SECOND, format_duration, length_in_ms, parse_length

BUILDING_TIME = timedelta(minutes=1)
"""Time to build a session and to start it, before it begins."""
FARTHEST_END = timedelta(hours=12)
"""The longest time until the end of a session; a time of day that is farther away is taken for a mistake."""
_ROUNDED_FROM = timedelta(minutes=3)
"""Sessions that are built, and that last this long or longer, last whole minutes."""

# Compiled when they are first used, so that `kneadcast --help` starts fast.
_UNTIL = r"(?i:until|till|til)\s+(?P<time>\S.*)"
_TIME = r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-5][0-9]))?(?:\s*(?P<half>[apAP])\.?[mM]\.?)?"
_NAMED_TIMES = {"noon": (12, 0), "midday": (12, 0), "midnight": (0, 0)}


@dataclass(frozen=True)
class RequestedLength:
    """A length as it was requested, which may depend on the time of the request."""

    text: str
    length: timedelta
    end: datetime | None = None
    """When the session ends, if that was requested."""
    at_once: bool = False
    """Whether the session begins at the time of the request, without being built first."""


def requested_length(text: str, now: datetime, *, at_once: bool = False) -> RequestedLength:
    """Parses a length such as `half an hour` or `until 22:30`.

    A session that ends at a time of day lasts from now until then. If it is built first, it is shorter by
    `BUILDING_TIME` and then rounded down: to whole minutes from three minutes on, otherwise to whole seconds.

    Args:
        text: The length, or `until`, `till` or `til` and a time of day.
        now: The current time.
        at_once: Whether the session begins now, without being built first.

    Raises:
        UnitError: If the text is neither, or the time of day is too near or more than 12 hours away.
    """
    until = re.fullmatch(_UNTIL, text.strip())
    if until is None:
        return RequestedLength(text, timedelta(milliseconds=_length_ms(text)))
    end = _next_end(until["time"], now)
    length = end - now if at_once else end - now - BUILDING_TIME
    unit = timedelta(minutes=1) if length >= _ROUNDED_FROM and not at_once else timedelta(seconds=1)
    length -= length % unit
    if length <= timedelta(0):
        raise UnitError(f"it is {now:%H:%M} now, which leaves no time for a session until {end:%H:%M}")
    return RequestedLength(text, length, end, at_once)


def end_notice(length: timedelta, end: datetime, now: datetime) -> str:
    """Returns a sentence that says when a session has to begin, so that it ends at a time of day."""
    begin, shown = end - length, _shown(length)
    if now <= begin:
        return f"A session of {shown}: begin it by {_clock(begin)} and it ends at {_clock(end)}."
    return f"A session of {shown}: it is {now:%H:%M} already, so that it ends at {now + length:%H:%M} or later."


def playing_notice(length: timedelta, end: datetime) -> str:
    """Returns a sentence that says when a session ends that begins now."""
    return f"A session of {_shown(length)}, which ends at {_clock(end)}."


def _length_ms(text: str) -> int:
    try:
        length_ms = parse_length(text)
        timedelta(milliseconds=length_ms)
    except OverflowError:
        raise UnitError(f"'{text}' is too long for a length of time") from None
    except UnitError as error:
        raise UnitError(f"{error}; or the time at which it ends, such as until 22:30") from None
    return length_ms


def _next_end(text: str, now: datetime) -> datetime:
    """Returns the next moment of a time of day.

    Raises:
        UnitError: If the text is no time of day, or the moment is more than 12 hours away.
    """
    hour, minute = _time_of_day(text)
    end = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    end += timedelta(days=end <= now)
    if end - now > FARTHEST_END:
        nearer = f"{end - timedelta(hours=12):%H:%M}"
        raise UnitError(
            f"it is {now:%H:%M} now, and {end:%H:%M} is more than 12 hours away (did you mean 'until {nearer}'?)"
        )
    return end


def _time_of_day(text: str) -> tuple[int, int]:
    """Returns the hour and the minute of a time such as `22:30`, `10:30 pm`, `10 pm`, `noon` or `midnight`.

    Raises:
        UnitError: If the text is no such time.
    """
    if text.lower() in _NAMED_TIMES:
        return _NAMED_TIMES[text.lower()]
    found = re.fullmatch(_TIME, text.strip())
    if found and (found["half"] or found["minute"]):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if not found["half"] and hour < 24:
            return hour, minute
        if found["half"] and 1 <= hour <= 12:
            return hour % 12 + (12 if found["half"].lower() == "p" else 0), minute
    raise UnitError(f"'{text}' is no time of day; write until 22:30 or until 10:30 pm")


def _shown(length: timedelta) -> str:
    return format_duration((length_in_ms(length) or 0) // MS_PER_SECOND * MS_PER_SECOND)


def _clock(at: datetime) -> str:
    """Returns a time of day, with its seconds if it has any."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
