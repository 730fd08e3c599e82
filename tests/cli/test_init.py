"""The program: its start, and how every command reports an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import HOME, run


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
        (["build", HOME, "--only", "toes", "-l", "2h"], "The nearest is"),
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
