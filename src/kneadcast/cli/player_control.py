"""The loop of `kneadcast play`: shows where the session is, and does what keys ask for, until it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import click

from kneadcast.cli.keyboard import LEFT, RIGHT, ReadKey
from kneadcast.cli.player_screen import PlayerScreen, Size
from kneadcast.cli.rows import Row
from kneadcast.units import format_clock

if TYPE_CHECKING:
    from kneadcast.output.player import Player

_POLL_S = 0.1
"""The time between two looks at the player: a spoken word takes longer."""
_QUIT = "q"


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

    Raises:
        OutputError: If the session cannot be played any further.
    """
    actions = _actions(player, silent=screen.silent)
    while not (status := player.status()).ended:
        canvas.draw(screen.rows(status, canvas.size))
        key = read_key(_POLL_S)
        if key == _QUIT:
            break
        if key in actions:
            actions[key]()


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
        player.wait(_POLL_S)


def _actions(player: Player, *, silent: bool) -> Mapping[str, Callable[[], None]]:
    steps = {" ": player.pause, "r": player.repeat, "n": player.skip, RIGHT: player.skip, LEFT: player.back}
    return steps if silent else {**steps, "+": player.louder, "=": player.louder, "-": player.softer}
