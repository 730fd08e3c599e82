"""`kneadcast templates`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from kneadcast.choices import AUTO_VOICE
from kneadcast.cli.printing import print_json
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.shared_options import json_option


@click.command()
@click.option(
    "--sample",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write a sample of each template, ten seconds long, into a folder.",
)
@click.option("--voice", default=AUTO_VOICE, show_default=True, help="Voice of the samples; see `kneadcast voices`.")
@json_option
def templates(sample: Path | None, voice: str, as_json: bool) -> None:
    """List the audio templates, which decide the chimes and the background of a session.

    Your own are YAML files in the folder audio_templates of your configuration folder; a template elsewhere is given by
    its path.
    """
    from kneadcast.catalog import list_templates
    from kneadcast.template_samples import sample_templates

    with ProgressDisplay() as progress:
        paths = sample_templates(sample, voice=voice, progress=progress) if sample else {}
    rows = list_templates()
    if as_json:
        print_json([asdict(row) | ({"sample": str(paths[row.name])} if sample else {}) for row in rows])
        return
    for row in rows:
        own = " (yours)" if row.own else ""
        click.echo(f"{row.name:<16}{row.title}{own}: {row.feels}")
        if sample:
            click.echo(f"{'':<16}{paths[row.name]}")
