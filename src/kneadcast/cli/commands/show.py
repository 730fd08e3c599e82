"""`kneadcast show`."""

from __future__ import annotations

import click

from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.options import body_options, show_notes


@click.command(cls=Configured)
@click.argument("routine")
@body_options
def show(routine: str, **options: str | tuple[str, ...] | None) -> None:
    """Tell a routine in words: its steps with their ids, and a bar for each part of the body.

    ROUTINE is a routine's name, a YAML file or @PRESET.
    """
    from kneadcast.pipeline import Options, prepare_routine
    from kneadcast.reports.routine_summary import describe

    prepared = prepare_routine(routine, Options(**options))  # type: ignore[arg-type]
    show_notes(prepared.notes)
    click.echo(describe(prepared.routine), nl=False)
