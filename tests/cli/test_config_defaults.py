"""Values of options from presets, the environment and the config file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.settings import config_file
from tests.cli.runner import SHORT, printed, run


def shown(*arguments: str) -> dict[str, tuple[object, str]]:
    """Returns the value and the origin of each option that `kneadcast config` shows."""
    rows = printed("config", *arguments, "--json")["options"]
    return {row["option"]: (row["value"], row["from"]) for row in rows}


def test_the_command_line_precedes_preset_environment_config_file_and_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown()["pace"] == (118, "default")
    config_file().write_text("pace: 110\n", encoding="utf-8")
    assert shown()["pace"] == (110, str(config_file()))
    monkeypatch.setenv("KNEADCAST_PACE", "112")
    assert shown()["pace"] == (112, "environment KNEADCAST_PACE")
    (config_file().parent / "presets").mkdir()
    preset = "format: 1\nroutine: self-massage-at-home\noptions: {pace: 114, only: [feet], length: 7m}\n"
    (config_file().parent / "presets" / "calm.yaml").write_text(preset, encoding="utf-8")
    assert shown("@calm")["pace"] == (114, "preset @calm")
    assert shown("@calm")["only"] == ("feet", "preset @calm")
    assert shown("@calm", "--pace", "116")["pace"] == (116, "command line")


def test_a_session_without_a_name_is_written_to_the_folder_of_the_config_file(here: Path) -> None:
    (here / "music").mkdir()
    config_file().write_text(f"folder: {here / 'music'}\n", encoding="utf-8")
    assert run("build", *SHORT).stdout == f"{here / 'music' / 'five-minute-feet-3m00s.mp3'}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("voise: auto\n", "config.yaml:1:1: voise: unknown key 'voise' (did you mean 'voice'?)"),
        ("voice: auto\npace: 200\n", "config.yaml:2:7: pace: expected less than or equal to 140"),
        ("volume: 0\n", "config.yaml:1:9: volume: expected greater than 0, got 0"),
    ],
)
def test_a_problem_of_the_config_file_is_reported_with_its_line(text: str, message: str) -> None:
    config_file().write_text(text, encoding="utf-8")
    result = run("config")
    assert result.exit_code == 1
    assert message in result.stderr
