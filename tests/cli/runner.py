"""What the tests of commands share: running one, and the arguments of a session that is built fast."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from kneadcast.cli import cli

HOME = "self-massage-at-home"
SHORT = ("five-minute-feet", "--length", "3m", "--side", "left", "--template", "plain")
"""A session that is mixed in about a second, because it is short and has no ambience."""
SHORT_MS = 180_000


def run(*arguments: str, answers: str | None = None) -> Result:
    """Runs a command, with answers on standard input."""
    return CliRunner().invoke(cli, arguments, input=answers, prog_name="kneadcast")


def printed(*arguments: str) -> Any:
    """Returns the JSON that a command prints; it must succeed."""
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)
