"""`kneadcast start`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, cast

import click

from kneadcast.cli.build import show_session
from kneadcast.cli.configured import Configured
from kneadcast.cli.options import file_options, mix_options, output_options, sound_options
from kneadcast.cli.progress import ShownProgress
from kneadcast.errors import KneadcastError
from kneadcast.units import format_duration, parse_duration

if TYPE_CHECKING:
    from pathlib import Path

    from kneadcast.session.wishes import Talk

PLACES = {
    "chair": ("seated",),
    "bed": ("reclined", "supine", "side-lying"),
    "both": (),
}


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
    from kneadcast.catalogue import suggest_routine
    from kneadcast.passes import Options
    from kneadcast.session.wishes import read_wishes

    length_ms = click.prompt("How long?", default="20m", value_proc=_length)
    place = click.prompt("Where are you: on a chair, a bed, or both at hand?", default="both", type=_choice(PLACES))
    care = click.prompt("What needs care, such as feet or calf?", default="nothing special", value_proc=_parts)
    talk = click.prompt("How much talk?", default="full", type=_choice(("full", "brief", "chimes")))
    wishes = read_wishes(more=care, talk=cast("Talk", talk))
    chosen = Options(**options, wishes=wishes)
    with ShownProgress() as progress:
        found = suggest_routine(length_ms, PLACES[place], care, options=chosen, progress=progress)
        if found.length_ms != length_ms:
            said = f"No routine that suits can last {format_duration(length_ms)}; the nearest is"
            click.echo(f"{said} {format_duration(found.length_ms)}.", err=True)
        session = build_session(found.routine, length=found.length_ms, output=output, options=chosen, progress=progress)
    show_session(session, as_json=False)
    click.echo(f"To make it again: {_command(found.routine, found.length_ms, care, talk, output)}", err=True)


def _choice(known: Any) -> click.Choice[str]:
    return click.Choice(list(known), case_sensitive=False)


def _length(text: str) -> int:
    try:
        return parse_duration(text)
    except KneadcastError as error:
        raise click.BadParameter(str(error)) from None


def _parts(text: str) -> tuple[str, ...]:
    from kneadcast.session.parts import part

    if text.strip().casefold() in ("", "nothing", "nothing special", "none", "no"):
        return ()
    try:
        return tuple(dict.fromkeys(part(name) for name in text.split(",") if name.strip()))
    except KneadcastError as error:
        raise click.BadParameter(str(error)) from None


def _command(routine: str, length_ms: int, care: tuple[str, ...], talk: str, output: Path | None) -> str:
    """Returns the command line of a session, with whatever else was given to this command."""
    words = ["kneadcast", "build", routine, "--length", format_duration(length_ms)]
    words += ["--more", ",".join(care)] if care else []
    words += ["--talk", talk] if talk != "full" else []
    words += ["--output", str(output)] if output else []
    return shlex.join([*words, *_given()])


def _given() -> list[str]:
    from kneadcast.cli.configured import origin

    ctx = click.get_current_context()
    words: list[str] = []
    for param in ctx.command.params:
        if param.name == "output" or not param.name or origin(ctx, param) != "command line":
            continue
        words.append(param.opts[0])
        words += [] if isinstance(param, click.Option) and param.is_flag else [str(ctx.params[param.name])]
    return words
