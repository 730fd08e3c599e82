"""`kneadcast play`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from kneadcast.cli.keyboard import ReadKey, keys
from kneadcast.cli.length import playing_notice, requested_length
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_command import SessionCommand
from kneadcast.cli.session_options import parse_options, preference_options, sound_options
from kneadcast.cli.shared_options import (
    local_time,
    nearest_option,
    played_length_option,
    requested_end,
    routine_argument,
)
from kneadcast.cli.streams import is_drawable, write_controls
from kneadcast.plain_text import printable
from kneadcast.units import format_clock, length_in_ms

if TYPE_CHECKING:
    from kneadcast.options import Options
    from kneadcast.output.player import PlaybackStatus, Player
    from kneadcast.playback import Playback
    from kneadcast.script.model import Script

_HELP = "space pause   r repeat step   n next step   + louder   - softer   q quit\n"
_POLL_S = 0.25


@click.command(cls=SessionCommand)
@routine_argument
@played_length_option
@nearest_option
@preference_options
@sound_options
@click.pass_context
def play(ctx: click.Context, /, routine: str, length: timedelta | None, nearest: bool, **options: Any) -> None:
    """Play a session without writing a file. Requires `kneadcast[play]`.

    Keys: space pauses, r repeats the step, n skips to the next step, + and - change the loudness, q quits.
    """
    from kneadcast.output.player import Player, open_device

    device = open_device()
    open_length = partial(_opened, routine, nearest=nearest, options=parse_options(options))
    playback = _ending_in_time(ctx, open_length, length)
    with Player(playback.script, playback.blocks_from, device) as player:
        if sys.stdin.isatty() and is_drawable(sys.stdout):
            with keys() as read_key:
                control(player, playback.script, read_key)
        else:
            list_steps(player)


def _opened(routine: str, length: timedelta | None, *, nearest: bool, options: Options) -> Playback:
    from kneadcast.playback import open_playback

    with ProgressDisplay() as progress:
        return open_playback(routine, length=length, nearest=nearest, options=options, progress=progress)


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


def control(player: Player, script: Script, read_key: ReadKey) -> None:
    """Shows the current step on a terminal, and handles keys, until the session ends or `q` is pressed."""
    actions: Mapping[str, Callable[[], None]] = {
        " ": player.pause, "r": player.repeat, "n": player.skip, "\x1b[C": player.skip, "\x1b[D": player.repeat,
        "+": player.louder, "=": player.louder, "-": player.softer,
    }  # fmt: skip
    click.echo(_HELP)
    while not (status := player.status()).ended:
        write_controls(sys.stdout, _redrawn(_status_lines(status, script)))
        sys.stdout.flush()
        key = read_key(_POLL_S)
        if key == "q":
            break
        if key in actions:
            actions[key]()
    click.echo()


def list_steps(player: Player) -> None:
    """Prints a line for each step when it begins, until the session ends."""
    from kneadcast.script.labels import sided_title

    shown = ""
    while not (status := player.status()).ended:
        if status.step.id != shown:
            shown = status.step.id
            click.echo(f"{format_clock(status.at_ms):>7}  {sided_title(status.step)}")
        player.wait(_POLL_S)


def _status_lines(status: PlaybackStatus, script: Script) -> tuple[str, str]:
    from kneadcast.script.labels import sided_title

    until_ms = (status.following.start_ms if status.following else script.length_ms) - status.at_ms
    following = sided_title(status.following) if status.following else "the end"
    state = "  (paused)" if status.paused else ""
    loudness = f"  {status.gain_db} dB" if status.gain_db else ""
    left = format_clock(script.length_ms - status.at_ms)
    return (
        f"{sided_title(status.step)}{loudness}{state}",
        f"{left} left   next in {format_clock(until_ms)}: {following}",
    )


def _redrawn(lines: tuple[str, str]) -> str:
    """Returns two lines that replace the last two; they are cut to the terminal, because wrapped lines would remain."""
    width = max(1, shutil.get_terminal_size().columns - 1)
    shown = map(printable, lines)
    first, second = (line if len(line) <= width else f"{line[: width - 1]}…" for line in shown)
    return f"\r\x1b[A\x1b[K{first}\n\x1b[K{second}"
