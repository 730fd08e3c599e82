"""Command lines as text: what a user can type to get a session."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from kneadcast.cli.presets import is_given
from kneadcast.cli.shared_options import option_name
from kneadcast.units import format_duration, length_in_ms

if TYPE_CHECKING:
    from kneadcast.planning.preferences import Preferences


def command_line(command: str, routine: str, options: Iterable[str]) -> str:
    """Returns the command line of a command with a routine and options, quoted for a shell."""
    return shlex.join(["kneadcast", command, routine, *options])


def given_options(ctx: click.Context, *, without: Collection[str] = ()) -> Iterator[str]:
    """Yields the options that come from the command line or from a preset, with their values as text.

    Args:
        ctx: The context of a command.
        without: Names of options that are left out.
    """
    for param in ctx.command.params:
        name = option_name(param)
        if not isinstance(param, click.Option) or name in without or not is_given(ctx, param):
            continue
        value = ctx.params[str(param.name)]
        if not param.is_flag:
            yield from (f"--{name}", _as_text(value))
        elif value:
            yield f"--{name}"


def preference_options(preferences: Preferences) -> Iterator[str]:
    """Yields preferences as options."""
    values: dict[str, list[str]] = {}
    for request in preferences.requests():
        values.setdefault(request.kind, []).append(request.label.removeprefix(f"{request.kind} "))
    for name, texts in values.items():
        yield from (f"--{name}", ",".join(texts))
    if preferences.talk != "full":
        yield from ("--talk", preferences.talk)
    if preferences.countdown:
        yield "--countdown"
    if preferences.familiar:
        yield "--familiar"


def _as_text(value: Any) -> str:
    if isinstance(value, timedelta):
        return format_duration(length_in_ms(value) or 0)
    if isinstance(value, float):
        return f"{value:g}"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
