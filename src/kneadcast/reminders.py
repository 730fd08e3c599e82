"""Reminders of a routine as an iCalendar file (RFC 5545), which any calendar reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal, get_args
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.messages import ENGLISH, Messages, messages_in
from kneadcast.routine import Routine, RoutineSource, load_routine
from kneadcast.units import Length, length_in_ms

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)

_DAYS_OF_TYPE: Mapping[str, tuple[Day, ...]] = {"lymphatic": DAYS, "relaxing": DAYS}
"""The days of the types of massage that are done daily."""
_OTHER_DAYS: tuple[Day, ...] = ("mon", "wed", "fri")
"""The days of all other types: two to three times a week, with a day of rest between."""
_ALARM_BEFORE = timedelta(minutes=10)


@dataclass(frozen=True)
class Reminders:
    """The sessions of a routine for which a calendar shows reminders."""

    routine: str
    title: str
    summary: str
    frequency: str
    """How often its type of massage is done, in words."""
    length_ms: int
    needs: tuple[str, ...]
    days: tuple[Day, ...]
    language: str = ENGLISH
    """BCP 47 tag of the language of the session."""


def suggested_days(type_: str) -> tuple[Day, ...]:
    """Returns days of the week that suit how often a type of massage is done."""
    return _DAYS_OF_TYPE.get(type_, _OTHER_DAYS)


def to_ics(plan: Reminders, start: datetime, weeks: int | None = None) -> bytes:
    """Returns reminders as a calendar with one recurring event, in the language of the session.

    Times are local times without a time zone. Equal reminders give equal bytes. The id of the event depends only on the
    routine, the days and the time of day, so that a calendar replaces an earlier event instead of adding another.

    Args:
        plan: The reminders.
        start: Date and time of day of the first reminder; moved to the next of the given days if it is not one of them.
        weeks: Number of weeks, or `None` for reminders without end.
    """
    calendar = Calendar()
    messages = messages_in(plan.language)
    calendar.add("prodid", f"-//Kneadcast//Kneadcast//{messages.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add_component(_event(plan, _first_day(start, plan.days), weeks, messages))
    return bytes(calendar.to_ical())


def _event(plan: Reminders, first: datetime, weeks: int | None, messages: Messages) -> Event:
    event = Event()
    days = sorted(plan.days, key=DAYS.index)
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'kneadcast:{plan.routine}:{days}:{first:%H:%M}')}@kneadcast")
    # RFC 5545 requires a time stamp; the current time would make every file different.
    event.add("dtstamp", first.replace(tzinfo=timezone.utc))
    event.add("dtstart", first)
    event.add("duration", timedelta(milliseconds=plan.length_ms))
    rule: dict[str, object] = {"freq": "weekly", "byday": [day[:2].upper() for day in days]}
    if weeks is not None:
        rule["count"] = weeks * len(days)
    event.add("rrule", rule)
    event.add("summary", plan.title)
    event.add("description", " ".join(_description(plan, messages)))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plan.title)
    alarm.add("trigger", -_ALARM_BEFORE)
    event.add_component(alarm)
    return event


def _description(plan: Reminders, messages: Messages) -> Iterator[str]:
    yield plan.summary
    if plan.needs:
        yield messages.lay_ready.format(needs=", ".join(plan.needs))
    yield messages.calendar.how_often.format(frequency=plan.frequency)


def _first_day(start: datetime, days: tuple[Day, ...]) -> datetime:
    days_ahead = min((DAYS.index(day) - start.weekday()) % len(DAYS) for day in days)
    return start + timedelta(days=days_ahead)


def schedule_routine(
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    start: datetime,
    days: Sequence[Day] = (),
    weeks: int | None = None,
    length: Length | None = None,
    language: str | None = None,
) -> bytes:
    """Returns a calendar of reminders of a routine, as an iCalendar file.

    Args:
        routine: A routine, the name of one, or the path of its file.
        start: The first day and the time of day.
        days: Days of the week; by default the usual days of the routine's type.
        weeks: The number of weeks; by default without end.
        length: The length of the session; by default that of the routine.
        language: The language of the session, for a routine given by name; by default the routine's own.

    Raises:
        KneadcastError: If the routine cannot be read, or is not available in that language.
    """
    loaded = routine if isinstance(routine, Routine) else load_routine(routine, language)
    length_ms = length_in_ms(length)
    reminders = Reminders(
        routine=loaded.name,
        title=loaded.title,
        summary=loaded.summary,
        frequency=messages_in(loaded.language).calendar.frequencies[loaded.type],
        length_ms=loaded.length if length_ms is None else length_ms,
        needs=loaded.needs,
        days=tuple(days) or suggested_days(loaded.type),
        language=loaded.language,
    )
    return to_ics(reminders, start, weeks)
