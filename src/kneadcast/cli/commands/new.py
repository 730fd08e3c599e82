"""`kneadcast new`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("name")
@click.option("--from", "base", metavar="ROUTINE", help="Change only what differs from this routine.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Where it goes; your own routines' folder if not given."
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there already.")
def new(name: str, base: str | None, output: Path | None, force: bool) -> None:
    """Write a commented starting point for a routine of your own, and print where it is.

    NAME is small letters, digits and hyphens; `kneadcast build NAME` finds it then.
    """
    from kneadcast.catalog import start_routine

    click.echo(str(start_routine(name, base=base, output=output, force=force)))
