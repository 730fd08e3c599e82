"""The tags of a session, independent of the container."""

from __future__ import annotations

from dataclasses import dataclass

from kneadcast.script.model import Script

ARTIST = "Kneadcast"
ALBUM = "Guided massage"
GENRE = "Health & Wellness"
MARK = "kneadcast"
"""Name of the tag that only files made by Kneadcast have: a TXXX frame or a Vorbis comment that names the routine."""


@dataclass(frozen=True)
class Tags:
    """The titles and names that a player shows of a session."""

    title: str
    routine: str
    """The name of the routine, which the tag `MARK` contains."""
    language: str
    """BCP 47 tag of the spoken language."""
    album: str = ALBUM
    track: str = ""
    """Number of the track and of all tracks, such as `3/12`, in an album of several files."""

    @classmethod
    def of(cls, script: Script) -> Tags:
        """Returns the tags of a script."""
        return cls(script.title, script.routine, script.language)
