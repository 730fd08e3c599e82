"""`kneadcast schedule`."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kneadcast.settings import Preset, save_preset
from tests.cli.runner import HOME, run


def test_a_calendar_has_the_days_the_time_and_the_start_that_are_given(here: Path) -> None:
    result = run("schedule", HOME, "--days", "mon,Friday", "--at", "7:15", "--starting", "2030-01-01", "-o", "r.ics")
    assert (result.exit_code, result.stdout) == (0, "r.ics\n")
    calendar = (here / "r.ics").read_text(encoding="utf-8")
    assert "DTSTART:20300104T071500" in calendar
    assert "BYDAY=MO,FR" in calendar


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("day", ["noday", "monster", "m"])
def test_a_day_that_does_not_exist_is_a_usage_error(day: str) -> None:
    assert run("schedule", HOME, "--days", day, "-o", "s.ics").exit_code == 2


def test_the_first_reminder_is_in_the_future(here: Path) -> None:
    assert run("schedule", HOME, "--days", "mon,tue,wed,thu,fri,sat,sun", "--at", "0:00", "-o", "r.ics").exit_code == 0
    (start,) = [line for line in (here / "r.ics").read_text(encoding="utf-8").splitlines() if "DTSTART" in line]
    assert datetime.strptime(start, "DTSTART:%Y%m%dT%H%M%S") >= datetime.now() - timedelta(minutes=1)


def test_a_preset_is_scheduled_with_its_routine_and_length(here: Path) -> None:
    save_preset("evening", Preset(routine=HOME, options={"length": "6m"}))
    assert run("schedule", "@evening", "-o", "r.ics").exit_code == 0
    calendar = (here / "r.ics").read_text(encoding="utf-8")
    assert "SUMMARY:Self-massage at home" in calendar
    assert "DURATION:PT6M" in calendar


def test_a_reminder_of_a_session_states_its_length_and_not_a_time_of_day(here: Path) -> None:
    assert run("schedule", HOME, "--length", "a quarter of an hour", "-o", "r.ics").exit_code == 0
    assert "DURATION:PT15M" in (here / "r.ics").read_text(encoding="utf-8")
    refused = run("schedule", HOME, "--length", "until 22:30", "-o", "s.ics")
    assert refused.exit_code == 2
    assert "'until 22:30' is a time of day" in refused.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "de",
            ("SUMMARY:Vor dem Einschlafen", "Leg bereit: Bett, zwei Kissen, Decke. Wie oft: abends", "Kneadcast//DE"),
        ),
        ("es", ("SUMMARY:Antes de dormir", "Ten a mano: cama, dos almohadas, manta. Frecuencia: ", "Kneadcast//ES")),
        ("en", ("SUMMARY:Before you sleep", "Lay ready: bed, two cushions, blanket. How often: any", "Kneadcast//EN")),
    ],
)
def test_a_reminder_is_in_the_language_of_its_session(here: Path, language: str, words: tuple[str, ...]) -> None:
    assert run("schedule", "before-sleep", "--language", language, "-o", "r.ics").exit_code == 0
    calendar = (here / "r.ics").read_bytes().decode().replace("\r\n ", "").replace("\\,", ",")
    assert [word for word in words if word not in calendar] == []
    save_preset("evening", Preset(routine="before-sleep", options={"language": language}))
    assert run("schedule", "@evening", "-o", "preset.ics").exit_code == 0
    assert (here / "preset.ics").read_bytes() == (here / "r.ics").read_bytes()


def test_a_language_that_the_routine_does_not_have_is_refused(here: Path) -> None:
    refused = run("schedule", HOME, "--language", "fr", "-o", "r.ics")
    assert (refused.exit_code, list(here.iterdir())) == (1, [])
    assert "not available in language 'fr'" in refused.stderr.replace("\n", " ")


def test_an_existing_file_is_not_replaced(here: Path) -> None:
    (here / "x.md").write_text("mine", encoding="utf-8")
    result = run("schedule", HOME, "-o", "x.md")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "'x.md' already exists" in result.stderr
    assert (here / "x.md").read_text(encoding="utf-8") == "mine"
    assert [file.name for file in here.iterdir()] == ["x.md"]
