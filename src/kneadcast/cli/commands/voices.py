"""`kneadcast voices`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneadcast.cli.printing import print_json, print_path
from kneadcast.cli.shared_options import json_option

if TYPE_CHECKING:
    from kneadcast.speech import Voice

_MORE_VOICES = """\
More voices: after `pip install 'kneadcast[piper]'`, --voice FILE.onnx takes any Piper voice file that has its
FILE.onnx.json next to it. The speech settings of Windows and macOS offer more voices as well."""


@click.command()
@click.option("--language", metavar="TAG", help="Only voices that speak this language, such as en or de.")
@click.option(
    "--sample",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write a sample of each voice as a WAV file into a folder; of English voices only if --language is not given.",
)
@json_option
def voices(language: str | None, sample: Path | None, as_json: bool) -> None:
    """List the voices that can be used on this computer."""
    from kneadcast.speech import list_voices

    spoken = language or ("en" if sample else None)
    rows = list_voices(spoken)
    if sample:
        _write_samples(rows, sample, spoken)
    elif as_json:
        print_json([asdict(voice) for voice in rows])
    else:
        _print_table(rows)


def _print_table(rows: Sequence[Voice]) -> None:
    click.echo(f"{'name':<32}{'driver':<10}{'languages':<20}licence")
    for voice in rows:
        click.echo(f"{voice.name:<32}{voice.driver:<10}{', '.join(voice.languages):<20}{voice.licence}")
    click.echo(f"\n{_MORE_VOICES}", err=True)


def _write_samples(rows: Sequence[Voice], folder: Path, language: str | None) -> None:
    from kneadcast.voice_samples import sample_voices

    for sample in sample_voices(rows, folder, language):
        if sample.path:
            print_path(sample.path)
        else:
            click.echo(f"kneadcast: note: '{sample.voice.name}' cannot speak: {sample.problem}", err=True)
