"""`kneadcast voices`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneadcast.cli.options import json_option

if TYPE_CHECKING:
    from kneadcast.speech import Voice

_MORE = """\
More voices: `pip install 'kneadcast[piper]'`, then --voice FILE.onnx takes any Piper voice file with its FILE.onnx.json
beside it. Windows and macOS offer more of their own in their settings for speech."""


@click.command()
@click.option("--language", help="Only voices that speak it, such as en or de.")
@click.option(
    "--sample",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Have each say a line into a WAV file there; in English only if no --language is given.",
)
@json_option
def voices(language: str | None, sample: Path | None, as_json: bool) -> None:
    """List the voices that can be used on this computer."""
    from kneadcast.speech import list_voices

    wanted = language or ("en" if sample else None)
    rows = list_voices(wanted)
    if sample:
        _write_samples(rows, sample, wanted)
    elif as_json:
        click.echo(json.dumps([asdict(voice) for voice in rows], ensure_ascii=False, indent=2))
    else:
        _show(rows)


def _show(rows: Sequence[Voice]) -> None:
    click.echo(f"{'name':<32}{'driver':<10}{'languages':<20}licence")
    for voice in rows:
        click.echo(f"{voice.name:<32}{voice.driver:<10}{', '.join(voice.languages):<20}{voice.licence}")
    click.echo(f"\n{_MORE}", err=True)


def _write_samples(rows: Sequence[Voice], folder: Path, language: str | None) -> None:
    from kneadcast.voice_samples import sample_voices

    for sample in sample_voices(rows, folder, language):
        if sample.path:
            click.echo(str(sample.path))
        else:
            click.echo(f"kneadcast: note: '{sample.voice.name}' cannot be heard: {sample.problem}", err=True)
