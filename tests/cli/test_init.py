"""The program: its start, and how every command reports an error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.runner import HOME, run

WITHOUT_SOUND = {"numpy", "scipy", "pydub"}
"""Packages that take long to import."""


def imported_by(*arguments: str) -> set[str]:
    """Returns the top-level packages that are imported after a command has run in a process of its own."""
    code = "import sys; from kneadcast.cli import cli; cli(sys.argv[1:], 'kneadcast', standalone_mode=False)"
    code += "; print('\\n' + ' '.join(name for name in sys.modules if '.' not in name))"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["build", "--help"], ["config"], ["show", "toes-to-hip"], ["check", "--explain", "pressure-cap"]],
    ids=["help", "build-help", "config", "show", "explain"],
)
def test_a_command_that_makes_no_sound_does_not_import_what_makes_sound(arguments: list[str]) -> None:
    assert imported_by(*arguments) & WITHOUT_SOUND == set()


def test_help_does_not_wait_for_heavy_imports() -> None:
    assert imported_by("--help") & {"numpy", "pydantic", "pydub"} == set()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "toes-to-hop"], "did you mean 'toes-to-hip'?"),
        (["build", HOME, "--length", "3m"], "cannot last 3m00s: it can last from"),
        (["build", "--length", "3h"], "cannot last 3h00m00s: it can last from"),
        (["build", "--length", "0s"], "cannot last 0s"),
        (["build", "--bitrate", "100"], "an MP3 cannot have 100 kbit/s"),
        (["build", "--template", "singing-bowl"], "did you mean 'singing-bowls'?"),
        (["build", "-o", "no/such/folder.mp3"], "there is no folder 'no/such'"),
        (["build", HOME, "--only", "toes", "-l", "20m"], "The nearest is"),
        (["plan", HOME, "--only", "hip"], "'only hip' is not possible: 'self-massage-at-home' does nothing there"),
        (["plan", HOME, "--only", "calf", "--skip", "calf"], "'only calf' and 'skip calf' conflict"),
        (["script", HOME, "--more", "clf"], "did you mean 'calf'?"),
        (["preview", HOME, "--from", "1h"], "a preview cannot begin at 1h00m00s"),
        (["routines", "--type", "relaxed"], "did you mean 'relaxing'?"),
    ],
)
def test_an_impossible_request_is_one_message_with_exit_code_1_and_writes_nothing(
    here: Path, arguments: list[str], message: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("arguments", [["build", "--length", "soon"], ["build", "--volume", "2"], ["bild"], ["check"]])
def test_a_mistyped_command_line_is_exit_code_2(here: Path, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2
    assert list(here.iterdir()) == []
