"""`kneadcast script`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.options import (
    body_options,
    clips_option,
    length_option,
    mix_options,
    routine_argument,
    show_notes,
    sound_options,
)
from kneadcast.cli.progress import ShownProgress
from kneadcast.cli.session_options import parse_options, preference_options


@click.command(cls=Configured)
@routine_argument
@length_option
@preference_options
@sound_options
@clips_option
@body_options
@mix_options
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "yaml", "json"]),
    default="text",
    show_default=True,
    help="text to read, yaml to edit and render, json for a program.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to a file instead of the terminal.")
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there already.")
def script(routine: str, length_ms: int | None, format_: str, output: Path | None, force: bool, **options: Any) -> None:
    """Show what a session will say and sound, and when.

    ROUTINE is a built-in routine's name, a YAML file or @PRESET; toes-to-hip if not given.
    """
    from kneadcast.atomic_file import atomic_file
    from kneadcast.build import compile_script
    from kneadcast.output import check_new
    from kneadcast.pipeline import prepare_routine
    from kneadcast.reports.listing import to_json, to_text
    from kneadcast.script.file import to_yaml

    if output and not force:
        check_new(output)
    chosen = parse_options(options)
    writers = {"text": to_text, "yaml": to_yaml, "json": to_json}
    with ShownProgress() as progress:
        compiled = compile_script(routine, length=length_ms, options=chosen, progress=progress)
    show_notes(prepare_routine(routine, chosen).notes)
    text = writers[format_](compiled)
    if output is None:
        click.echo(text, nl=False)
        return
    with atomic_file(output) as part:
        part.write_text(text, encoding="utf-8")
    click.echo(str(output))
