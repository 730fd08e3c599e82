"""`kneadcast plot`."""

from __future__ import annotations

from pathlib import Path

import click

from kneadcast.cli.printing import print_path
from kneadcast.cli.shared_options import EXISTING_FILE, output_option, replace_option


@click.command()
@click.argument("session", type=EXISTING_FILE, metavar="SESSION|SCRIPT")
@output_option("Picture to write, .png or .svg. By default a PNG next to the session.")
@click.option("--script", type=EXISTING_FILE, help="Script file of a session that does not contain its script.")
@replace_option
def plot(session: Path, output: Path | None, script: Path | None, force: bool) -> None:
    """Draw a session on one time axis: areas and sides, waveform, voice, chimes and pacer.

    SESSION is a finished session, which is drawn with its waveform; SCRIPT is a script file. Requires
    `kneadcast[plot]`.
    """
    from kneadcast.inspection import plot_session

    target = output or session.with_suffix(".png")
    print_path(plot_session(session, target, script=script, force=force))
