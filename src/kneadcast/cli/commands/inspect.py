"""`kneadcast inspect`."""

from __future__ import annotations

from pathlib import Path

import click

from kneadcast.cli.printing import print_json_text
from kneadcast.cli.shared_options import EXISTING_FILE, json_option


@click.command()
@click.argument("file", type=EXISTING_FILE)
@json_option
def inspect(file: Path, as_json: bool) -> None:
    """Show the provenance of a finished session: version, options, routine, steps and words."""
    from kneadcast.inspection import inspect_file
    from kneadcast.reports.listing import to_text

    provenance = inspect_file(file)
    if as_json:
        print_json_text(provenance.to_json())
        return
    options = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in provenance.options.items())
    click.echo(f"made by Kneadcast {provenance.version}" + (f", {options}" if options else ""))
    click.echo(to_text(provenance.script), nl=False)
