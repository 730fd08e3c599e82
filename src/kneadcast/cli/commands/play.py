"""`kneadcast play`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.keyboard import ReadKey, keys
from kneadcast.cli.options import length_option, routine_argument, sound_options
from kneadcast.cli.progress import ShownProgress
from kneadcast.cli.session_options import parse_options, preference_options
from kneadcast.units import format_clock

if TYPE_CHECKING:
    from kneadcast.output.player import PlaybackStatus, Player
    from kneadcast.script.model import Script, ScriptStep

_HELP = "space pause   r repeat step   n next step   + louder   - softer   q quit\n"
_LOOK_EVERY_S = 0.25


@click.command(cls=Configured)
@routine_argument
@length_option
@preference_options
@sound_options
def play(routine: str, length_ms: int | None, **options: Any) -> None:
    """Play a session right away, without writing a file.

    ROUTINE is a built-in routine's name, a YAML file or @PRESET; toes-to-hip if not given. Needs the extra
    `kneadcast[play]`.

    Keys: space pauses, r repeats this step, n goes on to the next, + and - set the loudness, q quits.
    """
    from kneadcast.inspection import open_playback
    from kneadcast.output.player import Player, open_device

    device = open_device()
    with ShownProgress() as progress:
        script, blocks_from = open_playback(
            routine, length=length_ms, options=parse_options(options), progress=progress
        )
    with Player(script, blocks_from, device) as player:
        if sys.stdin.isatty() and sys.stdout.isatty():
            with keys() as read_key:
                follow(player, script, read_key)
        else:
            follow(player, script, None)


def follow(player: Player, script: Script, read_key: ReadKey | None) -> None:
    """Shows what is played until it ends, and does what keys ask for; where there is no terminal, a line a step."""
    actions: Mapping[str, Callable[[], None]] = {
        " ": player.pause, "r": player.repeat, "n": player.skip, "\x1b[C": player.skip, "\x1b[D": player.repeat,
        "+": player.louder, "=": player.louder, "-": player.softer,
    }  # fmt: skip
    if read_key:
        click.echo(_HELP)
    shown = ""
    while not (status := player.status()).ended:
        if read_key is None:
            if status.step.id != shown:
                shown = status.step.id
                click.echo(f"{format_clock(status.at_ms):>7}  {_name(status.step)}")
            player.wait(_LOOK_EVERY_S)
            continue
        click.echo(_redrawn(_lines(status, script)), nl=False)
        key = read_key(_LOOK_EVERY_S)
        if key == "q":
            break
        actions.get(key, _nothing)()
    if read_key:
        click.echo()


def _nothing() -> None:
    """Answers a key that means nothing here."""


def _lines(status: PlaybackStatus, script: Script) -> tuple[str, str]:
    until_ms = (status.following.start_ms if status.following else script.length_ms) - status.at_ms
    following = _name(status.following) if status.following else "the end"
    state = "  (paused)" if status.paused else ""
    loudness = f"  {status.gain_db} dB" if status.gain_db else ""
    left = format_clock(script.length_ms - status.at_ms)
    return f"{_name(status.step)}{loudness}{state}", f"{left} left   next in {format_clock(until_ms)}: {following}"


def _redrawn(lines: tuple[str, str]) -> str:
    """Draws two lines over two of before, cut where the terminal is narrower: what wraps could not be drawn over."""
    room = shutil.get_terminal_size().columns - 1
    first, second = (line if len(line) <= room else f"{line[: room - 1]}…" for line in lines)
    return f"\r\x1b[A\x1b[K{first}\n\x1b[K{second}"


def _name(step: ScriptStep) -> str:
    from kneadcast.script.labels import step_title

    return f"{step.side}, {step_title(step)}" if step.side else step_title(step)
