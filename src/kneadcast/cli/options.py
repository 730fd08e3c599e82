"""Options that several commands share, each defined once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kneadcast.errors import UnitError
from kneadcast.units import parse_duration

Command = TypeVar("Command", bound=Callable[..., Any])


def duration(_ctx: click.Context, _param: click.Parameter, value: str | None) -> int | None:
    """Reads a duration; one that cannot be read is a usage error."""
    try:
        return None if value is None else parse_duration(value)
    except UnitError as error:
        raise click.BadParameter(str(error)) from None


SHARED = {
    "voice": "voice",
    "pace": "pace_wpm",
    "volume": "volume",
    "template": "template",
    "bitrate": "bitrate_kbps",
    "folder": "folder",
    "talk": "talk",
}
"""The parameters of the options that a config file may set, by their names there."""

routine_argument = click.argument("routine", default="toes-to-hip", required=False)

length_option = click.option(
    "--length",
    "-l",
    "length_ms",
    callback=duration,
    metavar="LENGTH",
    help="How long: 30m, 25m30s, 1800s, 30:00 or plain minutes. The routine's default if not given.",
)

_output_option = click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Where it goes; a telling name if not given."
)
_folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default="the current one",
    envvar="KNEADCAST_FOLDER",
    help="The folder of a file whose name is not given.",
)


def output_options(command: Command) -> Command:
    """Adds where an MP3 goes: `--output` and `--folder`, the latter handed on as a field of `Options`."""
    return _output_option(_folder_option(command))


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for another program.")


voice_option = click.option(
    "--voice",
    default="default",
    show_default="natural in English, else auto",
    envvar="KNEADCAST_VOICE",
    help="Who speaks: a name that `kneadcast voices` lists, a Piper voice file, or auto for the best that works here.",
)
pace_option = click.option(
    "--pace",
    "pace_wpm",
    type=int,
    default=118,
    show_default=True,
    envvar="KNEADCAST_PACE",
    help="Spoken words a minute, 60 to 140.",
)


def sound_options(command: Command) -> Command:
    """Adds how a session sounds: `--voice`, `--pace`, `--volume` and `--template`, handed on as `Options` fields."""
    for option in (
        click.option(
            "--template",
            default="singing-bowls",
            show_default=True,
            envvar="KNEADCAST_TEMPLATE",
            help="The sounds around the words; see `kneadcast templates`, or a file.",
        ),
        click.option(
            "--volume",
            type=click.FloatRange(0, 1, min_open=True),
            default=1.0,
            show_default=True,
            envvar="KNEADCAST_VOLUME",
            help="How loud the session is.",
        ),
        pace_option,
        voice_option,
    ):
        command = option(command)
    return command


clips_option = click.option(
    "--clips",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Recordings that take the voice's place; the folder clips beside the routine if not given.",
)


def mix_options(command: Command) -> Command:
    """Adds how a session is mixed, from `--loudness` to `--ambience`, each the template's own if not given."""
    for option in (
        click.option(
            "--ambience",
            type=click.Choice(["none", "rain", "waves", "wind"]),
            help="What is heard beneath; none leaves the voice and the chimes alone. The template's own if not given.",
        ),
        click.option(
            "--pacer",
            type=click.Choice(["off", "light", "full"]),
            help="Sound the strokes: half a minute of each step, or all of it. The template's own if not given.",
        ),
        click.option(
            "--pan",
            type=click.FloatRange(0, 1),
            help="How far voice and chimes lean to the side being worked. The template's own if not given.",
        ),
        click.option(
            "--loudness",
            "loudness_lufs",
            type=click.FloatRange(-24, -14),
            metavar="LUFS",
            help="Loudness of the voice; -16 for podcasts. The template's own, mostly -18, if not given.",
        ),
    ):
        command = option(command)
    return command


def _names(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Reads names that are separated by commas, given once or several times."""
    return tuple(dict.fromkeys(name.strip() for part in value for name in part.split(",") if name.strip()))


def file_options(command: Command) -> Command:
    """Adds what is written and how, from `--format` to `--force`, handed on as `Options` fields."""
    for option in (
        click.option(
            "--page-audio",
            type=click.Choice(["beside", "inside"]),
            default="beside",
            show_default=True,
            help="Whether the page carries the sound itself.",
        ),
        click.option(
            "--with",
            "sidecars",
            multiple=True,
            callback=_names,
            metavar="NAMES",
            help="What to write beside it: transcript, captions, lyrics, page, plot; separated by commas.",
        ),
        click.option("--album", is_flag=True, help="Write a folder: a file for each area and side, and a playlist."),
        click.option(
            "--chapters",
            type=click.Choice(["section", "area", "step"]),
            default="section",
            show_default=True,
            help="What begins a chapter, beside a change of side.",
        ),
        click.option(
            "--format",
            type=click.Choice(["mp3", "m4b", "opus", "flac", "wav"]),
            help="What to write; the ending of the output decides if not given, and mp3 if that says nothing.",
        ),
        click.option("--force", "-f", is_flag=True, help="Replace a file that Kneadcast did not make."),
        click.option(
            "--bitrate",
            "bitrate_kbps",
            type=int,
            default=128,
            show_default=True,
            envvar="KNEADCAST_BITRATE",
            help="kbit/s of the sound.",
        ),
    ):
        command = option(command)
    return command


def _listed(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Takes both `--avoid a,b` and `--avoid a --avoid b`."""
    return tuple(dict.fromkeys(part.strip() for value in values for part in value.split(",") if part.strip()))


def body_options(command: Command) -> Command:
    """Adds what a session spares and in which language it is told: `--avoid` and `--language`."""
    for option in (
        click.option("--language", metavar="TAG", help="Spoken language, such as de; the routine's own if not given."),
        click.option(
            "--avoid",
            multiple=True,
            callback=_listed,
            metavar="WHAT",
            help="Leave out or soften what a body must be spared, such as knee,pregnancy; see `kneadcast avoidances`.",
        ),
    ):
        command = option(command)
    return command


def show_notes(notes: tuple[str, ...]) -> None:
    """Tells on standard error what was left out or softened."""
    for note in notes:
        click.echo(note, err=True)
