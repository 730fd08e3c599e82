"""Reminders for a calendar."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar

from kneadcast.reminders import DAYS, Day, Reminders, suggested_days, to_ics

TUESDAY = datetime(2030, 1, 1, 20, 30)


def reminders(*days: Day) -> Reminders:
    return Reminders(
        "toes-to-hip", "From toes to hip", "For both legs.", "2-3 times a week", 1_800_000, ("towel",), days
    )


def event(calendar: bytes) -> Any:
    (found,) = Calendar.from_ical(calendar).walk("VEVENT")
    return found


def test_a_reminder_comes_on_its_days_at_its_time_for_as_long_as_the_session() -> None:
    found = event(to_ics(reminders("fri", "mon", "wed"), TUESDAY, weeks=4))
    assert found["dtstart"].dt == datetime(2030, 1, 2, 20, 30), "the first of its days from then on"
    assert found["duration"].dt == timedelta(minutes=30)
    assert (found["rrule"]["byday"], found["rrule"]["count"]) == (["MO", "WE", "FR"], [12])
    assert found["summary"] == "From toes to hip"


def test_the_first_reminder_may_be_on_the_day_of_the_start() -> None:
    assert event(to_ics(reminders("tue"), TUESDAY))["dtstart"].dt == TUESDAY


def test_the_same_reminders_are_the_same_bytes_and_others_have_another_id() -> None:
    assert to_ics(reminders("mon", "fri"), TUESDAY) == to_ics(reminders("fri", "mon"), TUESDAY)
    ids = {str(event(to_ics(reminders(day), TUESDAY))["uid"]) for day in DAYS}
    assert len(ids) == len(DAYS)


def test_what_is_done_daily_is_suggested_daily_and_the_rest_with_a_day_between() -> None:
    assert suggested_days("lymphatic") == DAYS
    assert suggested_days("classical") == ("mon", "wed", "fri")
