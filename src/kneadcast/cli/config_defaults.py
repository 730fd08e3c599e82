"""Commands whose options also take their values from presets, the environment and the config file.

The order of precedence is: the command line, the preset that is given as `@NAME`, the environment, the config file,
the default. Click keeps this order for all but the preset.
"""

from __future__ import annotations

import os
from typing import Any

import click
from click.core import ParameterSource

from kneadcast.cli.length import end_notice
from kneadcast.cli.presets import applied_preset, apply_preset
from kneadcast.cli.shared_options import local_time, option_name, requested_end


class ConfiguredCommand(click.Command):
    """A command that takes defaults from the config file, and accepts a preset in place of its routine."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parses the arguments, with the defaults of the config file.

        Raises:
            SettingsError: With every problem of the config file.
        """
        from kneadcast.settings import read_settings

        settings = read_settings().model_dump(exclude_none=True)
        defaults = {param.name: settings[name] for param in self.params if (name := option_name(param)) in settings}
        extra.setdefault("default_map", defaults)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command, with the values of the preset if the routine is one.

        If the session ends at a time of day, prints on standard error when it has to begin.

        Raises:
            SettingsError: If the preset does not exist or has a problem.
        """
        routine = ctx.params.get("routine")
        if isinstance(routine, str) and routine.startswith("@"):
            apply_preset(routine.removeprefix("@"), ctx)
        result = super().invoke(ctx)
        requested = requested_end(ctx)
        if requested and requested.end and not requested.at_once:
            click.echo(end_notice(requested.length, requested.end, local_time()), err=True)
        return result


def origin(ctx: click.Context, param: click.Parameter) -> str:
    """Returns a text that names the source of a parameter's value."""
    preset = applied_preset(ctx)
    if preset and param.name in preset.parameters:
        return f"preset @{preset.name}"
    source = ctx.get_parameter_source(str(param.name))
    if source is ParameterSource.ENVIRONMENT:
        names = [param.envvar] if isinstance(param.envvar, str) else list(param.envvar or ())
        return "environment " + next((name for name in names if name in os.environ), "")
    if source is ParameterSource.DEFAULT_MAP:
        from kneadcast.settings import config_file

        return str(config_file())
    return "command line" if source is ParameterSource.COMMANDLINE else "default"
