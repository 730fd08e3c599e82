"""`kneadcast plot`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("session", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="SESSION|SCRIPT")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="The picture, .png or .svg; beside the session, as a PNG, if not given.",
)
@click.option(
    "--script",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The script of a session that does not carry its own.",
)
def plot(session: Path, output: Path | None, script: Path | None) -> None:
    """Draw a session: areas and sides, waveform, voice, chimes and pacer on one time axis.

    SESSION is a finished MP3, which is drawn with its waveform; SCRIPT a script file. Needs the extra `plot`.
    """
    from kneadcast.inspection import plot_session

    click.echo(str(plot_session(session, output or session.with_suffix(".png"), script=script)))
