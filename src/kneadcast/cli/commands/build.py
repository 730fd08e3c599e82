"""`kneadcast build`."""

from __future__ import annotations

from typing import Any

import click

from kneadcast.cli.presets import save_options
from kneadcast.cli.printing import print_session
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_command import SessionCommand
from kneadcast.cli.session_options import parse_options, session_options
from kneadcast.cli.shared_options import json_option, length_option, nearest_option, routine_argument


@click.command(cls=SessionCommand)
@routine_argument
@length_option
@nearest_option
@session_options
@click.option("--save", metavar="NAME", help="Save the routine and these options as a preset, which is given as @NAME.")
@json_option
@click.pass_context
def build(ctx: click.Context, /, routine: str, save: str | None, as_json: bool, **options: Any) -> None:
    """Build a session and write it as an MP3, or in another format."""
    from kneadcast.build import build_session
    from kneadcast.settings import check_preset

    if save:
        check_preset(save, force=options["force"])
    arguments = {name: options.pop(name) for name in ("length", "nearest", "output")}
    with ProgressDisplay() as progress:
        session = build_session(routine, **arguments, options=parse_options(options), progress=progress)
    if save:
        save_options(ctx, save, routine)
    print_session(session, as_json=as_json)
