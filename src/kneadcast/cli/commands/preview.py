"""`kneadcast preview`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kneadcast.cli.commands.build import show_session
from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.options import (
    duration,
    json_option,
    length_option,
    routine_argument,
)
from kneadcast.cli.progress import ShownProgress
from kneadcast.cli.session_options import parse_options, session_options


@click.command(cls=Configured)
@routine_argument
@length_option
@click.option("--skim", "skimmed", is_flag=True, help="All words and chimes without the waiting.")
@click.option(
    "--from",
    "start_ms",
    callback=duration,
    metavar="TIME",
    help="Where the minute begins; the first step if not given.",
)
@session_options
@json_option
def preview(
    routine: str,
    length_ms: int | None,
    skimmed: bool,
    start_ms: int | None,
    output: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Make an MP3 of one minute of a session, or of its words without the waiting.

    ROUTINE is a built-in routine's name, a YAML file or @PRESET; toes-to-hip if not given.
    """
    from kneadcast.build import preview_session

    with ShownProgress() as progress:
        session = preview_session(
            routine,
            length=length_ms,
            skimmed=skimmed,
            start_ms=start_ms,
            output=output,
            options=parse_options(options),
            progress=progress,
        )
    show_session(session, as_json=as_json)
