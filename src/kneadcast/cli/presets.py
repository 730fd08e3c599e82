"""Presets on the command line: applies one that is given as `@NAME`, and saves the options of a command."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kneadcast.cli.session_options import session_parameters
from kneadcast.cli.shared_options import option_name, requested_end
from kneadcast.cli.variation import FRESH, FreshVariation
from kneadcast.errors import did_you_mean
from kneadcast.units import format_duration, length_in_ms

if TYPE_CHECKING:
    from kneadcast.settings import OptionValue

_META_KEY = "kneadcast.preset"
_NEVER_SAVED = ("output", "folder", "force", "save", "json", "routine")
"""The names of options that a preset does not contain."""


@dataclass(frozen=True)
class AppliedPreset:
    """The preset that a command was given."""

    name: str
    parameters: frozenset[str]
    """The names of the parameters whose values come from it."""


def applied_preset(ctx: click.Context) -> AppliedPreset | None:
    """Returns the preset that the command was given, or `None` without one."""
    preset = ctx.meta.get(_META_KEY)
    return preset if isinstance(preset, AppliedPreset) else None


def apply_preset(name: str, ctx: click.Context) -> None:
    """Replaces the values of all parameters that are not on the command line by those of a preset.

    Options of the preset that the command does not have are ignored: `kneadcast plan` has no bit rate, for example.

    Raises:
        SettingsError: If the preset does not exist, or one of its options does not exist or has a wrong value.
    """
    from kneadcast.settings import load_preset, preset_error

    preset = load_preset(name)
    known = _saved_parameters(session_parameters())
    for option in preset.options:
        if option not in known:
            message = f"there is no option '{option}'{did_you_mean(option, known)}; known: {', '.join(known)}"
            raise preset_error(name, option, message)
    ctx.params["routine"] = preset.routine
    replaced = {
        option: param
        for option, param in _saved_parameters(ctx.command.params).items()
        if option in preset.options and not _is_typed(ctx, param)
    }
    for option, param in replaced.items():
        try:
            ctx.params[str(param.name)] = _parse(ctx, param, preset.options[option])
        except click.BadParameter as error:
            raise preset_error(name, option, error.message) from None
    ctx.meta[_META_KEY] = AppliedPreset(name, frozenset(str(param.name) for param in replaced.values()))


def save_options(ctx: click.Context, name: str, routine: str) -> None:
    """Saves a routine, and the options that come from the command line or from a preset, as a preset.

    Raises:
        SettingsError: If the preset cannot have the name.
        OutputError: If it cannot be written.
    """
    from kneadcast.settings import make_preset, save_preset

    options = {
        option: _as_saved(ctx.params[str(param.name)])
        for option, param in _saved_parameters(ctx.command.params).items()
        if is_given(ctx, param)
    }
    if "length" in options and (requested := requested_end(ctx)):
        options["length"] = requested.text
    path = Path(routine)
    save_preset(name, make_preset(str(path.resolve()) if path.is_file() else routine, options))
    click.echo(f"saved as @{name}", err=True)


def _saved_parameters(params: Iterable[click.Parameter]) -> dict[str, click.Parameter]:
    """Returns the parameters that a preset can contain, by the names of their options."""
    return {name: param for param in params if (name := option_name(param)) not in _NEVER_SAVED}


def is_given(ctx: click.Context, param: click.Parameter) -> bool:
    """Returns whether the value of a parameter comes from the command line or from a preset."""
    applied = applied_preset(ctx)
    return _is_typed(ctx, param) or (applied is not None and param.name in applied.parameters)


def _is_typed(ctx: click.Context, param: click.Parameter) -> bool:
    return ctx.get_parameter_source(str(param.name)) is ParameterSource.COMMANDLINE


def _parse(ctx: click.Context, param: click.Parameter, value: OptionValue) -> Any:
    """Converts a value in a preset to the value of a parameter.

    Raises:
        click.BadParameter: If the value is not valid for the parameter.
    """
    multiple = getattr(param, "multiple", False)
    if isinstance(value, tuple) and not multiple:
        raise click.BadParameter(f"'{option_name(param)}' takes one value, not a list")
    typed = tuple(_as_typed(param, one) for one in (value if isinstance(value, tuple) else (value,)))
    try:
        return param.process_value(ctx, typed if multiple else typed[0])
    except ValueError:
        raise click.BadParameter("the value contains a character that no file name can have") from None


def _as_typed(param: click.Parameter, value: bool | int | float | str) -> bool | str:
    """Returns a value as it would be typed.

    Raises:
        click.BadParameter: If the value has the wrong type.
    """
    if getattr(param, "is_flag", False):
        if not isinstance(value, bool):
            raise click.BadParameter(f"'{option_name(param)}' is true or false")
        return value
    if isinstance(value, bool):
        raise click.BadParameter(f"'{option_name(param)}' takes a value, not true or false")
    return str(value)


def _as_saved(value: Any) -> Any:
    if isinstance(value, timedelta):
        return format_duration(length_in_ms(value) or 0)
    if isinstance(value, FreshVariation):
        return FRESH
    return str(value.resolve()) if isinstance(value, Path) else value
