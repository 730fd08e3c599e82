"""`kneadcast show`."""

from __future__ import annotations

import click

from kneadcast.cli.config_defaults import ConfiguredCommand
from kneadcast.cli.printing import print_notes
from kneadcast.cli.session_options import adaptation_options


@click.command(cls=ConfiguredCommand)
@click.argument("routine")
@adaptation_options
def show(routine: str, avoid: tuple[str, ...], language: str | None) -> None:
    """Describe a routine: its steps with their ids, and the share of each part of the body.

    ROUTINE is the name of a routine, a YAML file or @PRESET.
    """
    from kneadcast.reports.routine_summary import describe
    from kneadcast.routine import load_routine, prepare_routine

    if not avoid:
        # This needs no phrases, which a routine in a new language may not have yet.
        click.echo(describe(load_routine(routine, language)), nl=False)
        return
    prepared = prepare_routine(routine, language=language, avoid=avoid)
    print_notes(prepared.notes)
    click.echo(describe(prepared.routine), nl=False)
