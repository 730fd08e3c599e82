"""`kneadcast start`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from kneadcast.cli.command_line import command_line, given_options
from kneadcast.cli.config_defaults import ConfiguredCommand
from kneadcast.cli.length import RequestedLength, end_notice, requested_length
from kneadcast.cli.menu import Answer, ask
from kneadcast.cli.printing import print_session
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_options import file_options, mix_options, output_options, parse_options, sound_options
from kneadcast.cli.shared_options import local_time
from kneadcast.errors import UnitError
from kneadcast.units import format_duration, length_in_ms

if TYPE_CHECKING:
    from kneadcast.catalog import Suggestion
    from kneadcast.cli.body_answers import BodyAnswers
    from kneadcast.options import Options
    from kneadcast.routine.model import Mode


@dataclass(frozen=True)
class Location:
    """Where a listener is, with the mode and the positions that are possible there."""

    mode: Mode
    positions: tuple[str, ...] = ()
    """The possible positions; empty if all are."""


LOCATIONS = {"chair": Location("self", ("seated",)), "bed": Location("self"), "partner": Location("partner")}

PURPOSE_ANSWERS = {
    "all": Answer("everything from toes to hip", ("everything", "whole", "complete", "any", "anything", "whatever")),
    "relax": Answer("unwind, slow and calm", ("unwind", "calm", "slow", "rest", "sleep", "tired", "relaxing")),
    "ease": Answer(
        "ease tight muscles",
        ("tight", "tense", "tension", "stiff", "muscle", "muscles", "knots", "firm", "strong", "classical"),
    ),
    "care": Answer("keep the legs in good shape", ("keep", "shape", "upkeep", "fit", "maintain", "preventive")),
    "light": Answer("light legs after a heavy day", ("lighter", "heavy", "lymph", "lymphatic")),
    "skin": Answer("smooth skin", ("smooth", "smoother", "cellulite")),
    "feet": Answer("just the feet", ("foot", "sole", "soles", "heel", "heels")),
}
LOCATION_ANSWERS = {
    "chair": Answer("on a chair, with nowhere to lie down", ("seat", "sit", "sitting", "seated", "stool", "desk")),
    "bed": Answer("on a chair next to a bed or a sofa", ("sofa", "couch", "mat", "floor", "lie", "lying")),
    "partner": Answer("with a partner who lies down", ("two", "together", "couple", "pair", "someone")),
}
TALK_ANSWERS = {
    "full": Answer("every instruction", ("complete", "everything", "all", "much", "lot")),
    "brief": Answer("short instructions", ("short", "less", "little", "few")),
    "chimes": Answer("only chimes, after the safety line", ("chime", "bell", "bells", "nothing", "none", "silent")),
}
_OWN_LENGTH = "its usual length"
_LENGTH_QUESTION = "How long may it be, such as 20 minutes, half an hour or until 22:30?"
_BODY_QUESTION = "Which parts should get more time, and what should it avoid, such as calf, sore knee or pregnancy?"


@dataclass(frozen=True)
class Answers:
    """The answers to all questions."""

    purpose: str
    length: RequestedLength | None
    """`None` for the length of the routine that is suggested."""
    location: Location
    body: BodyAnswers
    talk: str


@click.command(cls=ConfiguredCommand)
@output_options
@sound_options
@mix_options
@file_options
def start(**options: Any) -> None:
    """Ask five questions, and build a session that suits the answers.

    Enter alone takes the answer in brackets. Prints the command line that builds the session again.
    """
    from kneadcast.build import build_session

    output = options.pop("output")
    answers = _ask_all()
    body = answers.body
    chosen = parse_options({**options, "more": body.more, "skip": body.skip, "avoid": body.avoid, "talk": answers.talk})
    suggestion = _suggest(answers, chosen)
    length = timedelta(milliseconds=suggestion.length_ms)
    with ProgressDisplay() as progress:
        session = build_session(suggestion.routine, length=length, output=output, options=chosen, progress=progress)
    print_session(session, as_json=False)
    if answers.length and answers.length.end:
        click.echo(end_notice(length, answers.length.end, local_time()), err=True)
    click.echo(f"To build it again: {_command_line(suggestion, answers)}", err=True)


def _ask_all() -> Answers:
    from kneadcast.cli.body_answers import parse_body_answers

    click.echo("Five questions; Enter alone takes the answer in [brackets].\n")
    purpose = ask("What is the session for?", PURPOSE_ANSWERS, "all")
    length = click.prompt(_LENGTH_QUESTION, default=_OWN_LENGTH, value_proc=_parse_length)
    location = ask("\nWhere are you?", LOCATION_ANSWERS, "bed")
    body = _clarified(click.prompt(_BODY_QUESTION, default="nothing special", value_proc=parse_body_answers))
    talk = ask("\nHow much should the voice say?", TALK_ANSWERS, "full")
    if length and length.end:
        length = requested_length(length.text, local_time())  # the other questions took time
    return Answers(purpose, length, LOCATIONS[location], body, talk)


def _suggest(answers: Answers, options: Options) -> Suggestion:
    """Returns a routine that suits the answers, and prints which it is and how it differs from them.

    Raises:
        PlanError: If no routine suits.
    """
    from kneadcast.catalog import Search, suggest_routine

    location, length = answers.location, answers.length.length if answers.length else None
    search = Search(parts=answers.body.more, positions=location.positions, purpose=answers.purpose)
    with ProgressDisplay() as progress:
        suggestion = suggest_routine(length, search, mode=location.mode, options=options, progress=progress)
    if not suggestion.is_meant:
        kind = PURPOSE_ANSWERS[answers.purpose].explanation
        click.echo(f"No routine of this kind ({kind}) fits the other answers; this one comes closest.", err=True)
    wanted_ms = suggestion.default_ms if length is None else length_in_ms(length)
    found = format_duration(suggestion.length_ms)
    if wanted_ms != suggestion.length_ms:
        wanted = format_duration(wanted_ms or 0)
        click.echo(f"No routine that suits can last {wanted}; the nearest is {found}.", err=True)
    click.echo(f'Your session: "{suggestion.title}", {found}.', err=True)
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


def _parse_length(text: str) -> RequestedLength | None:
    """Returns the length that is requested, `None` for that of the routine."""
    if text == _OWN_LENGTH:
        return None
    try:
        return requested_length(text, local_time())
    except UnitError as error:
        raise click.BadParameter(str(error)) from None


def _command_line(suggestion: Suggestion, answers: Answers) -> str:
    """Returns the command line that builds the session, with the options that this command was given."""
    options = []
    if suggestion.length_ms != suggestion.default_ms:
        options += ["--length", format_duration(suggestion.length_ms)]
    body = answers.body
    for option, names in (("--more", body.more), ("--skip", body.skip), ("--avoid", body.avoid)):
        options += [option, ",".join(names)] if names else []
    options += ["--talk", answers.talk] if answers.talk != "full" else []
    options += given_options(click.get_current_context())
    return command_line("build", suggestion.routine, options)
