"""`kneadcast render`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kneadcast.cli.commands.build import show_session
from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.options import clips_option, file_options, json_option, mix_options
from kneadcast.cli.progress import ShownProgress


@click.command(cls=Configured)
@click.argument("script", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Where it goes; beside the script if not given.")
@click.option("--template", metavar="NAME|FILE", help="The sounds around the words. The script's own if not given.")
@click.option("--refit", is_flag=True, help="Shift what follows a cue that overlaps, instead of failing.")
@mix_options
@clips_option
@file_options
@json_option
def render(script: Path, output: Path | None, refit: bool, as_json: bool, **given: Any) -> None:
    """Render a script, as written by `kneadcast script --format yaml` or edited by hand, as an MP3.

    It sounds as the script says, unless an option says otherwise.
    """
    from kneadcast.build import render_script
    from kneadcast.output import find_format
    from kneadcast.pipeline import Options

    sound = {key: given.pop(key) for key in ("template", "loudness_lufs", "pan", "pacer", "ambience")}
    chosen = {key: value for key, value in sound.items() if value is not None}
    written = Options(**given)
    target = output or script.with_suffix("" if written.album else find_format(written.format, None).suffix)
    with ShownProgress() as progress:
        session = render_script(script, target, options=written, sound=chosen, refitted=refit, progress=progress)
    show_session(session, as_json=as_json)
