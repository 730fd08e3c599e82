"""Measures every line of the built-in routines in the default voices, and writes the tables of their lengths.

    python scripts/measure_lengths.py        all languages
    python scripts/measure_lengths.py en     some of them

Run it on Linux after the words of a routine, the phrases, the lexicon or the release of a voice have changed. It speaks
every line anew, which takes minutes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from itertools import product

from kneadcast.choices import DEFAULT_VOICE
from kneadcast.planning.live.answers import live_lines
from kneadcast.planning.narration_lines import every_line
from kneadcast.resources import CONFIG_FOLDER_VARIABLE
from kneadcast.routine import load_phrases, load_routine, routine_names
from kneadcast.routine.library import is_available_in
from kneadcast.speech import Delivery, Line, find_voice, voice_origin
from kneadcast.speech.cache.clip_cache import CACHE_FOLDER_VARIABLE
from kneadcast.speech.length_table import LENGTHS_FOLDER, LengthTable, write_table
from kneadcast.speech.lexicon import LEXICON_VARIABLE
from kneadcast.speech.narrator import SpeechNarrator
from kneadcast.units import LONGEST_MS

LANGUAGES = ("en", "de", "es")
MOST_WORDINGS = 6
"""As many variations in a row have all wordings of every text."""


def main(requested: Iterable[str]) -> int:
    """Writes the tables of the requested languages, by default all; returns the exit code."""
    languages = list(requested) or list(LANGUAGES)
    if unknown := set(languages) - set(LANGUAGES):
        print(f"no such language: {', '.join(sorted(unknown))}; known: {', '.join(LANGUAGES)}")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop(LEXICON_VARIABLE, None)
        os.environ.update({CACHE_FOLDER_VARIABLE: folder, CONFIG_FOLDER_VARIABLE: folder})
        for language in languages:
            table = measured_table(language, built_in_lines(language))
            write_table(table, LENGTHS_FOLDER / f"{language}.json")
            print(f"{language}: {len(table.lengths_ms)} lines in the voice '{table.voice.name}'", flush=True)
    return 0


def built_in_lines(language: str) -> tuple[Line, ...]:
    """Returns every line that the sessions of the built-in routines can say in a language, each text once."""
    lines: list[Line] = []
    available = [name for name in routine_names() if is_available_in(language, load_routine(name), name)]
    for name, variation in product(available, range(1, MOST_WORDINGS + 1)):
        routine, phrases = load_routine(name, language, variation), load_phrases(language, variation)
        lines += (*every_line(routine, phrases), *live_lines(routine, phrases, LONGEST_MS))
    return tuple(dict.fromkeys(lines))


def measured_table(language: str, lines: Iterable[Line]) -> LengthTable:
    """Speaks lines in the default voice of a language at the default pace, without any table, and measures them."""
    delivery = Delivery(language=language)
    voice = find_voice(DEFAULT_VOICE, language)
    narrator = SpeechNarrator(voice, delivery)
    lengths_ms = {narrator.words(line.text): length_ms for line, length_ms in narrator.lengths_ms(lines).items()}
    return LengthTable(voice, voice_origin(voice, language), delivery.pace_wpm, narrator.pace(), lengths_ms)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
