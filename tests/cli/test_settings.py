"""Presets, the config file and the environment."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kneadcast.cli import cli

HOME = "self-massage-at-home"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="kneadcast")


def config_file() -> Path:
    return Path(os.environ["KNEADCAST_CONFIG_DIR"]) / "config.yaml"


def write_preset(name: str, text: str) -> None:
    folder = config_file().parent / "presets"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def holds(*arguments: str) -> dict[str, tuple[object, str]]:
    rows = json.loads(run("config", *arguments, "--json").stdout)["options"]
    return {row["option"]: (row["value"], row["from"]) for row in rows}


@pytest.mark.usefixtures("here")
def test_a_session_is_kept_under_a_name_and_built_again() -> None:
    saved = run("build", HOME, "-l", "6m", "--skip", "toes", "--talk", "brief", "--save", "evening")
    assert saved.exit_code == 0, saved.stderr
    assert "kept as @evening" in saved.stderr
    again = run("script", "@evening", "--format", "json")
    direct = run("script", HOME, "-l", "6m", "--skip", "toes", "--talk", "brief", "--format", "json")
    assert again.stdout == direct.stdout
    assert run("build", "@evening").stdout == "self-massage-at-home-6m00s.mp3\n"


def test_what_is_typed_outranks_preset_environment_config_file_and_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert holds()["pace"] == (118, "default")
    config_file().write_text("pace: 110\n", encoding="utf-8")
    assert holds()["pace"] == (110, str(config_file()))
    monkeypatch.setenv("KNEADCAST_PACE", "112")
    assert holds()["pace"] == (112, "environment KNEADCAST_PACE")
    (config_file().parent / "presets").mkdir()
    preset = "format: 1\nroutine: self-massage-at-home\noptions: {pace: 114, only: [feet], length: 7m}\n"
    (config_file().parent / "presets" / "calm.yaml").write_text(preset, encoding="utf-8")
    assert holds("@calm")["pace"] == (114, "preset @calm")
    assert holds("@calm")["only"] == ("feet", "preset @calm")
    assert holds("@calm", "--pace", "116")["pace"] == (116, "command line")


def test_the_folder_of_the_config_file_takes_sessions_that_are_not_named(here: Path) -> None:
    (here / "music").mkdir()
    config_file().write_text(f"folder: {here / 'music'}\n", encoding="utf-8")
    assert run("build", HOME, "-l", "6m").stdout == f"{here / 'music' / 'self-massage-at-home-6m00s.mp3'}\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("voise: auto\n", "config.yaml:1:1: voise: unknown key 'voise' (did you mean 'voice'?)"),
        ("voice: auto\npace: 200\n", "config.yaml:2:7: pace: expected less than or equal to 140"),
    ],
)
def test_a_config_file_that_is_wrong_is_told_with_its_line(text: str, complaint: str) -> None:
    config_file().write_text(text, encoding="utf-8")
    result = run("config")
    assert result.exit_code == 1
    assert complaint in result.stderr


@pytest.mark.usefixtures("here")
def test_a_preset_that_is_not_there_names_the_ones_that_are() -> None:
    assert "create one with `kneadcast build --save NAME`" in run("build", "@evening").stderr
    run("build", HOME, "-l", "6m", "--save", "evening")
    assert "did you mean 'evening'?" in run("build", "@evenin").stderr


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ("{pace: fast}", "p.yaml:3:17: options.pace: 'fast' is not a valid integer"),
        ("{lenght: 4m}", "options.lenght: there is no option 'lenght' (did you mean 'length'?)"),
        ("{rounds: [1, 2]}", "options.rounds: 'rounds' takes one value, not a list"),
        ("{talk: loud}", "options.talk: 'loud' is not one of 'full', 'brief', 'chimes'"),
    ],
)
def test_a_preset_that_is_wrong_is_told_with_its_line(options: str, complaint: str) -> None:
    write_preset("p", f"format: 1\nroutine: {HOME}\noptions: {options}\n")
    result = run("plan", "@p")
    assert result.exit_code == 1
    assert complaint in result.stderr


def test_a_preset_written_by_hand_may_have_one_value_where_a_list_is_taken() -> None:
    write_preset("p", f"format: 1\nroutine: {HOME}\noptions: {{only: calf, bitrate: 96}}\n")
    script = json.loads(run("script", "@p", "-l", "5m", "--format", "json").stdout)
    assert {step["area"] for step in script["steps"] if step["area"]} == {"calf"}
    assert run("show", "@p").stdout.startswith("Self-massage at home")


def test_a_preset_does_not_stand_for_another() -> None:
    write_preset("p", 'format: 1\nroutine: "@p"\n')
    assert "a preset stands for a routine, not for another preset" in run("plan", "@p").stderr


def test_a_config_file_of_comments_alone_sets_nothing() -> None:
    config_file().write_text("# pace: 110\n", encoding="utf-8")
    assert holds()["pace"] == (118, "default")


def test_a_name_that_no_preset_can_have_is_refused_before_anything_is_built(here: Path) -> None:
    result = run("build", HOME, "-l", "6m", "--save", "my evening")
    assert "'my evening' cannot name a preset" in result.stderr
    assert list(here.iterdir()) == []


@pytest.mark.usefixtures("here")
def test_a_session_that_cannot_be_built_is_not_kept() -> None:
    assert run("build", HOME, "-l", "1h", "--save", "evening").exit_code == 1
    assert "none" in run("config").stdout
