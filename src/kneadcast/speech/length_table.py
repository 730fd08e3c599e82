"""The lengths that ship with Kneadcast: those of every line of the built-in routines, in the default voices.

`scripts/measure_lengths.py` writes a file for each language. A table is valid only for the same release of the voice;
otherwise it counts as missing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

from kneadcast.speech.calibration import Pace
from kneadcast.speech.model import Voice
from kneadcast.speech.origins import released, voice_origin

LENGTHS_FOLDER = Path(__file__).with_name("lengths")
_FORMAT = 1


@dataclass(frozen=True)
class LengthTable:
    """The measured lengths of lines in one voice, at one pace."""

    voice: Voice
    origin: Mapping[str, str]
    """What determined the sound of the voice when it was measured; see `voice_origin`."""
    pace_wpm: int
    """The requested pace."""
    pace: Pace
    lengths_ms: Mapping[str, int]
    """The length of each clip by the text that the driver received."""


def shipped_table(language: str) -> LengthTable | None:
    """Returns the table of a language's default voice, or `None` if this computer has another release of the voice.

    Other releases of the libraries that compute its samples may make a line some milliseconds longer or shorter. A
    build measures what it speaks, so that is no reason to speak every line before a session can be planned.
    """
    path = LENGTHS_FOLDER / f"{language}.json"
    if not language.isalpha() or not path.is_file():
        return None
    table = read_table(path)
    return table if released(table.origin) == released(voice_origin(table.voice, language)) else None


@lru_cache
def read_table(path: Path) -> LengthTable:
    """Reads a table.

    Raises:
        ValueError: If its format is unknown.
    """
    data = json.loads(path.read_text("utf-8"))
    if data["format"] != _FORMAT:
        raise ValueError(f"{path} has the format {data['format']}, expected {_FORMAT}")
    voice = Voice(**{**data["voice"], "languages": tuple(data["voice"]["languages"])})
    return LengthTable(voice, data["origin"], data["pace_wpm"], Pace(**data["pace"]), data["lengths_ms"])


def write_table(table: LengthTable, path: Path) -> None:
    """Writes a table with a line for each entry, sorted by text, so that two versions can be compared."""
    data = asdict(replace(table, lengths_ms=dict(sorted(table.lengths_ms.items()))))
    text = json.dumps({"format": _FORMAT, **data}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
