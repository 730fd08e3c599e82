"""`kneadcast render`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kneadcast.cli.config_defaults import ConfiguredCommand
from kneadcast.cli.printing import print_session
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_options import file_options, mix_options, parse_options, sound_values
from kneadcast.cli.shared_options import EXISTING_FILE, clips_option, json_option, output_option


@click.command(cls=ConfiguredCommand)
@click.argument("script", type=EXISTING_FILE)
@output_option("File to write. By default next to the script, with its name.")
@click.option("--template", metavar="NAME|FILE", help="Audio template. By default that of the script.")
@click.option("--refit", is_flag=True, help="Move cues that overlap, instead of failing.")
@mix_options
@clips_option
@file_options
@json_option
def render(script: Path, output: Path | None, refit: bool, as_json: bool, **options: Any) -> None:
    """Render a script file as an MP3, such as one that `kneadcast script --format yaml` wrote.

    The session sounds as the script states, except for the options that are given.
    """
    from kneadcast.build import render_script
    from kneadcast.output import find_format
    from kneadcast.script.file import read_script

    chosen = parse_options(options)
    source = read_script(script)
    sound = replace(source.script.sound, **sound_values(options))
    target = output or script.with_suffix("" if chosen.album else find_format(chosen.format, None).suffix)
    with ProgressDisplay() as progress:
        session = render_script(source, target, options=chosen, sound=sound, refitted=refit, progress=progress)
    print_session(session, as_json=as_json)
