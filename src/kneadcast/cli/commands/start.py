"""`kneadcast start`."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

import click

from kneadcast.choices import Talk
from kneadcast.cli.config_defaults import ConfiguredCommand, origin
from kneadcast.cli.printing import print_session
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_options import file_options, mix_options, output_options, parse_options, sound_options
from kneadcast.errors import UnitError
from kneadcast.units import format_duration, parse_duration

if TYPE_CHECKING:
    from kneadcast.catalog import Suggestion
    from kneadcast.cli.body_answers import BodyAnswers
    from kneadcast.routine.model import Mode


@dataclass(frozen=True)
class Location:
    """Where a listener is, with the mode and the positions that are possible there."""

    mode: Mode
    positions: tuple[str, ...] = ()
    """The possible positions; empty if all are."""


LOCATIONS = {"chair": Location("self", ("seated",)), "bed": Location("self"), "partner": Location("partner")}

_LENGTH_QUESTION = "How long should the session be?"
_LOCATION_QUESTION = "Where are you: on a chair, on a chair next to a bed, or with a partner who lies down?"
_BODY_QUESTION = "Which parts should get more time (calf), and what should the session avoid (sore knee, pregnancy)?"
_TALK_QUESTION = "How much should the voice say?"


@click.command(cls=ConfiguredCommand)
@output_options
@sound_options
@mix_options
@file_options
def start(**options: Any) -> None:
    """Ask four questions, and build a session that suits the answers.

    Prints the command line that builds the session again.
    """
    from kneadcast.build import build_session
    from kneadcast.cli.body_answers import parse_body_answers

    output = options.pop("output")
    length_ms = click.prompt(_LENGTH_QUESTION, default="20m", value_proc=_parse_length)
    location = LOCATIONS[click.prompt(_LOCATION_QUESTION, default="bed", type=_choice(LOCATIONS))]
    body = _clarified(click.prompt(_BODY_QUESTION, default="nothing special", value_proc=parse_body_answers))
    talk = click.prompt(_TALK_QUESTION, default=get_args(Talk)[0], type=_choice(get_args(Talk)))
    chosen = parse_options({**options, "more": body.more, "skip": body.skip, "avoid": body.avoid, "talk": talk})
    with ProgressDisplay() as progress:
        suggestion = _suggest(length_ms, location, body, options=chosen, progress=progress)
        length = timedelta(milliseconds=suggestion.length_ms)
        session = build_session(suggestion.routine, length=length, output=output, options=chosen, progress=progress)
    print_session(session, as_json=False)
    click.echo(f"To build it again: {_command_line(suggestion, body, talk)}", err=True)


def _suggest(length_ms: int, location: Location, body: BodyAnswers, **more: Any) -> Suggestion:
    """Returns a routine that suits the answers, and prints a note if it cannot have the length.

    Raises:
        PlanError: If no routine suits.
    """
    from kneadcast.catalog import Search, suggest_routine

    search = Search(parts=body.more, positions=location.positions)
    suggestion = suggest_routine(timedelta(milliseconds=length_ms), search, mode=location.mode, **more)
    if suggestion.length_ms != length_ms:
        possible = format_duration(suggestion.length_ms)
        click.echo(f"No routine that suits can last {format_duration(length_ms)}; the nearest is {possible}.", err=True)
    return suggestion


def _clarified(body: BodyAnswers) -> BodyAnswers:
    """Returns an answer without unclear joints, after asking about each whether it is sore."""
    more, avoid = body.more, body.avoid
    for joint in body.unclear:
        if click.confirm(f"Is your {joint} sore, so that the session should avoid it?", default=True):
            avoid += (joint,)
        else:
            more += (joint,)
    return replace(body, more=more, avoid=avoid, unclear=())


def _choice(names: Iterable[str]) -> click.Choice[str]:
    return click.Choice(list(names), case_sensitive=False)


def _parse_length(text: str) -> int:
    try:
        return parse_duration(text)
    except UnitError as error:
        raise click.BadParameter(str(error)) from None


def _command_line(suggestion: Suggestion, body: BodyAnswers, talk: str) -> str:
    """Returns the command line that builds the session, with the options that this command was given."""
    words = ["kneadcast", "build", suggestion.routine, "--length", format_duration(suggestion.length_ms)]
    for option, names in (("--more", body.more), ("--skip", body.skip), ("--avoid", body.avoid)):
        words += [option, ",".join(names)] if names else []
    words += ["--talk", talk] if talk != get_args(Talk)[0] else []
    return shlex.join([*words, *_typed_options(click.get_current_context())])


def _typed_options(ctx: click.Context) -> Iterator[str]:
    """Yields the options of a command line, with their values as text."""
    for param in ctx.command.params:
        if origin(ctx, param) != "command line":
            continue
        yield param.opts[0]
        value = ctx.params[str(param.name)]
        if not (isinstance(param, click.Option) and param.is_flag):
            yield ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
