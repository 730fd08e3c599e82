"""What a command prints if its session is not possible, and the nearest length that it takes instead."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast.cli.commands.play import play
from kneadcast.resources import user_folder
from kneadcast.units import parse_length
from tests.cli.runner import printed, run
from tests.output.devices import RecordingDevice

FEET = "five-minute-feet"
TOO_LONG = (FEET, "--length", "3h")


def commands(*arguments: str) -> list[str]:
    """Returns the command lines that a refusal names."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert "kneadcast: " in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return [line.strip() for line in result.stderr.splitlines() if line.startswith("  kneadcast ")]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", ["build", "script", "plan", "preview"])
def test_a_refusal_names_commands_of_the_same_name_that_work(command: str) -> None:
    named = commands(command, FEET, "--length", "1h15m", "--talk", "brief")
    assert 1 <= len(named) <= 3
    for line in named:
        words = shlex.split(line)
        assert (words[:2], words[-2:]) == (["kneadcast", command], ["--talk", "brief"])
        result = run("script", *words[2:], "--format", "json")
        assert json.loads(result.stdout)["length_ms"] == parse_length(words[4])


def test_what_else_was_typed_is_kept_and_quoted() -> None:
    typed = ("--rest", "15m", "--voice", "natural", "-o", "my feet.mp3", "--with", "captions", "--avoid", "ankle", "-f")
    named = commands("build", "relaxing", "--length", "12m", *typed)
    kept = "--output 'my feet.mp3' --voice natural --avoid ankle --force --with captions"
    assert named[0] == f"kneadcast build relaxing --length 12m00s {kept}"
    assert all(line.endswith(kept) for line in named)
    assert "--rest 15m00s" in named[-1]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--only", "thigh,hip", "--skip", "thigh"), ["--only thigh,hip", "--only hip --skip thigh"]),
        (("--countdown", "--talk", "chimes"), ["--talk chimes", "--countdown"]),
        (("--more", "calf", "--time", "calf=3m"), ["--more calf=1.5", "--time calf=3m00s"]),
        (("--more", "clf"), []),
    ],
)
def test_of_two_preferences_that_contradict_each_other_either_can_be_left_out(
    arguments: tuple[str, ...], named: list[str]
) -> None:
    found = commands("plan", "toes-to-hip", *arguments)
    assert sorted(found) == sorted(f"kneadcast plan toes-to-hip --length 30m00s {options}" for options in named)


def test_a_session_that_ends_at_a_time_of_day_still_does(set_clock: Callable[[str], None]) -> None:
    set_clock("20:59")
    named = commands("script", FEET, "--length", "until 22:30")
    assert named[0].startswith("kneadcast script self-massage-at-home --length 'until 22:30'")
    assert named[-1].startswith(f"kneadcast script {FEET} --length 1h0")


def test_a_preset_is_written_out_so_that_its_options_can_be_left_out() -> None:
    folder = user_folder() / "presets"
    folder.mkdir(exist_ok=True)
    text = "format: 1\nroutine: relaxing\noptions: {rest: 15m, length: 12m, talk: brief, template: plain, pan: 0.2}\n"
    (folder / "evening.yaml").write_text(text, encoding="utf-8")
    named = commands("preview", "@evening", "--skim")
    assert named[0] == "kneadcast preview relaxing --length 12m00s --talk brief --skim --template plain --pan 0.2"


@pytest.mark.parametrize(
    "arguments",
    [("script", "no-such-routine"), ("plan", "toes-to-hip", "--avoid", "nee"), ("preview", FEET, "--from", "9h")],
)
def test_another_error_names_no_commands(arguments: tuple[str, ...]) -> None:
    assert commands(*arguments) == []


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "options", [(), ("--only", "feet"), ("--side", "left", "--countdown"), ("--rest", "30m", "--length", "20m")]
)
def test_the_nearest_length_is_taken_and_said(options: tuple[str, ...]) -> None:
    result = run("script", FEET, "--length", "3h", *options, "--nearest", "--format", "json")
    given = " with these options" if {"--only", "--side", "--rest"} & {*options} else ""
    length = next(line.split()[-1] for line in result.stderr.splitlines() if "taking the nearest" in line)
    asked = "20m00s" if "20m" in options else "3h00m00s"
    said = f"kneadcast: note: '{FEET}' cannot last {asked}{given}; taking the nearest, {length}\n"
    assert (result.exit_code, result.stderr) == (0, said)
    assert json.loads(result.stdout)["length_ms"] == parse_length(length)
    assert run("script", FEET, *options, "--length", length, "--format", "json").stdout == result.stdout


def test_a_length_that_is_possible_is_kept_without_a_word() -> None:
    result = run("plan", FEET, "--length", "7m", "--nearest", "--json")
    assert (result.stderr, json.loads(result.stdout)["length_ms"]) == ("", 420_000)


def test_without_any_possible_length_the_nearest_one_is_refused() -> None:
    named = commands("plan", "seated-only", "--only", "hip", "--nearest")
    assert named[0] == "kneadcast plan preventive --length 12m00s --only hip"


@pytest.mark.parametrize("command", ["build", "preview"])
def test_a_file_is_named_by_the_length_that_is_taken(here: Path, command: str) -> None:
    short = (FEET, "--length", "1m", "--side", "left", "--template", "plain", "--nearest", "--format", "wav")
    result = run(command, *short)
    assert result.exit_code == 0, result.stderr
    length = next(line.split()[-1] for line in result.stderr.splitlines() if "taking the nearest" in line)
    name = f"{FEET}-{length if command == 'build' else 'preview'}.wav"
    assert [path.name for path in here.iterdir()] == [name]
    (here / name).write_text("not ours", encoding="utf-8")
    refused = run(command, *short)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert name in refused.stderr


def test_a_session_of_the_nearest_length_ends_at_the_time_of_day(set_clock: Callable[[str], None]) -> None:
    set_clock("20:00")
    result = run("plan", "toes-to-hip", "--length", "until 20:06", "--nearest")
    assert "taking the nearest, 7m" in result.stderr
    assert "A session of 7m" in result.stderr
    assert "it is 20:00 already, so that it ends at 20:07 or later." in result.stderr


def test_a_session_of_the_nearest_length_is_played(
    monkeypatch: pytest.MonkeyPatch, set_clock: Callable[[str], None]
) -> None:
    device = RecordingDevice()
    monkeypatch.setattr("kneadcast.output.devices.open_device", lambda: device)
    set_clock("22:29:00")
    short = (FEET, "--length", "until 22:30", "--side", "left", "--template", "plain")
    assert commands(str(play.name), *short)
    result = run("play", *short, "--nearest")
    assert result.exit_code == 0, result.stderr
    assert "which ends at" not in result.stderr
    taken = next(line.split()[-1] for line in result.stderr.splitlines() if "taking the nearest" in line)
    assert len(device.data) == parse_length(taken) * 441 // 10 * 4


@pytest.mark.usefixtures("here")
def test_the_wish_for_the_nearest_length_is_part_of_a_preset() -> None:
    short = (FEET, "--length", "1m", "--side", "left", "--template", "plain")
    assert run("build", *short, "--nearest", "--save", "short").exit_code == 0
    assert printed("plan", "@short", "--json")["length_ms"] >= 60_000
