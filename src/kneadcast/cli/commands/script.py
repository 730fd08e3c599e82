"""`kneadcast script`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kneadcast.cli.printing import print_json_text, print_notes, print_path
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_command import SessionCommand
from kneadcast.cli.session_options import (
    body_options,
    mix_options,
    parse_options,
    preference_options,
    sound_options,
)
from kneadcast.cli.shared_options import (
    clips_option,
    length_option,
    nearest_option,
    output_option,
    replace_option,
    routine_argument,
)


@click.command(cls=SessionCommand)
@routine_argument
@length_option
@nearest_option
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
    help="A table to read (text), a file to edit and render (yaml), or data for other programs (json).",
)
@output_option("File to write instead of printing the script.")
@replace_option
def script(routine: str, format_: str, output: Path | None, force: bool, **options: Any) -> None:
    """Show the script of a session: all words and chimes, with their times."""
    from kneadcast.atomic_file import atomic_file
    from kneadcast.build import compile_script_with_notes
    from kneadcast.output import Target, check_targets
    from kneadcast.reports.listing import to_json, to_text
    from kneadcast.script.file import to_yaml

    if output:
        inputs = [Path(routine)] if Path(routine).suffix in (".yaml", ".yml") else []
        check_targets([Target.document(output, "the script")], inputs=inputs, force=force)
    length, nearest = options.pop("length"), options.pop("nearest")
    with ProgressDisplay() as progress:
        compiled, notes = compile_script_with_notes(
            routine, length=length, nearest=nearest, options=parse_options(options), progress=progress
        )
    print_notes(notes)
    writers = {"text": to_text, "yaml": to_yaml, "json": to_json}
    text = writers[format_](compiled)
    if output is None and format_ == "json":
        print_json_text(text.removesuffix("\n"))
        return
    if output is None:
        click.echo(text, nl=False)
        return
    with atomic_file(output) as part:
        part.write_text(text, encoding="utf-8")
    print_path(output)
