"""`kneadcast say`."""

from __future__ import annotations

from pathlib import Path

import click

from kneadcast.cli.options import pace_option, voice_option


@click.command()
@click.argument("text")
@voice_option
@pace_option
@click.option("--language", default="en", show_default=True, help="The language of the text, such as en or de.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Where the WAV goes; say.wav here if not given.")
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there already.")
def say(text: str, voice: str, pace_wpm: int, language: str, output: Path | None, force: bool) -> None:
    """Speak one line into a WAV file, to hear how it sounds in a session.

    Also shows what the voice was handed: words in place of signs, and sounds for words of the lexicon.
    """
    from kneadcast.output import check_new
    from kneadcast.speech import Delivery
    from kneadcast.voice_samples import say_line

    target = output or Path("say.wav")
    if not force:
        check_new(target)
    said = say_line(text, target, Delivery(voice, language, pace_wpm))
    click.echo(f"{said.voice}, {said.length_ms / 1000:.2f} s: {said.words}", err=True)
    click.echo(str(said.path))
