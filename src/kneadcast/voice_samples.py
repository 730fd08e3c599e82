"""One line at a time: to hear a word, to compare voices, and to know what a reader would have to record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kneadcast.atomic_file import atomic_file
from kneadcast.errors import KneadcastError
from kneadcast.languages import primary_language
from kneadcast.planning.narration_lines import line_ids
from kneadcast.routine import load_phrases, load_routine
from kneadcast.routine.library import find_routine
from kneadcast.script.file import is_script, read_script
from kneadcast.sound.solo import write_solo
from kneadcast.speech import Delivery, Line, Voice, open_narrator
from kneadcast.speech.narrator import SpeechNarrator
from kneadcast.speech.recordings import find_recordings

SAMPLE_LINES = {
    "de": "Lege beide Daumen auf die linke Fußsohle und mache langsame Kreise.",
    "en": "Place your thumbs on your left sole, and make slow circles towards the heel.",
    "es": "Pon los pulgares en la planta del pie izquierdo y haz círculos lentos.",
    "fr": "Posez les pouces sous le pied gauche et faites des cercles lents.",
}
COUNTING = "1, 2, 3, 4, 5."
"""A sample that every voice can say, whatever its language."""


@dataclass(frozen=True)
class SpokenLine:
    """A line that can be heard."""

    path: Path
    voice: str
    length_ms: int
    words: str
    """What the voice was handed: words in place of signs, and sounds in place of words of the lexicon."""


@dataclass(frozen=True)
class Sample:
    """What came of a voice's sample."""

    voice: Voice
    path: Path | None
    """None if it could not speak."""
    problem: str = ""


@dataclass(frozen=True)
class LineToRecord:
    """A sentence, and the names under which a recording of it would be found."""

    ids: tuple[str, ...]
    text: str
    recording: Path | None


def say_line(text: str, target: Path, delivery: Delivery, *, voice: Voice | None = None) -> SpokenLine:
    """Speaks one line into a WAV file, as it would sound in a session.

    Args:
        text: The line.
        target: Where the file goes; what is there is replaced.
        delivery: How it is to sound.
        voice: The voice, where it is known already.

    Raises:
        KneadcastError: If it cannot be spoken or written.
    """
    narrator = SpeechNarrator(voice, delivery) if voice else open_narrator(delivery)
    clip = narrator.speak([Line(text)])[text]
    with atomic_file(target) as part:
        write_solo(clip.path, part)
    return SpokenLine(target, narrator.voice.name, clip.length_ms, narrator.words(text))


def sample_voices(voices: Iterable[Voice], folder: Path, language: str | None = None) -> Iterator[Sample]:
    """Writes a sample of each voice into a folder, and yields it; a voice that cannot speak does not stop the others.

    Args:
        voices: The voices.
        folder: Provenance if it is not there.
        language: What they are to speak; the first of each voice's own if none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for voice in voices:
        tongue = language or (voice.languages[0] if voice.languages else "en")
        text = SAMPLE_LINES.get(primary_language(tongue), COUNTING)
        path = folder / f"{voice.driver}-{voice.name}.wav"
        try:
            say_line(text, path, Delivery(voice.name, tongue), voice=voice)
        except KneadcastError as error:
            yield Sample(voice, None, str(error).split("\n")[0])
        else:
            yield Sample(voice, path)


def lines_to_record(source: str | Path, clips: Path | None = None) -> tuple[LineToRecord, ...]:
    """Returns the lines that a reader would have to record for a routine, or for a script.

    Args:
        source: A routine's name or file, or a script file.
        clips: The folder of recordings; `clips` beside the file if none.

    Raises:
        KneadcastError: If the source or the folder cannot be read.
    """
    folder = clips or clips_beside(source)
    found = find_recordings(folder) if folder else {}
    if is_script(source):
        ids: dict[str, tuple[str, ...]] = {}
        for cue in read_script(Path(source)).script.cues:
            if cue.text:
                ids[cue.text] = (*ids.get(cue.text, ()), cue.id)
    else:
        routine = load_routine(source)
        ids = line_ids(routine, load_phrases(routine.language))
    return tuple(
        LineToRecord(names, text, next((found[name] for name in names if name in found), None))
        for text, names in ids.items()
    )


def clips_beside(source: str | Path) -> Path | None:
    """Returns the folder `clips` beside a routine's or a script's file, if there is one."""
    path = Path(source) if is_script(source) else find_routine(source)
    folder = path.parent / "clips"
    return folder if folder.is_dir() else None
