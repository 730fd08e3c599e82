"""Commands whose options may also come from a preset, the environment or the config file.

What holds is, in this order: the command line, the preset named as `@NAME`, the environment, the config file, the
default. Click itself keeps the order of all but the preset.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from kneadcast.cli.options import SHARED
from kneadcast.errors import did_you_mean
from kneadcast.units import format_duration

_PRESET = "kneadcast.preset"
_NEVER_KEPT = {"output", "folder", "force", "save", "as_json", "routine"}


class Configured(click.Command):
    """A command that takes its defaults from the config file, and a preset in place of its routine."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parses the arguments with what the config file says for defaults.

        Raises:
            SettingsError: With every problem of the config file.
        """
        from kneadcast.settings import read_settings

        said = read_settings().model_dump(exclude_none=True)
        extra.setdefault("default_map", {SHARED[name]: value for name, value in said.items()})
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command with what a preset says, where one stands for the routine.

        Raises:
            SettingsError: If there is no such preset.
        """
        routine = ctx.params.get("routine")
        if isinstance(routine, str) and routine.startswith("@"):
            _apply(routine.removeprefix("@"), ctx)
        return super().invoke(ctx)


def keep_preset(ctx: click.Context, name: str, routine: str) -> None:
    """Keeps a routine, and whatever options were given on the command line or by a preset, under a name."""
    from kneadcast.settings import Preset, save_preset

    options = {
        option_name(param): _plain(param, ctx.params[param.name])
        for param in ctx.command.params
        if param.name and param.name not in _NEVER_KEPT and origin(ctx, param) in ("command line", *_from_preset(ctx))
    }
    path = Path(routine)
    save_preset(name, Preset(routine=str(path.resolve()) if path.is_file() else routine, options=options))
    click.echo(f"kept as @{name}", err=True)


def option_name(param: click.Parameter) -> str:
    """Returns an option's name as it is typed, without dashes."""
    return param.opts[0].lstrip("-")


def origin(ctx: click.Context, param: click.Parameter) -> str:
    """Tells where the value of an option comes from."""
    if param.name in ctx.meta.get(_PRESET, ("", ()))[1]:
        return _from_preset(ctx)[0]
    source = ctx.get_parameter_source(param.name or "")
    if source is ParameterSource.ENVIRONMENT:
        names = [param.envvar] if isinstance(param.envvar, str) else list(param.envvar or ())
        return "environment " + next((name for name in names if name in os.environ), "")
    if source is ParameterSource.DEFAULT_MAP:
        from kneadcast.settings import config_file

        return str(config_file())
    return "command line" if source is ParameterSource.COMMANDLINE else "default"


def _from_preset(ctx: click.Context) -> tuple[str, ...]:
    return (f"preset @{ctx.meta[_PRESET][0]}",) if _PRESET in ctx.meta else ()


def _apply(name: str, ctx: click.Context) -> None:
    """Puts the values of a preset wherever the command line says nothing.

    Raises:
        SettingsError: If there is no such preset, or it has options that the program does not.
    """
    from kneadcast.cli.commands.build import build
    from kneadcast.settings import load_preset, preset_fault

    preset = load_preset(name)
    ctx.params["routine"] = preset.routine
    params, known = _kept_options(ctx.command), _kept_options(build)
    taken = set()
    for option, raw in preset.options.items():
        if option not in known:
            message = f"there is no option '{option}'{did_you_mean(option, known)}; known: {', '.join(known)}"
            raise preset_fault(name, option, message)
        # A preset is shared by commands of which some have fewer options: a plan has no bitrate.
        param = params.get(option)
        if param is None or not param.name or ctx.get_parameter_source(param.name) is ParameterSource.COMMANDLINE:
            continue
        many = getattr(param, "multiple", False)
        if isinstance(raw, tuple) and not many:
            raise preset_fault(name, option, f"'{option}' takes one value, not a list")
        try:
            ctx.params[param.name] = param.process_value(ctx, (raw,) if many and not isinstance(raw, tuple) else raw)
        except click.BadParameter as error:
            raise preset_fault(name, option, error.message) from None
        taken.add(param.name)
    ctx.meta[_PRESET] = (name, taken)


def _kept_options(command: click.Command) -> dict[str, click.Parameter]:
    return {option_name(param): param for param in command.params if param.name not in _NEVER_KEPT}


def _plain(param: click.Parameter, value: Any) -> Any:
    if param.name == "length_ms":
        return format_duration(value)
    return str(value.resolve()) if isinstance(value, Path) else value
