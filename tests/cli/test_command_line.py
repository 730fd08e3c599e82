"""Command lines as text."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from kneadcast.cli.command_line import command_line, given_options, preference_options
from kneadcast.cli.session_options import parse_options, session_options
from kneadcast.cli.shared_options import nearest_option, routine_argument
from kneadcast.planning.preferences import parse_preferences


@click.command()
@routine_argument
@nearest_option
@session_options
@click.pass_context
def probe(ctx: click.Context, /, **_values: Any) -> None:
    """Print the options that were given."""
    click.echo(shlex.join(given_options(ctx, without=("pace",))))


def given(*arguments: str) -> str:
    return CliRunner().invoke(probe, arguments).output.strip()


def test_the_options_that_are_typed_are_given_with_their_values_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNEADCAST_TALK", "brief")
    assert given("relaxing") == ""
    typed = "--nearest --only feet,calf --output 'my file.mp3' --avoid knee,ankle --loudness -16 --force --with lyrics"
    assert given(*shlex.split(typed.replace("feet,calf", "feet --only calf")), "--pace", "100") == typed


def test_a_name_with_spaces_is_quoted() -> None:
    options = ("--output", "it's mine.mp3")
    line = command_line("build", str(Path("my routines") / "feet.yaml"), options)
    assert shlex.split(line) == ["kneadcast", "build", str(Path("my routines") / "feet.yaml"), *options]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "--only feet,calf --skip toes --side left",
        "--more calf=2,foot=1.5 --less thigh=3",
        "--time calf=2m30s,knee=45s --order area --rest 5m00s --rounds 2",
        "--rest 0s --talk brief --countdown",
    ],
)
def test_preferences_are_written_as_they_are_read(typed: str) -> None:
    context = probe.make_context("probe", shlex.split(typed))
    names = ("only", "skip", "side", "more", "less", "time", "rest", "rounds", "order", "talk", "countdown")
    preferences = parse_preferences(**{name: context.params[name] for name in names})
    written = tuple(preference_options(preferences))
    again = probe.make_context("probe", list(written))
    assert parse_options({name: again.params[name] for name in names}).preferences == preferences
    assert shlex.join(written) == typed.replace("foot=", "feet=")
