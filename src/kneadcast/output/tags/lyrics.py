"""The narration as lyrics: with the moment of each sentence for players that follow along, and plain for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from mutagen.id3 import SYLT, USLT, Encoding, Frame

from kneadcast.script.model import Cue, Script

_MILLISECONDS = 2
"""Time stamp format of SYLT (ID3v2.3, 4.10): absolute, in milliseconds."""
_LYRICS = 1
"""Content type of SYLT: players show lyrics, and ignore what is called a transcription."""


def lyrics_frames(script: Script, language: str) -> tuple[Frame, ...]:
    """Returns the synchronised and the plain lyrics of a session.

    Args:
        script: What is said, and when.
        language: ISO 639-2 code of the spoken language.
    """
    lines = [(cue.text, cue.at_ms) for cue in _spoken(script)]
    if not lines:
        return ()
    # A line break before each sentence marks it as a line of its own, as ID3v2.3 section 4.10 asks.
    broken = [(text if number == 0 else f"\n{text}", at_ms) for number, (text, at_ms) in enumerate(lines)]
    return (
        SYLT(encoding=Encoding.UTF16, lang=language, format=_MILLISECONDS, type=_LYRICS, desc="", text=broken),
        USLT(encoding=Encoding.UTF16, lang=language, desc="", text=plain_lyrics(script)),
    )


def plain_lyrics(script: Script) -> str:
    """Returns what is said, a line a sentence and an empty line between steps."""
    verses = groupby(_spoken(script), key=lambda cue: cue.step)
    return "\n\n".join("\n".join(_texts(cues)) for _, cues in verses)


def _spoken(script: Script) -> Iterator[Cue]:
    return (cue for cue in script.cues if cue.text)


def _texts(cues: Iterable[Cue]) -> Iterator[str]:
    return (cue.text for cue in cues if cue.text)
