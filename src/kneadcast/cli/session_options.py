"""The options with which a listener chooses what a session has in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kneadcast.cli.options import (
    body_options,
    clips_option,
    file_options,
    mix_options,
    output_options,
    sound_options,
)

if TYPE_CHECKING:
    from kneadcast.pipeline import Options

Command = TypeVar("Command", bound=Callable[..., Any])

_PREFERENCES = (
    click.option("--only", multiple=True, metavar="PARTS", help="Work only these parts, such as feet,calf."),
    click.option("--skip", multiple=True, metavar="PARTS", help="Leave these parts out, such as knee."),
    click.option(
        "--side", type=click.Choice(["both", "left", "right"]), default="both", show_default=True, help="Which leg."
    ),
    click.option(
        "--more", multiple=True, metavar="PART[=N]", help="Give a part more time: calf, or calf=2 for twice as much."
    ),
    click.option("--less", multiple=True, metavar="PART[=N]", help="Give a part less time, or an Nth of it."),
    click.option(
        "--time", multiple=True, metavar="PART=TIME", help="Hands-on time of a part on each side, such as calf=3m."
    ),
    click.option(
        "--order",
        type=click.Choice(["leg", "area"]),
        default="leg",
        show_default=True,
        help="Finish a leg before the other, or do each step on both.",
    ),
    click.option(
        "--talk",
        type=click.Choice(["full", "brief", "chimes"]),
        default="full",
        show_default=True,
        envvar="KNEADCAST_TALK",
        help="How much is said; chimes leaves only the safety line.",
    ),
    click.option("--rest", metavar="TIME", help="Length of the rest at the end; 0 for none."),
    click.option("--countdown", is_flag=True, help="Tell the minutes that are left more often."),
    click.option(
        "--rounds",
        type=click.IntRange(1, 9),
        default=1,
        show_default=True,
        help="How often the steps of a section are gone through.",
    ),
)

NAMES = ("only", "skip", "side", "more", "less", "time", "order", "talk", "rest", "countdown", "rounds")
"""The options in the order above, as parameters."""


def preference_options(command: Command) -> Command:
    """Adds what a session has in it: `--only`, `--skip`, `--side` and so on; see `parse_options`."""
    for option in reversed(_PREFERENCES):
        command = option(command)
    return command


def session_options(command: Command) -> Command:
    """Adds everything that decides how a session is made, whichever command makes or tells of it."""
    for add in (
        file_options,
        mix_options,
        body_options,
        clips_option,
        sound_options,
        output_options,
        preference_options,
    ):
        command = add(command)
    return command


def parse_options(values: dict[str, Any]) -> Options:
    """Turns the values of a command's options into those of the API, preferences and all.

    Raises:
        PlanError: If a wish cannot be read, or contradicts another.
    """
    from kneadcast.pipeline import Options
    from kneadcast.planning.preferences import parse_preferences

    preferences = {name: value for name, value in values.items() if name in NAMES}
    others = {name: value for name, value in values.items() if name not in NAMES}
    return Options(**others, preferences=parse_preferences(**preferences))
