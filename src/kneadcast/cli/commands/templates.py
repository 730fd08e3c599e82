"""`kneadcast templates`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from kneadcast.cli.options import json_option
from kneadcast.cli.progress import ShownProgress


@click.command()
@click.option(
    "--sample",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also render ten seconds of each into a folder.",
)
@click.option("--voice", default="auto", show_default=True, help="Who speaks in the samples; see `kneadcast voices`.")
@json_option
def templates(sample: Path | None, voice: str, as_json: bool) -> None:
    """List the audio templates: the sound worlds that a session can have.

    Your own lie as YAML files in the folder audio_templates of your configuration folder, or anywhere if you name the
    file.
    """
    from kneadcast.catalog import list_templates, sample_templates

    with ShownProgress() as progress:
        paths = sample_templates(sample, voice=voice, progress=progress) if sample else {}
    rows = list_templates()
    if as_json:
        facts = [asdict(row) | ({"sample": str(paths[row.name])} if sample else {}) for row in rows]
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for row in rows:
        own = " (yours)" if row.own else ""
        click.echo(f"{row.name:<16}{row.title}{own}: {row.feels}")
        if sample:
            click.echo(f"{'':<16}{paths[row.name]}")
