"""Samples of voices: one line in one voice, and a line in each of several voices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import soundfile

from kneadcast.atomic_file import atomic_file
from kneadcast.choices import DEFAULT_LOUDNESS_LUFS
from kneadcast.errors import SoundError, SpeechError
from kneadcast.languages import primary_language
from kneadcast.output import Target, check_targets
from kneadcast.sound.clips import load_clip
from kneadcast.sound.loudness import level
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, libsndfile_name
from kneadcast.speech import Clip, Delivery, Line, Voice, open_narrator
from kneadcast.speech.narrator import SpeechNarrator

SAMPLE_LINES = {
    "de": "Lege beide Daumen auf die linke Fußsohle und mache langsame Kreise.",
    "en": "Place your thumbs on your left sole, and make slow circles towards the heel.",
    "es": "Pon los pulgares en la planta del pie izquierdo y haz círculos lentos.",
    "fr": "Posez les pouces sous le pied gauche et faites des cercles lents.",
}
COUNTING_LINE = "1, 2, 3, 4, 5."
"""A sample line for all other languages, since every voice can read digits."""

_COMMENT = "spoken by Kneadcast"
"""The comment in each file, by which it is recognised."""


@dataclass(frozen=True)
class SpokenLine:
    """The result of speaking a line into a file."""

    path: Path
    voice: str
    length_ms: int
    words: str
    """The text that the voice received: words in place of symbols, and phonemes in place of words of the lexicon."""


@dataclass(frozen=True)
class VoiceSample:
    """The result of writing a sample of a voice."""

    voice: Voice
    path: Path | None
    """`None` if the voice could not speak."""
    problem: str = ""


def say_line(text: str, target: Path, delivery: Delivery, *, voice: Voice | None = None) -> SpokenLine:
    """Speaks one line into a WAV file, as loud as in a session.

    Args:
        text: The line.
        target: The file; an existing one is replaced, so check it with `check_targets` before.
        delivery: How the line is spoken.
        voice: The voice; by default it is found by the name in `delivery`.

    Raises:
        KneadcastError: If the line cannot be spoken or written.
    """
    narrator = SpeechNarrator(voice, delivery) if voice else open_narrator(delivery)
    line = Line(text)
    clip = narrator.speak([line]).clip(line)
    with atomic_file(target) as part:
        _write_levelled(clip, part)
    return SpokenLine(target, narrator.voice.name, clip.length_ms, narrator.words(text))


def sample_voices(voices: Iterable[Voice], folder: Path, language: str | None = None) -> Iterator[VoiceSample]:
    """Writes a sample of each voice into a folder and yields it; a voice that fails does not stop the others.

    Args:
        voices: The voices.
        folder: The folder; created if it does not exist.
        language: The language of the samples; by default the first language of each voice.

    Raises:
        OutputError: Before the first voice speaks, if a sample would replace a file that is none, or the folder is not
            writable.
    """
    paths = {voice: folder / f"{_file_name(f'{voice.driver}-{voice.name}')}.wav" for voice in voices}
    targets = [Target(path, f"the sample of '{voice.name}'", _is_sample) for voice, path in paths.items()]
    check_targets(targets, new_folder=True)
    for voice, path in paths.items():
        spoken = language or (voice.languages[0] if voice.languages else "en")
        text = SAMPLE_LINES.get(primary_language(spoken), COUNTING_LINE)
        try:
            say_line(text, path, Delivery(voice.name, spoken), voice=voice)
        except SpeechError as error:
            yield VoiceSample(voice, None, str(error.problems[0]))
        else:
            yield VoiceSample(voice, path)


def _file_name(name: str) -> str:
    return "".join(char if char.isalnum() or char in "-_. ()" else "-" for char in name)


def _is_sample(path: Path) -> bool:
    """Returns whether a file is one that `_write_levelled` wrote."""
    try:
        with soundfile.SoundFile(libsndfile_name(path)) as sound:
            return bool(sound.comment == _COMMENT)
    except soundfile.LibsndfileError:
        return False


def _write_levelled(clip: Clip, target: Path) -> None:
    """Writes a clip as a 16-bit stereo WAV, regardless of the suffix of the target.

    Raises:
        SoundError: If the clip cannot be read, or the target cannot be written.
    """
    samples = level(load_clip(clip), DEFAULT_LOUDNESS_LUFS)
    try:
        with soundfile.SoundFile(libsndfile_name(target), "w", FRAME_RATE, CHANNELS, "PCM_16", format="WAV") as file:
            file.comment = _COMMENT
            file.write(samples.repeat(CHANNELS).reshape(-1, CHANNELS))
    except (OSError, soundfile.LibsndfileError) as reason:
        raise SoundError(f"'{target}' could not be written: {reason}") from reason
