"""The tags of a session, independent of the container."""

from __future__ import annotations

from dataclasses import dataclass

from kneadcast.messages import messages_in
from kneadcast.script.model import Script

ARTIST = "Kneadcast"


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
    own_album: str | None = None
    """The album of a session in several files; `None` for one in one file."""
    track: TrackNumber | None = None
    """`None` for a session in one file."""

    @classmethod
    def of(cls, script: Script) -> Tags:
        """Returns the tags of a script."""
        return cls(script.title, script.routine, script.language)

    @property
    def album(self) -> str:
        """The album, under which a player lists all sessions in one language that have none of their own."""
        return self.own_album or messages_in(self.language).tags.album

    @property
    def genre(self) -> str:
        """The genre, in the language of the session."""
        return messages_in(self.language).tags.genre
