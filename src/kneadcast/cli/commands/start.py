"""`kneadcast start`."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import click

from kneadcast.cli.commands.build import show_session
from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.options import file_options, mix_options, output_options, sound_options
from kneadcast.cli.progress import ShownProgress
from kneadcast.errors import KneadcastError
from kneadcast.units import format_duration, parse_duration

if TYPE_CHECKING:
    from pathlib import Path

    from kneadcast.cli.body_answers import Care
    from kneadcast.planning.preferences import Talk
    from kneadcast.routine.model import Mode


@dataclass(frozen=True)
class Place:
    """An answer to where a listener is: who is massaged there, and in which positions."""

    mode: Mode
    positions: tuple[str, ...] = ()
    """All if none."""


PLACES = {"chair": Place("self", ("seated",)), "bed": Place("self"), "partner": Place("partner")}

_WHERE = "Where are you: on a chair, on one with a bed beside it, or with a partner who lies down?"
_WHAT = "What needs care: a part that wants more time (calf), or something to be spared (sore knee, pregnancy)?"


@click.command(cls=Configured)
@output_options
@sound_options
@mix_options
@file_options
def start(output: Path | None, **options: Any) -> None:
    """Answer four questions, and get a session that suits.

    Ends with an MP3, and with the command line that makes it again.
    """
    from kneadcast.build import build_session
    from kneadcast.catalog import suggest_routine
    from kneadcast.cli.body_answers import read_care
    from kneadcast.pipeline import Options
    from kneadcast.planning.preferences import parse_preferences

    length_ms = click.prompt("How long?", default="20m", value_proc=_length)
    place = PLACES[click.prompt(_WHERE, default="bed", type=_choice(PLACES))]
    care = _clear(click.prompt(_WHAT, default="nothing special", value_proc=read_care))
    talk = click.prompt("How much talk?", default="full", type=_choice(("full", "brief", "chimes")))
    preferences = parse_preferences(more=care.more, skip=care.skip, talk=cast("Talk", talk))
    chosen = Options(**options, avoid=care.avoid, preferences=preferences)
    with ShownProgress() as progress:
        found = suggest_routine(
            length_ms, place.positions, care.more, mode=place.mode, options=chosen, progress=progress
        )
        if found.length_ms != length_ms:
            said = f"No routine that suits can last {format_duration(length_ms)}; the nearest is"
            click.echo(f"{said} {format_duration(found.length_ms)}.", err=True)
        session = build_session(found.routine, length=found.length_ms, output=output, options=chosen, progress=progress)
    show_session(session, as_json=False)
    click.echo(f"To make it again: {_command(found.routine, found.length_ms, care, talk, output)}", err=True)


def _clear(care: Care) -> Care:
    """Returns an answer in which it is clear of every joint whether it wants more time or is sore."""
    more, avoid = care.more, care.avoid
    for name in care.unclear:
        if click.confirm(f"Is your {name} sore, so that it is better left alone?", default=True):
            avoid += (name,)
        else:
            more += (name,)
    return replace(care, more=more, avoid=avoid, unclear=())


def _choice(known: Any) -> click.Choice[str]:
    return click.Choice(list(known), case_sensitive=False)


def _length(text: str) -> int:
    try:
        return parse_duration(text)
    except KneadcastError as error:
        raise click.BadParameter(str(error)) from None


def _command(routine: str, length_ms: int, care: Care, talk: str, output: Path | None) -> str:
    """Returns the command line of a session, with whatever else was given to this command."""
    words = ["kneadcast", "build", routine, "--length", format_duration(length_ms)]
    for option, names in (("--more", care.more), ("--skip", care.skip), ("--avoid", care.avoid)):
        words += [option, ",".join(names)] if names else []
    words += ["--talk", talk] if talk != "full" else []
    words += ["--output", str(output)] if output else []
    return shlex.join([*words, *_given()])


def _given() -> list[str]:
    from kneadcast.cli.config_defaults import origin

    ctx = click.get_current_context()
    words: list[str] = []
    for param in ctx.command.params:
        if param.name == "output" or not param.name or origin(ctx, param) != "command line":
            continue
        words.append(param.opts[0])
        value = ctx.params[param.name]
        if not (isinstance(param, click.Option) and param.is_flag):
            words.append(",".join(map(str, value)) if isinstance(value, tuple) else str(value))
    return words
