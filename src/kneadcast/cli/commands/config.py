"""`kneadcast config`."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from kneadcast.cli.config_defaults import ConfiguredCommand, Origin, origin
from kneadcast.cli.printing import print_json
from kneadcast.cli.session_options import session_options
from kneadcast.cli.shared_options import json_option, length_option, nearest_option, option_name, routine_argument
from kneadcast.units import format_duration, length_in_ms

_NOT_SHOWN = ("json", "routine")


@click.command(cls=ConfiguredCommand)
@routine_argument
@length_option
@nearest_option
@session_options
@json_option
@click.pass_context
def config(ctx: click.Context, /, as_json: bool, **_options: Any) -> None:
    """Show the values of the options, and where each comes from.

    The order of precedence is: the command line, a preset given as @NAME, the environment, the config file, the
    default. Takes the options of `kneadcast build`, to show the values that they would have.
    """
    from kneadcast.settings import config_file, preset_names

    rows = _rows(ctx)
    if as_json:
        print_json({"format": 1, "file": str(config_file()), "presets": preset_names(), "options": rows})
        return
    for row in rows:
        click.echo(f"{row['option']:<12}{row['value']!s:<28}{row['from']}")
    missing = "" if config_file().is_file() else " (does not exist)"
    click.echo(f"\nconfig file  {config_file()}{missing}")
    click.echo("presets      " + (", ".join(f"@{name}" for name in preset_names()) or "none"))


def _rows(ctx: click.Context) -> list[dict[str, Any]]:
    """Returns the options that the config file can set, and all others that do not have their default."""
    from kneadcast.settings import Settings

    shown = {option_name(param): param for param in ctx.command.params if option_name(param) not in _NOT_SHOWN}
    return [
        {"option": name, "value": _plain(ctx.params[str(param.name)]), "from": _named(origin(ctx, param))}
        for name, param in shown.items()
        if param.name in ctx.params and (name in Settings.model_fields or origin(ctx, param).kind != "default")
    ]


def _named(source: Origin) -> str:
    """Returns a source in a few words: a config file by its path alone."""
    return source.name if source.kind == "config file" else f"{source.kind} {source.name}".rstrip()


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return format_duration(length_in_ms(value) or 0)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, Path) else value
