"""`kneadcast plan`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from kneadcast.cli.printing import print_json, print_notes
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_command import SessionCommand
from kneadcast.cli.session_options import body_options, parse_options, preference_options, sound_options
from kneadcast.cli.shared_options import clips_option, json_option, length_option, nearest_option, routine_argument


@click.command(cls=SessionCommand)
@routine_argument
@length_option
@nearest_option
@preference_options
@sound_options
@clips_option
@body_options
@json_option
def plan(routine: str, length: timedelta | None, nearest: bool, as_json: bool, **options: Any) -> None:
    """Show the time budget of a session.

    Lists for each step the seconds of talk, of changing position, hands on and still, the ideal length of the step, and
    the seconds that it gained from other steps (+) or lost to them (-).
    """
    from kneadcast.build import plan_session
    from kneadcast.reports.time_budget import to_data, to_text

    with ProgressDisplay() as progress:
        budget = plan_session(
            routine, length=length, nearest=nearest, options=parse_options(options), progress=progress
        )
    print_notes(budget.notes)
    if as_json:
        print_json(to_data(budget))
    else:
        click.echo(to_text(budget), nl=False)
