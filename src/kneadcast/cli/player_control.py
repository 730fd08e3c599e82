"""The loop of `kneadcast play` for finished sessions: shows where the session is, and does what keys ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import click

from kneadcast.cli.drawing import Size
from kneadcast.cli.keyboard import ReadKey
from kneadcast.cli.player_footer import SHOWN_MS, Footer, only_live_footer
from kneadcast.cli.player_keys import Key, find_key
from kneadcast.cli.player_screen import PlayerScreen
from kneadcast.cli.player_state import Remarks
from kneadcast.cli.rows import Row
from kneadcast.messages import messages_in
from kneadcast.units import format_clock

if TYPE_CHECKING:
    from kneadcast.output.player import PlaybackStatus, Player

POLL_S = 0.1
"""The time between two looks at the player: a spoken word takes longer."""


class Canvas(Protocol):
    """Something that rows are drawn on."""

    @property
    def size(self) -> Size:
        """The size now."""
        ...

    def draw(self, rows: Sequence[Row]) -> None:
        """Shows rows in place of those before."""
        ...


def control(player: Player, screen: PlayerScreen, canvas: Canvas, read_key: ReadKey) -> None:
    """Draws the screen and handles keys, until the session ends or `q` is pressed.

    A key that only a live session has says so, until another is pressed or the remark has been shown long enough.

    Raises:
        OutputError: If the session cannot be played any further.
    """
    footer, shown_at_ms = None, 0
    while not (status := player.status()).ended:
        if abs(status.at_ms - shown_at_ms) > SHOWN_MS:
            footer = None
        canvas.draw(screen.rows(status, canvas.size, Remarks(footer=footer)))
        key = find_key(name) if (name := read_key(POLL_S)) else None
        if key and key.action == "quit":
            break
        if key:
            footer, shown_at_ms = _act(key, player, status, screen), status.at_ms


def _act(key: Key, player: Player, status: PlaybackStatus, screen: PlayerScreen) -> Footer | None:
    """Does what a key asks for; returns the remark that a finished session cannot do it."""
    if key.needs_sound and screen.silent:
        return None
    if not key.in_files:
        return only_live_footer(key, screen.script.routine, messages_in(screen.script.language))
    actions: Mapping[str, Callable[[], None]] = {
        "pause_or_resume": player.pause,
        "pause": (lambda: None) if status.paused else player.pause,
        "resume": player.pause if status.paused else (lambda: None),
        "again": player.repeat,
        "next": player.skip,
        "back": player.back,
        "louder": player.louder,
        "softer": player.softer,
    }
    actions[key.action]()
    return None


def list_steps(player: Player) -> None:
    """Prints a line for each step when it begins, until the session ends.

    Raises:
        OutputError: If the session cannot be played any further.
    """
    from kneadcast.script.labels import sided_title

    shown = ""
    while not (status := player.status()).ended:
        if status.step.id != shown:
            shown = status.step.id
            click.echo(f"{format_clock(status.at_ms):>7}  {sided_title(status.step)}")
        player.wait(POLL_S)
