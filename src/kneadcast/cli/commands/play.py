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
from kneadcast.cli.live_playback import Ears, LiveOutput, open_ears, play_live
from kneadcast.cli.player_keys import explain_keys
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
    from kneadcast.live.session import LiveSession
    from kneadcast.options import Options
    from kneadcast.output.devices import Device

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
@click.option(
    "--listen", is_flag=True, help="Understand spoken commands as well, offline. Requires `kneadcast[listen]`."
)
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the session as it happened, as a file that `build` could have written.",
)
@click.option(
    "--log",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write each command with its time and its answer, one JSON object a line.",
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that Kneadcast did not make.")
@explain_keys
@click.pass_context
def play(
    ctx: click.Context,
    /,
    routine: str,
    length: timedelta | None,
    nearest: bool,
    silent: bool,
    **options: Any,
) -> None:
    """Play a session, and change it while it plays. Requires `kneadcast[play]`, except with --silent.

    When you ask the session to stay longer, to go on or to go back, the rest is planned anew, so that it still ends
    when it was to end, or says why not.

    A finished session, such as an MP3, or a script file may take the place of ROUTINE; it is played as it is.
    """
    from kneadcast.output.devices import SilentDevice, open_device
    from kneadcast.playback import is_written

    if is_written(routine):
        _refuse_options(ctx, routine)
        _play_file(Path(routine), SilentDevice() if silent else open_device(), silent=silent)
        return
    listen, output = options.pop("listen"), LiveOutput(options.pop("record"), options.pop("log"))
    if silent and output.record:
        raise click.UsageError("a session without sound cannot be recorded; leave out --record or --silent")
    chosen = parse_options(options)
    output.check(chosen)
    device = SilentDevice() if silent else open_device()
    open_length = partial(_opened, routine, nearest=nearest, silent=silent, options=chosen)
    session = _ending_in_time(ctx, open_length, length)
    ears = open_ears(session.plan.script.language) if listen else Ears()
    _print_facts(session)
    play_live(session, device, output, chosen, ears, silent=silent)


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


def _play_file(path: Path, device: Device, *, silent: bool) -> None:
    """Plays a finished session or a script; shows it on a terminal, or lists its steps elsewhere."""
    from kneadcast.cli.full_screen import full_screen
    from kneadcast.cli.player_control import control, list_steps
    from kneadcast.cli.player_screen import PlayerScreen
    from kneadcast.output.player import Player
    from kneadcast.playback import open_written

    with ProgressDisplay() as progress:
        playback = open_written(path, silent=silent, progress=progress)
    if playback.script.variation:
        click.echo(f"variation {playback.script.variation}", err=True)
    with Player(playback.script, playback.blocks_from, device) as player:
        if not (sys.stdin.isatty() and is_drawable(sys.stdout)):
            list_steps(player)
            return
        with full_screen(sys.stdout) as canvas, keys(sys.stdout) as read_key:
            control(player, PlayerScreen(playback.script, silent, canvas.glyphs), canvas, read_key)


def _opened(routine: str, length: timedelta | None, *, nearest: bool, silent: bool, options: Options) -> LiveSession:
    from kneadcast.live.opening import open_live

    with ProgressDisplay() as progress:
        return open_live(routine, length=length, nearest=nearest, options=options, progress=progress, silent=silent)


def _ending_in_time(
    ctx: click.Context, open_length: Callable[[timedelta | None], LiveSession], length: timedelta | None
) -> LiveSession:
    """Returns the session; one that ends at a time of day gets the time that is left when its words are spoken."""
    session = open_length(length)
    requested = requested_end(ctx)
    if requested is None or requested.end is None:
        return session
    left = requested_length(requested.text, local_time(), at_once=True).length
    session = open_length(left)
    if session.plan.script.length_ms == length_in_ms(left):
        click.echo(playing_notice(left, requested.end), err=True)
    return session


def _print_facts(session: LiveSession) -> None:
    """Prints on standard error what was left out or softened, and the number of the wordings."""
    print_notes(session.notes)
    if session.plan.script.variation:
        click.echo(f"variation {session.plan.script.variation}", err=True)
