"""`kneadcast new`."""

from __future__ import annotations

from pathlib import Path

import click

from kneadcast.cli.printing import print_path
from kneadcast.cli.shared_options import output_option, replace_option


@click.command()
@click.argument("name")
@click.option("--from", "base", metavar="ROUTINE", help="Extend this routine; the file holds only what differs.")
@output_option("File to write. By default NAME.yaml in the folder of your own routines.")
@replace_option
def new(name: str, base: str | None, output: Path | None, force: bool) -> None:
    """Write a commented starting point for a routine of your own, and print its path.

    NAME consists of small letters, digits and hyphens. `kneadcast build NAME` then builds the routine.
    """
    from kneadcast.authoring import start_routine

    print_path(start_routine(name, base=base, output=output, force=force))
