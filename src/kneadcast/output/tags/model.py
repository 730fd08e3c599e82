"""The tags of a session, independent of the container."""

from __future__ import annotations

from dataclasses import dataclass

from kneadcast.script.model import Script

ARTIST = "Kneadcast"
ALBUM = "Guided massage"
GENRE = "Health & Wellness"


@dataclass(frozen=True)
class TrackNumber:
    """The number of a track in an album of several files."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"


@dataclass(frozen=True)
class Tags:
    """The titles and names that a player shows of a session."""

    title: str
    routine: str
    """The name of the routine, which the tag `kneadcast.output.provenance.MARK` contains."""
    language: str
    """BCP 47 tag of the spoken language."""
    album: str = ALBUM
    track: TrackNumber | None = None
    """`None` for a session in one file."""

    @classmethod
    def of(cls, script: Script) -> Tags:
        """Returns the tags of a script."""
        return cls(script.title, script.routine, script.language)
