"""Options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click

from kneadcast.choices import DEFAULT_PACE_WPM, DEFAULT_ROUTINE, DEFAULT_VOICE, PACE_WPM, option_of
from kneadcast.cli.length import RequestedLength, requested_length
from kneadcast.errors import UnitError
from kneadcast.units import parse_length

Command = TypeVar("Command", bound=Callable[..., Any])

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_META_KEY = "kneadcast.requested-length"


def option_name(param: click.Parameter) -> str:
    """Returns the name of an option as it is typed, without dashes: `pace` for `--pace`."""
    return next((name for name in param.opts if name.startswith("--")), param.opts[0]).removeprefix("--")


def names_of(field: str) -> tuple[str, str]:
    """Returns the names of the option and of the parameter for a field of `SoundSettings` or `Options`."""
    return f"--{option_of(field)}", field


def option_group(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Returns a decorator that adds options to a command, in the order in which `--help` lists them."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def duration(_ctx: click.Context, _param: click.Parameter, value: str | None) -> timedelta | None:
    """Parses a duration, as the callback of an option.

    Raises:
        click.BadParameter: If the text is not a duration.
    """
    try:
        return None if value is None else timedelta(milliseconds=parse_length(value))
    except UnitError as error:
        raise click.BadParameter(str(error)) from None
    except OverflowError:
        raise click.BadParameter(f"'{value}' is too long for a length of time") from None


def local_time() -> datetime:
    """Returns the current time, as the clocks of this place show it."""
    return datetime.now()


def built_length(ctx: click.Context, _param: click.Parameter, value: str | None) -> timedelta | None:
    """Parses the length of a session that is built before it begins, as the callback of an option.

    Raises:
        click.BadParameter: If the text is neither a duration nor a time of day at which a session can end.
    """
    return _request(ctx, value, at_once=False)


def played_length(ctx: click.Context, _param: click.Parameter, value: str | None) -> timedelta | None:
    """Parses the length of a session that begins at once, as the callback of an option.

    Raises:
        click.BadParameter: If the text is neither a duration nor a time of day at which a session can end.
    """
    return _request(ctx, value, at_once=True)


def _request(ctx: click.Context, value: str | None, *, at_once: bool) -> timedelta | None:
    if value is None:
        return None
    try:
        ctx.meta[_META_KEY] = requested = requested_length(value, local_time(), at_once=at_once)
    except UnitError as error:
        raise click.BadParameter(str(error)) from None
    return requested.length


def requested_end(ctx: click.Context) -> RequestedLength | None:
    """Returns the requested length of the session if it ends at a time of day, otherwise `None`."""
    requested = ctx.meta.get(_META_KEY)
    return requested if isinstance(requested, RequestedLength) and requested.end else None


def take_length(ctx: click.Context, length_ms: int) -> None:
    """Notes that the session gets another length than was requested, for the moment at which it has to begin."""
    if requested := requested_end(ctx):
        ctx.meta[_META_KEY] = replace(requested, length=timedelta(milliseconds=length_ms))


def split_names(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Splits comma-separated names, which may be given in several options, as the callback of an option."""
    return tuple(dict.fromkeys(name.strip() for value in values for name in value.split(",") if name.strip()))


def routine_argument(command: Command) -> Command:
    """Adds the argument ROUTINE, and a paragraph about it to the help text."""
    explained = f"ROUTINE is the name of a routine, a YAML file or @PRESET. The default is {DEFAULT_ROUTINE}."
    command.__doc__ = f"{command.__doc__}\n\n    {explained}"
    return click.argument("routine", default=DEFAULT_ROUTINE, required=False)(command)


def output_option(help_: str, *, required: bool = False) -> Callable[[Command], Command]:
    """Returns the option `--output` with a help text."""
    return click.option("--output", "-o", type=click.Path(path_type=Path), required=required, help=help_)


def _length_option(callback: Callable[..., timedelta | None], examples: str) -> Callable[[Command], Command]:
    help_ = f"Length of the session: {examples}. By default that of the routine."
    return click.option("--length", "-l", callback=callback, metavar="LENGTH", help=help_)


_DURATIONS = "30m, 25m30s, 30:00, half an hour"
length_option = _length_option(built_length, f"{_DURATIONS}, a number of minutes, or until 22:30")
played_length_option = _length_option(played_length, f"{_DURATIONS}, a number of minutes, or until 22:30")
"""For sessions that begin at once."""
nearest_option = click.option(
    "--nearest", is_flag=True, help="Take the nearest length that is possible, if the session cannot have this one."
)
duration_option = _length_option(duration, f"{_DURATIONS} or a number of minutes")
"""For sessions at other times, which cannot end at a time of day."""
replace_option = click.option("--force", "-f", is_flag=True, help="Replace a file that already exists.")
"""For files that a person may have edited; for sessions, `file_options` has another `--force`."""
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
voice_option = click.option(
    "--voice",
    default=DEFAULT_VOICE,
    show_default="natural for English, otherwise auto",
    envvar="KNEADCAST_VOICE",
    help="Voice: a name from `kneadcast voices`, a Piper voice file, or auto for the best voice of this computer.",
)
pace_option = click.option(
    *names_of("pace_wpm"),
    type=int,
    default=DEFAULT_PACE_WPM,
    show_default=True,
    envvar="KNEADCAST_PACE",
    help=f"Spoken words a minute, {PACE_WPM.low:g} to {PACE_WPM.high:g}.",
)
clips_option = click.option(
    "--clips",
    type=EXISTING_FOLDER,
    help="Folder of recordings that replace the voice. By default the folder clips next to the routine or script.",
)
