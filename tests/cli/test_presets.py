"""Presets on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast.resources import user_folder
from kneadcast.settings import load_preset
from tests.cli.runner import HOME, SHORT, printed, run


def write_preset(name: str, text: str) -> None:
    folder = user_folder() / "presets"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("here")
def test_a_session_is_saved_under_a_name_and_built_again() -> None:
    saved = run("build", *SHORT, "--skip", "toes", "--talk", "brief", "--save", "evening")
    assert saved.exit_code == 0, saved.stderr
    assert "saved as @evening" in saved.stderr
    again = run("script", "@evening", "--format", "json")
    direct = run("script", *SHORT, "--skip", "toes", "--talk", "brief", "--format", "json")
    assert again.stdout == direct.stdout
    assert run("build", "@evening").stdout == "five-minute-feet-3m00s.mp3\n"
    assert "did you mean 'evening'?" in run("build", "@evenin").stderr


@pytest.mark.usefixtures("here")
def test_a_preset_that_ends_at_a_time_of_day_ends_then_on_every_evening(set_clock: Callable[[str], None]) -> None:
    set_clock("22:24:30")
    session = ("five-minute-feet", "--length", "until 22:30", "--side", "left", "--template", "plain")
    assert run("build", *session, "--save", "evening").exit_code == 0
    assert load_preset("evening").options["length"] == "until 22:30"
    set_clock("22:25:30")
    assert "A session of 3m00s: begin it by 22:27 and it ends at 22:30." in run("plan", "@evening").stderr
    assert "begin it" not in run("plan", "@evening", "--length", "three minutes").stderr
    refused = run("schedule", "@evening", "-o", "r.ics")
    assert "evening.yaml:4:11: options.length: 'until 22:30' is a time of day" in refused.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("{length: soon}", "options.length: expected a length such as 20 minutes"),
        ("{pace: fast}", "p.yaml:3:17: options.pace: 'fast' is not a valid integer"),
        ("{lenght: 4m}", "options.lenght: there is no option 'lenght' (did you mean 'length'?)"),
        ("{rounds: [1, 2]}", "options.rounds: 'rounds' takes one value, not a list"),
        ("{talk: loud}", "options.talk: 'loud' is not one of 'full', 'plain', 'brief', 'chimes'"),
    ],
)
def test_a_problem_of_a_preset_is_reported_with_its_line(options: str, message: str) -> None:
    write_preset("p", f"format: 1\nroutine: {HOME}\noptions: {options}\n")
    result = run("plan", "@p")
    assert result.exit_code == 1
    assert message in result.stderr


def test_a_preset_may_have_one_value_where_an_option_takes_a_list() -> None:
    write_preset("p", f"format: 1\nroutine: {HOME}\noptions: {{only: calf, bitrate: 96}}\n")
    script = printed("script", "@p", "-l", "5m", "--format", "json")
    assert {step["area"] for step in script["steps"] if step["area"]} == {"calf"}
    assert run("show", "@p").stdout.startswith("Self-massage at home")


def test_a_name_that_no_preset_can_have_is_refused_before_anything_is_built(here: Path) -> None:
    result = run("build", HOME, "-l", "6m", "--save", "my evening")
    assert result.exit_code == 1
    assert "'my evening' cannot be the name of a preset" in result.stderr
    assert list(here.iterdir()) == []


@pytest.mark.usefixtures("here")
def test_a_session_that_cannot_be_built_is_not_saved() -> None:
    assert run("build", HOME, "-l", "3h", "--save", "evening").exit_code == 1
    assert "none" in run("config").stdout
