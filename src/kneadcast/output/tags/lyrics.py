"""The narration as lyrics: synchronised with the time of each sentence, and plain for players without such support."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from mutagen.id3 import SYLT, USLT, Encoding, Frame

from kneadcast.script.model import Cue, Script

_MILLISECONDS = 2
"""Time stamp format of SYLT (ID3v2.3, 4.10): absolute, in milliseconds."""
_LYRICS = 1
"""Content type of SYLT: players show lyrics, and ignore transcriptions."""


def lyrics_frames(script: Script, language: str) -> tuple[Frame, ...]:
    """Returns the synchronised and the plain lyrics of a session; no frames if there is no speech.

    Args:
        script: The session.
        language: ISO 639-2 code of the spoken language.
    """
    # A line break marks the beginning of a line, as ID3v2.3 section 4.10 specifies.
    lines = [(f"\n{cue.text}" if number else cue.text, cue.at_ms) for number, cue in enumerate(_spoken(script))]
    if not lines:
        return ()
    return (
        SYLT(encoding=Encoding.UTF16, lang=language, format=_MILLISECONDS, type=_LYRICS, desc="", text=lines),
        USLT(encoding=Encoding.UTF16, lang=language, desc="", text=plain_lyrics(script)),
    )


def plain_lyrics(script: Script) -> str:
    """Returns the narration, one sentence to a line, with an empty line between steps."""
    verses = groupby(_spoken(script), key=lambda cue: cue.step)
    return "\n\n".join("\n".join(cue.text or "" for cue in cues) for _, cues in verses)


def _spoken(script: Script) -> Iterator[Cue]:
    return (cue for cue in script.cues if cue.text)
