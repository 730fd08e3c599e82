"""Commands whose options also take their values from presets, the environment and the config file.

The order of precedence is: the command line, the preset that is given as `@NAME`, the environment, the config file,
the default. Click keeps this order for all but the preset.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import click
from click.core import ParameterSource

from kneadcast.cli.hints import add_hints
from kneadcast.cli.length import end_notice
from kneadcast.cli.presets import applied_preset, apply_preset
from kneadcast.cli.shared_options import local_time, option_name, requested_end
from kneadcast.errors import KneadcastError


class ConfiguredCommand(click.Command):
    """A command that takes defaults from the config file, and accepts a preset in place of its routine."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parses the arguments, with the defaults of the config file.

        Raises:
            SettingsError: With every problem of the config file, unless only the help is requested.
        """
        defaults, problem = self._config_defaults()
        extra.setdefault("default_map", defaults)
        ctx = super().make_context(info_name, args, parent, **extra)  # `--help` ends here
        if problem:
            raise problem
        return ctx

    def _config_defaults(self) -> tuple[Mapping[str | None, Any], Exception | None]:
        """Returns the defaults of the config file, or why there are none."""
        from kneadcast.settings import read_settings

        try:
            settings = read_settings().model_dump(exclude_none=True)
        except Exception as problem:  # whatever it is, it must not take the help away; the caller raises it
            return {}, problem
        return {param.name: settings[name] for param in self.params if (name := option_name(param)) in settings}, None

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command, with the values of the preset if the routine is one.

        If the session ends at a time of day, prints on standard error when it has to begin.

        Raises:
            SettingsError: If the preset does not exist or has a problem.
        """
        routine = ctx.params.get("routine")
        if isinstance(routine, str) and routine.startswith("@"):
            apply_preset(routine.removeprefix("@"), ctx)
        try:
            result = super().invoke(ctx)
        except KneadcastError as error:
            add_hints(ctx, _origins_of_values(ctx, str(error)))
            raise
        requested = requested_end(ctx)
        if requested and requested.end and not requested.at_once:
            click.echo(end_notice(requested.length, requested.end, local_time()), err=True)
        return result


@dataclass(frozen=True)
class Origin:
    """The source of a parameter's value."""

    kind: Literal["command line", "preset", "environment", "config file", "default"]
    name: str = ""
    """The name of the preset with `@`, that of the environment variable, or the path of the config file."""

    @property
    def is_hidden(self) -> bool:
        """Whether the value cannot be seen on the command line, although somebody chose it."""
        return self.kind in ("preset", "environment", "config file")

    def __str__(self) -> str:
        kind = "environment variable" if self.kind == "environment" else self.kind
        return f"the {kind} {self.name}".rstrip()


def origin(ctx: click.Context, param: click.Parameter) -> Origin:
    """Returns the source of a parameter's value."""
    preset = applied_preset(ctx)
    if preset and param.name in preset.parameters:
        return Origin("preset", f"@{preset.name}")
    source = ctx.get_parameter_source(str(param.name))
    if source is ParameterSource.ENVIRONMENT:
        names = [param.envvar] if isinstance(param.envvar, str) else list(param.envvar or ())
        return Origin("environment", next((name for name in names if name in os.environ), ""))
    if source is ParameterSource.DEFAULT_MAP:
        from kneadcast.settings import config_file

        return Origin("config file", str(config_file()))
    return Origin("command line" if source is ParameterSource.COMMANDLINE else "default")


def _origins_of_values(ctx: click.Context, message: str) -> Iterator[str]:
    """Yields the source of each value that an error message mentions and that is not on the command line."""
    for param in ctx.command.params:
        value, source = ctx.params.get(str(param.name)), origin(ctx, param)
        if source.is_hidden and value not in (None, "", ()) and str(value) in message:
            yield f"kneadcast: note: --{option_name(param)} {value} comes from {source}"
