"""`kneadcast record-list`."""

from __future__ import annotations

from pathlib import Path

import click

from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.cli.printing import print_json
from kneadcast.cli.shared_options import clips_option, json_option


@click.command("record-list")
@click.argument("routine", default=DEFAULT_ROUTINE, required=False)
@clips_option
@json_option
def record_list(routine: str, clips: Path | None, as_json: bool) -> None:
    """List the lines that a reader has to record, with the name of each recording.

    ROUTINE is the name of a routine, a YAML file or a script file. Save each line as ID.wav, .flac, .mp3 or .ogg in one
    folder, and build with --clips FOLDER. The voice speaks the lines without a recording; a + marks those that have
    one.
    """
    from kneadcast.authoring import lines_to_record

    rows = lines_to_record(routine, clips)
    if as_json:
        print_json(
            [
                {"ids": row.ids, "text": row.text, "recording": str(row.recording) if row.recording else None}
                for row in rows
            ]
        )
        return
    width = max(len(row.ids[0]) for row in rows)
    for row in rows:
        click.echo(f"{'+' if row.recording else ' '} {row.ids[0]:<{width}}  {row.text}")
    click.echo(f"{len(rows)} lines, {sum(row.recording is not None for row in rows)} of them recorded", err=True)
