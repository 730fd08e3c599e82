"""`kneadcast config`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from kneadcast.cli.config_defaults import Configured, option_name, origin
from kneadcast.cli.options import (
    SHARED,
    json_option,
    length_option,
    routine_argument,
)
from kneadcast.cli.session_options import session_options

_ALWAYS = {*SHARED.values()}


@click.command(cls=Configured)
@routine_argument
@length_option
@session_options
@json_option
@click.pass_context
def config(ctx: click.Context, /, as_json: bool, **_options: Any) -> None:
    """Show which options hold, and where each comes from.

    In order: the command line, a preset given as @NAME, the environment, the config file, the default. Takes the
    options of `kneadcast build`, to show what would hold with them.
    """
    from kneadcast.settings import config_file, preset_names

    rows = [
        {"option": option_name(param), "value": _shown(ctx.params[param.name]), "from": origin(ctx, param)}
        for param in ctx.command.params
        if param.name in ctx.params and (param.name in _ALWAYS or origin(ctx, param) != "default")
    ]
    rows = [row for row in rows if row["option"] not in ("json", "routine")]
    if as_json:
        data = {"format": 1, "file": str(config_file()), "presets": preset_names(), "options": rows}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['option']:<12}{row['value']!s:<28}{row['from']}")
    there = "" if config_file().is_file() else " (not there)"
    click.echo(f"\nconfig file  {config_file()}{there}")
    click.echo("presets      " + (", ".join(f"@{name}" for name in preset_names()) or "none"))


def _shown(value: Any) -> Any:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, Path) else value
