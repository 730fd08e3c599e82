"""Commands about one session, which name others that are possible if it is not."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from kneadcast.cli.command_line import command_line, given_options, preference_options
from kneadcast.cli.config_defaults import ConfiguredCommand
from kneadcast.cli.hints import add_hints
from kneadcast.cli.session_options import parse_options, session_parameters
from kneadcast.cli.shared_options import requested_end
from kneadcast.errors import KneadcastError, KneadcastWarning, PlanError, RoutineError
from kneadcast.units import format_duration, length_in_ms

if TYPE_CHECKING:
    from kneadcast.alternatives import Alternative
    from kneadcast.options import Options

_NO_OPTIONS = ("length", "nearest", "output")
"""The names of session parameters that are no fields of `Options`."""


class SessionCommand(ConfiguredCommand):
    """A command about one session; if it is not possible, it prints command lines of sessions that are."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except (PlanError, RoutineError):
            commands = _possible_commands(ctx)
            if commands:
                add_hints(ctx, ["These would work:" if len(commands) > 1 else "This would work:"])
            add_hints(ctx, (f"  {command}" for command in commands))
            raise


def _possible_commands(ctx: click.Context) -> tuple[str, ...]:
    """Returns the command lines of sessions close to the one that a command cannot have."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", KneadcastWarning)
            return tuple(_command_of(ctx, alternative) for alternative in _alternatives(ctx))
    except KneadcastError:  # the request cannot be read, or the template cannot
        return ()


def _alternatives(ctx: click.Context) -> tuple[Alternative, ...]:
    from kneadcast.alternatives import MOST_ALTERNATIVES, find_alternatives, possible_session

    routine, length, values = ctx.params["routine"], ctx.params["length"], _option_values(ctx)
    try:
        return find_alternatives(routine, length=length, options=parse_options(values))
    except PlanError:
        less = tuple(_with_one_less(values))
    if len(less) == 1:  # one cannot be read; of two that contradict each other, either can be left out
        return ()
    found = (possible_session(routine, length=length, options=options) for options in less)
    possible = tuple(islice(filter(None, found), MOST_ALTERNATIVES))
    return possible or (find_alternatives(routine, length=length, options=less[0]) if less else ())


def _option_values(ctx: click.Context) -> dict[str, Any]:
    names = {str(param.name) for param in session_parameters()} - {*_NO_OPTIONS}
    return {name: value for name, value in ctx.params.items() if name in names}


def _with_one_less(values: Mapping[str, Any]) -> Iterator[Options]:
    """Yields the options without one of the preferences, if the others can be read and do not contradict each other."""
    from kneadcast.planning.preferences import LIST_OPTIONS, OPTIONS

    for name in reversed(OPTIONS):
        entries = ",".join(values[name]).split(",") if name in LIST_OPTIONS else [""]
        others = {key: value for key, value in values.items() if key != name}
        for number in range(len(entries)):
            kept = {name: (*entries[:number], *entries[number + 1 :])} if name in LIST_OPTIONS else {}
            with suppress(PlanError):
                yield parse_options({**others, **kept})


def _command_of(ctx: click.Context, alternative: Alternative) -> str:
    from kneadcast.planning.preferences import OPTIONS

    options = ["--length", _length(ctx, alternative.length_ms)]
    options += preference_options(alternative.options.preferences)
    options += given_options(ctx, without=("length", "nearest", *OPTIONS))
    return command_line(str(ctx.info_name), str(alternative.routine), options)


def _length(ctx: click.Context, length_ms: int) -> str:
    """Returns a length as it was typed if it is a time of day, so that the session still ends then."""
    requested = requested_end(ctx)
    return requested.text if requested and length_in_ms(requested.length) == length_ms else format_duration(length_ms)
