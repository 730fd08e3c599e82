"""`kneadcast plan`."""

from __future__ import annotations

import json
from typing import Any

import click

from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.options import (
    body_options,
    clips_option,
    json_option,
    length_option,
    routine_argument,
    show_notes,
    sound_options,
)
from kneadcast.cli.progress import ShownProgress
from kneadcast.cli.session_options import parse_options, preference_options


@click.command(cls=Configured)
@routine_argument
@length_option
@preference_options
@sound_options
@clips_option
@body_options
@json_option
def plan(routine: str, length_ms: int | None, as_json: bool, **options: Any) -> None:
    """Show where the time of a session goes.

    For each step: seconds of talk, of travel from place to place, hands on and still; its ideal length, and how much
    it took from others (+) or gave (-).

    ROUTINE is a built-in routine's name, a YAML file or @PRESET; toes-to-hip if not given.
    """
    from kneadcast.build import plan_session
    from kneadcast.pipeline import prepare_routine
    from kneadcast.reports.time_budget import to_data, to_text

    chosen = parse_options(options)
    with ShownProgress() as progress:
        book = plan_session(routine, length=length_ms, options=chosen, progress=progress)
    show_notes(prepare_routine(routine, chosen).notes)
    if as_json:
        click.echo(json.dumps(to_data(book), ensure_ascii=False, indent=2))
    else:
        click.echo(to_text(book), nl=False)
