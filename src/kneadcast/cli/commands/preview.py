"""`kneadcast preview`."""

from __future__ import annotations

from typing import Any

import click

from kneadcast.cli.printing import print_session
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_command import SessionCommand
from kneadcast.cli.session_options import parse_options, session_options
from kneadcast.cli.shared_options import duration, json_option, length_option, nearest_option, routine_argument


@click.command(cls=SessionCommand)
@routine_argument
@length_option
@nearest_option
@click.option(
    "--skim", "skimmed", is_flag=True, help="Write all words and chimes with short silences, instead of one minute."
)
@click.option(
    "--from",
    "start",
    callback=duration,
    metavar="TIME",
    help="Start of the minute. By default the start of the first step of work.",
)
@session_options
@json_option
def preview(routine: str, as_json: bool, **options: Any) -> None:
    """Write one minute of a session as an MP3, or all its words with short silences."""
    from kneadcast.build import preview_session

    arguments = {name: options.pop(name) for name in ("length", "nearest", "start", "skimmed", "output")}
    with ProgressDisplay() as progress:
        session = preview_session(routine, **arguments, options=parse_options(options), progress=progress)
    print_session(session, as_json=as_json)
