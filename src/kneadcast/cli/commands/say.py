"""`kneadcast say`."""

from __future__ import annotations

from pathlib import Path

import click

from kneadcast.cli.config_defaults import ConfiguredCommand
from kneadcast.cli.printing import print_path
from kneadcast.cli.shared_options import output_option, pace_option, replace_option, voice_option


@click.command(cls=ConfiguredCommand)
@click.argument("text")
@voice_option
@pace_option
@click.option("--language", default="en", show_default=True, help="Language of the text, such as en or de.")
@output_option("WAV file to write. By default say.wav in the current folder.")
@replace_option
def say(text: str, voice: str, pace_wpm: int, language: str, output: Path | None, force: bool) -> None:
    """Speak one line into a WAV file, as it sounds in a session.

    Also prints the text that the voice received, with words in place of symbols, and with phonemes in place of words
    that are in the lexicon.
    """
    from kneadcast.output import Target, check_targets
    from kneadcast.speech import Delivery
    from kneadcast.voice_samples import say_line

    target = output or Path("say.wav")
    check_targets([Target.document(target, "the line")], force=force)
    spoken = say_line(text, target, Delivery(voice, language, pace_wpm))
    click.echo(f"{spoken.voice}, {spoken.length_ms / 1000:.2f} s: {spoken.words}", err=True)
    print_path(spoken.path)
