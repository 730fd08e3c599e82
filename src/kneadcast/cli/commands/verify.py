"""`kneadcast verify`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneadcast.cli.options import json_option
from kneadcast.units import format_clock

if TYPE_CHECKING:
    from kneadcast.output.verify.verification import Onset, Verification


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_context
def verify(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Listen to a finished session, and compare each chime and sentence with the script inside it.

    Prints a line a cue with how many milliseconds it is late, negative where it is early. Exits with 1 for a fault.
    """
    from kneadcast.inspection import verify_file

    found = verify_file(file)
    if as_json:
        click.echo(json.dumps(_facts(found), ensure_ascii=False))
    else:
        for onset in found.onsets:
            off = "-" if onset.off_ms is None else f"{onset.off_ms:+.0f}"
            click.echo(f"{format_clock(onset.cue.at_ms):>7}  {off:>5} ms  {onset.cue.text or f'* {onset.cue.sound}'}")
        click.echo(_summary(found))
        for fault in found.faults:
            click.echo(f"fault: {fault}")
    ctx.exit(1 if found.faults else 0)


def _summary(found: Verification) -> str:
    parts = []
    for name, onsets in _kinds(found).items():
        off = [abs(onset.off_ms) for onset in onsets if onset.off_ms is not None]
        parts.append(f"{len(off)} of {len(onsets)} {name} heard" + (f", {max(off):.0f} ms off at most" if off else ""))
    return f"{found.frames} frames; " + "; ".join(parts)


def _kinds(found: Verification) -> dict[str, list[Onset]]:
    chimes = [onset for onset in found.onsets if onset.cue.sound]
    return {"chimes": chimes, "sentences": [onset for onset in found.onsets if onset.cue.text]}


def _facts(found: Verification) -> dict[str, object]:
    rows = [
        {"id": onset.cue.id, "at_ms": onset.cue.at_ms, "off_ms": onset.off_ms, "fault": onset.fault}
        for onset in found.onsets
    ]
    return {"format": 1, "frames": found.frames, "faults": found.faults, "cues": rows}
