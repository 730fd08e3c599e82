"""`kneadcast verify`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneadcast.cli.printing import print_json
from kneadcast.cli.shared_options import EXISTING_FILE, json_option
from kneadcast.units import format_clock

if TYPE_CHECKING:
    from kneadcast.output.verify.verification import Onset, Verification


@click.command()
@click.argument("file", type=EXISTING_FILE)
@json_option
@click.pass_context
def verify(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Compare each chime and sentence of a finished session with the script inside it.

    Prints a line for each cue, with the milliseconds by which it is late; a negative number means early. The exit code
    is 1 if there is a fault.
    """
    from kneadcast import inspection

    found = inspection.verify(file)
    if as_json:
        print_json(_facts(found), indent=None)
    else:
        _print_report(found)
    ctx.exit(1 if found.faults else 0)


def _print_report(found: Verification) -> None:
    for onset in found.onsets:
        off = "-" if onset.off_ms is None else f"{onset.off_ms:+.0f}"
        click.echo(f"{format_clock(onset.cue.at_ms):>7}  {off:>5} ms  {onset.cue.text or f'* {onset.cue.sound}'}")
    click.echo(_summary(found))
    for fault in found.faults:
        click.echo(f"fault: {fault}")


def _summary(found: Verification) -> str:
    parts = []
    for name, onsets in _by_kind(found).items():
        off = [abs(onset.off_ms) for onset in onsets if onset.off_ms is not None]
        parts.append(f"{len(off)} of {len(onsets)} {name} found" + (f", {max(off):.0f} ms off at most" if off else ""))
    return f"{found.frames} frames; " + "; ".join(parts)


def _by_kind(found: Verification) -> dict[str, list[Onset]]:
    chimes = [onset for onset in found.onsets if onset.cue.sound]
    return {"chimes": chimes, "sentences": [onset for onset in found.onsets if onset.cue.text]}


def _facts(found: Verification) -> dict[str, object]:
    rows = [
        {"id": onset.cue.id, "at_ms": onset.cue.at_ms, "off_ms": onset.off_ms, "fault": onset.fault}
        for onset in found.onsets
    ]
    return {"format": 1, "frames": found.frames, "faults": found.faults, "cues": rows}
