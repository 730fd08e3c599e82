"""`kneadcast play`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kneadcast.cli.keyboard import keys
from kneadcast.cli.length import playing_notice, requested_length
from kneadcast.cli.presets import is_given
from kneadcast.cli.printing import print_notes
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_command import SessionCommand
from kneadcast.cli.session_options import body_options, mix_options, parse_options, preference_options, sound_options
from kneadcast.cli.shared_options import (
    clips_option,
    local_time,
    nearest_option,
    option_name,
    played_length_option,
    requested_end,
    routine_argument,
)
from kneadcast.cli.streams import is_drawable
from kneadcast.units import length_in_ms

if TYPE_CHECKING:
    from kneadcast.options import Options
    from kneadcast.output.player import Player
    from kneadcast.playback import Playback

_FOR_FILES = ("routine", "silent")
"""The names of the parameters that a finished session or a script has."""


@click.command(cls=SessionCommand)
@routine_argument
@played_length_option
@nearest_option
@preference_options
@sound_options
@clips_option
@body_options
@mix_options
@click.option("--silent", is_flag=True, help="Show the session without sound, for which no audio device is needed.")
@click.pass_context
def play(
    ctx: click.Context, /, routine: str, length: timedelta | None, nearest: bool, silent: bool, **options: Any
) -> None:
    """Play a session without writing a file, and show it. Requires `kneadcast[play]`, except with --silent.

    Keys: space pauses, the right arrow or n goes on to the next step, the left arrow goes back to the one before, r
    repeats the step, + and - change the loudness, q quits.

    A finished session, such as an MP3, or a script file may take the place of ROUTINE; it is played as it is.
    """
    from kneadcast.output.devices import SilentDevice, open_device
    from kneadcast.output.player import Player
    from kneadcast.playback import is_written

    written = is_written(routine)
    if written:
        _refuse_options(ctx, routine)
    device = SilentDevice() if silent else open_device()
    if written:
        playback = _opened_file(Path(routine), silent=silent)
    else:
        open_length = partial(_opened, routine, nearest=nearest, silent=silent, options=parse_options(options))
        playback = _ending_in_time(ctx, open_length, length)
    _print_facts(playback)
    with Player(playback.script, playback.blocks_from, device) as player:
        _follow(player, playback, silent=silent)


def _refuse_options(ctx: click.Context, file: str) -> None:
    """Raises an error if an option is given that a file does not have.

    Raises:
        click.UsageError: If there is one.
    """
    given = [
        f"--{option_name(param)}"
        for param in ctx.command.params
        if is_given(ctx, param) and param.name not in _FOR_FILES
    ]
    if given:
        raise click.UsageError(f"'{file}' is played as it is; leave out {', '.join(given)}")


def _opened_file(path: Path, *, silent: bool) -> Playback:
    from kneadcast.playback import open_written

    with ProgressDisplay() as progress:
        return open_written(path, silent=silent, progress=progress)


def _opened(routine: str, length: timedelta | None, *, nearest: bool, silent: bool, options: Options) -> Playback:
    from kneadcast.playback import open_playback, open_silent_playback

    opened = open_silent_playback if silent else open_playback
    with ProgressDisplay() as progress:
        return opened(routine, length=length, nearest=nearest, options=options, progress=progress)


def _ending_in_time(
    ctx: click.Context, open_length: Callable[[timedelta | None], Playback], length: timedelta | None
) -> Playback:
    """Returns the session; one that ends at a time of day gets the time that is left when its words are spoken."""
    playback = open_length(length)
    requested = requested_end(ctx)
    if requested is None or requested.end is None:
        return playback
    left = requested_length(requested.text, local_time(), at_once=True).length
    playback = open_length(left)
    if playback.script.length_ms == length_in_ms(left):
        click.echo(playing_notice(left, requested.end), err=True)
    return playback


def _print_facts(playback: Playback) -> None:
    """Prints on standard error what was left out or softened, and the number of the wordings."""
    print_notes(playback.notes)
    if playback.script.variation:
        click.echo(f"variation {playback.script.variation}", err=True)


def _follow(player: Player, playback: Playback, *, silent: bool) -> None:
    """Shows the session on a terminal, or lists its steps elsewhere."""
    from kneadcast.cli.full_screen import full_screen
    from kneadcast.cli.player_control import control, list_steps
    from kneadcast.cli.player_screen import PlayerScreen

    if not (sys.stdin.isatty() and is_drawable(sys.stdout)):
        list_steps(player)
        return
    with keys() as read_key, full_screen(sys.stdout) as canvas:
        control(player, PlayerScreen(playback.script, silent, canvas.glyphs), canvas, read_key)
