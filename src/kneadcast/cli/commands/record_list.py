"""`kneadcast record-list`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kneadcast.cli.options import json_option, routine_argument


@click.command("record-list")
@routine_argument
@click.option("--clips", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Where recordings are.")
@json_option
def record_list(routine: str, clips: Path | None, as_json: bool) -> None:
    """List the lines that a reader would record, with the name of each recording.

    ROUTINE may be a script file, too. Save each line as ID.wav, .flac, .mp3 or .ogg in one folder, and build with
    --clips FOLDER; lines marked + are there already. What is not recorded, the voice says.
    """
    from kneadcast.voice_samples import lines_to_record

    rows = lines_to_record(routine, clips)
    if as_json:
        facts = [{"ids": row.ids, "text": row.text, "recording": _shown(row.recording)} for row in rows]
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    width = max(len(row.ids[0]) for row in rows)
    for row in rows:
        click.echo(f"{'+' if row.recording else ' '} {row.ids[0]:<{width}}  {row.text}")
    click.echo(f"{len(rows)} lines, {sum(row.recording is not None for row in rows)} of them recorded", err=True)


def _shown(path: Path | None) -> str | None:
    return str(path) if path else None
