"""A finished session that is shared: its file, and the page and the cover that are made of the script inside it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from kneadcast import output
from kneadcast.choices import ChapterBy
from kneadcast.errors import Problem, ServingError
from kneadcast.serving.shared_file import ChangedFileError, SharedFile

if TYPE_CHECKING:
    from kneadcast.output import Chapter, Provenance
    from kneadcast.script.model import Script

MEDIA_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}
"""The media types of the formats of a session, by their suffixes."""


_COVER_SIZE = 720
"""Pixels: twice the width of a card on a phone."""


@dataclass(frozen=True)
class SharedSession:
    """A session, as it is shared."""

    file: SharedFile
    script: Script
    chapters: tuple[Chapter, ...]

    @property
    def sound_name(self) -> str:
        """The name of the sound in URLs: that of the file stays on this computer."""
        return f"session{self._suffix}"

    @property
    def media_type(self) -> str:
        """The media type of the sound."""
        return MEDIA_TYPES[self._suffix]

    @property
    def _suffix(self) -> str:
        return self.file.path.suffix.lower()


def check_session(path: Path) -> None:
    """Checks that a file is a session with a script inside.

    Raises:
        KneadcastError: If it is not.
    """
    _provenance(path)


def open_session(path: Path) -> SharedSession:
    """Returns a finished session.

    Raises:
        KneadcastError: If it is no session with a script inside.
    """
    file = SharedFile.of(path)
    provenance = _provenance(path)
    by = provenance.options.get("chapters")
    chapters = output.chapters_of(provenance.script, cast("ChapterBy", by) if by in get_args(ChapterBy) else "section")
    try:
        file.check()
    except ChangedFileError as reason:
        raise ServingError(Problem("has changed while it was read; try again", str(path))) from reason
    return SharedSession(file, provenance.script, chapters)


def session_page(session: SharedSession) -> bytes:
    """Returns the page of a session: HTML, which expects the sound under the name `sound_name` in its own folder."""
    from kneadcast.output.page.writer import write_page

    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        write_page(page, session.script, session.chapters, Path(session.sound_name))
        return page.read_bytes()


def session_cover(session: SharedSession) -> bytes:
    """Returns the picture of a session, as JPEG; the page that lists it writes the title beside it."""
    from kneadcast.output.pictures.cover import draw_artwork

    return draw_artwork(session.script, _COVER_SIZE)


def _provenance(path: Path) -> Provenance:
    """Reads the script inside a file.

    Raises:
        KneadcastError: If it has none, or is no file of a format that a browser plays.
    """
    provenance = output.read_provenance(path)
    if path.suffix.lower() not in MEDIA_TYPES:
        known = ", ".join(MEDIA_TYPES)
        raise ServingError(
            Problem(f"is a session, but its name does not end with one of {known}; rename it", str(path))
        )
    return provenance
