"""Tags of MP4 audiobooks (`.m4b`): title, track, cover, lyrics and script; the encoder writes the chapters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

from kneadcast.output.chapters import Chapter
from kneadcast.output.pictures.cover import draw_cover
from kneadcast.output.provenance import MP4_ATOM, Provenance
from kneadcast.output.tags.lyrics import plain_lyrics
from kneadcast.output.tags.model import ARTIST, Tags
from kneadcast.version import __version__

_AUDIOBOOK = 2
"""The media kind (`stik`) for which players remember the position."""


def write_m4b_tags(path: Path, tags: Tags, _chapters: Sequence[Chapter], provenance: Provenance) -> None:
    """Writes tags, cover, lyrics and script into an M4B.

    Raises:
        MutagenError: If it is not an MP4, or cannot be written.
    """
    file = MP4(path)
    file["\xa9nam"], file["\xa9ART"], file["\xa9alb"] = tags.title, ARTIST, tags.album
    file["\xa9gen"], file["\xa9too"] = tags.genre, f"Kneadcast {__version__}"
    file["\xa9lyr"] = plain_lyrics(provenance.script)
    file["covr"] = [MP4Cover(draw_cover(provenance.script), MP4Cover.FORMAT_JPEG)]
    file["stik"] = [_AUDIOBOOK]
    file[MP4_ATOM] = [MP4FreeForm(provenance.to_json().encode(), AtomDataType.UTF8)]
    if tags.track:
        file["trkn"] = [(tags.track.number, tags.track.total)]
    file.save()
