"""Vorbis comments, for FLAC and Ogg Opus: titles, chapters, cover, lyrics and the script.

Chapters follow the Chapter Extension of the Xiph wiki: https://wiki.xiph.org/Chapter_Extension.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from pathlib import Path

from mutagen.flac import FLAC, Picture
from mutagen.id3 import PictureType
from mutagen.oggopus import OggOpus

from kneadcast.output.chapters import Chapter
from kneadcast.output.pictures.cover import COVER_SIZE, PICTURE_MIME, draw_cover
from kneadcast.output.provenance import EMBEDDED_NAME, MARK, Provenance
from kneadcast.output.tags.lyrics import plain_lyrics
from kneadcast.output.tags.model import ARTIST, Tags
from kneadcast.units import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND
from kneadcast.version import __version__

_BITS_PER_PIXEL = 8


def write_flac_tags(path: Path, tags: Tags, chapters: Sequence[Chapter], provenance: Provenance) -> None:
    """Writes tags, chapters, cover, lyrics and script into a FLAC.

    Raises:
        MutagenError: If it is not a FLAC, or cannot be written.
    """
    file = FLAC(path)
    file.clear_pictures()
    file.add_picture(_cover(provenance))
    file.update(dict(_comments(tags, chapters, provenance)))
    file.save()


def write_opus_tags(path: Path, tags: Tags, chapters: Sequence[Chapter], provenance: Provenance) -> None:
    """Writes tags, chapters, cover, lyrics and script into an Ogg Opus.

    Raises:
        MutagenError: If it is not an Ogg Opus, or cannot be written.
    """
    file = OggOpus(path)
    file.update(dict(_comments(tags, chapters, provenance)))
    file["metadata_block_picture"] = base64.b64encode(_cover(provenance).write()).decode()
    file.save()


def _comments(tags: Tags, chapters: Sequence[Chapter], provenance: Provenance) -> Iterator[tuple[str, str]]:
    yield from (("title", tags.title), ("artist", ARTIST), ("album", tags.album), ("genre", tags.genre))
    yield from (("language", tags.language), (MARK, tags.routine), ("encoded-by", f"Kneadcast {__version__}"))
    yield from (("lyrics", plain_lyrics(provenance.script)), (EMBEDDED_NAME, provenance.to_json()))
    if tags.track:
        yield "tracknumber", str(tags.track)
    for number, chapter in enumerate(chapters):
        yield f"chapter{number:03d}", _chapter_clock(chapter.start_ms)
        yield f"chapter{number:03d}name", chapter.title


def _chapter_clock(at_ms: int) -> str:
    """Returns a time as `HH:MM:SS.mmm`."""
    hours, minutes = at_ms // MS_PER_HOUR, at_ms // MS_PER_MINUTE % 60
    return f"{hours:02d}:{minutes:02d}:{at_ms // MS_PER_SECOND % 60:02d}.{at_ms % MS_PER_SECOND:03d}"


def _cover(provenance: Provenance) -> Picture:
    picture = Picture()
    picture.type, picture.mime, picture.data = PictureType.COVER_FRONT, PICTURE_MIME, draw_cover(provenance.script)
    picture.width = picture.height = COVER_SIZE
    picture.depth = _BITS_PER_PIXEL
    return picture
