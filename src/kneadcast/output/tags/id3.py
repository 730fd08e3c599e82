"""ID3 tags, for MP3 and WAV: titles, chapters, cover, lyrics and the script.

ID3v2.3 is written because every player reads it; Windows shows nothing of v2.4. Chapters follow the ID3v2 Chapter Frame
Addendum 1.0, which applies to both versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from mutagen.id3 import (
    APIC,
    CHAP,
    CTOC,
    GEOB,
    ID3,
    TALB,
    TCON,
    TIT2,
    TLAN,
    TPE1,
    TRCK,
    TSSE,
    TXXX,
    CTOCFlags,
    Encoding,
    Frame,
    PictureType,
)

from kneadcast.errors import OutputError
from kneadcast.languages import iso_639_2_code
from kneadcast.output.chapters import Chapter
from kneadcast.output.pictures.cover import PICTURE_MIME, draw_chapter, draw_cover
from kneadcast.output.provenance import EMBEDDED_NAME, MARK, Provenance
from kneadcast.output.tags.lyrics import lyrics_frames
from kneadcast.output.tags.model import ARTIST, Tags

_ENCODER = "Kneadcast with LAME"
_MAX_CHAPTERS = 255
"""The table of contents counts its entries in one byte."""
_HEADER_BYTES = 10
_NO_OFFSET = 0xFFFFFFFF
"""Chapter Frame Addendum, 3.1: players must use the times."""


def write_mp3_tags(path: Path, tags: Tags, chapters: Sequence[Chapter], provenance: Provenance) -> None:
    """Writes tags, chapters, cover, lyrics and script into an MP3, in place of any that it has.

    Raises:
        OutputError: If there are more chapters than a file can list.
        MutagenError: If it cannot be written.
    """
    write_tags(path, tags, chapters, session_frames(provenance))


def write_tags(path: Path, tags: Tags, chapters: Sequence[Chapter], more: Iterable[Frame] = ()) -> None:
    """Writes tags and chapters into an MP3, in place of any that it has.

    The date and the machine are not written, so that the same session always gives the same file.

    Args:
        path: The file.
        tags: What a player shows.
        chapters: The chapters that a listener can jump to.
        more: Other frames, such as `session_frames`.

    Raises:
        OutputError: If there are more chapters than a file can list.
        MutagenError: If it cannot be written.
    """
    frames = ID3()
    for frame in (*tag_frames(tags, chapters), *more):
        frames.add(frame)
    frames.save(path, v1=0, v2_version=3)
    sort_chapter_frames(path)


def session_frames(provenance: Provenance) -> tuple[Frame, ...]:
    """Returns the frames of a session other than its tags: cover, lyrics and script."""
    script, embedded = provenance.script, provenance.to_json().encode()
    return (
        _picture(draw_cover(script), PictureType.COVER_FRONT),
        *lyrics_frames(script, iso_639_2_code(script.language)),
        GEOB(
            encoding=Encoding.UTF16, mime="application/json", filename="script.json", desc=EMBEDDED_NAME, data=embedded
        ),
    )


def tag_frames(tags: Tags, chapters: Sequence[Chapter]) -> tuple[Frame, ...]:
    """Returns the frames of tags and chapters.

    Raises:
        OutputError: If there are more chapters than a file can list.
    """
    if len(chapters) > _MAX_CHAPTERS:
        raise OutputError(f"an MP3 can list {_MAX_CHAPTERS} chapters, and this session has {len(chapters)}")
    return (*_text_frames(tags), *_chapter_frames(chapters))


def _text_frames(tags: Tags) -> tuple[Frame, ...]:
    track = [TRCK(encoding=Encoding.LATIN1, text=str(tags.track))] if tags.track else []
    return (
        TIT2(encoding=Encoding.UTF16, text=tags.title),
        TPE1(encoding=Encoding.LATIN1, text=ARTIST),
        TALB(encoding=Encoding.UTF16, text=tags.album),
        TCON(encoding=Encoding.UTF16, text=tags.genre),
        TLAN(encoding=Encoding.LATIN1, text=iso_639_2_code(tags.language)),
        TSSE(encoding=Encoding.LATIN1, text=_ENCODER),
        TXXX(encoding=Encoding.UTF16, desc=MARK, text=tags.routine),
        *track,
    )


def _chapter_frames(chapters: Sequence[Chapter]) -> list[Frame]:
    """Returns the chapters and their table of contents; without it, many players show no chapters."""
    ids = [f"chp{number}" for number in range(1, len(chapters) + 1)]
    frames: list[Frame] = [
        CHAP(
            element_id=element_id,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=Encoding.UTF16, text=chapter.title), _chapter_picture(chapter)],
        )
        for element_id, chapter in zip(ids, chapters, strict=True)
    ]
    if chapters:
        flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
        frames.append(CTOC(element_id="toc", flags=flags, child_element_ids=ids, sub_frames=[]))
    return frames


def _chapter_picture(chapter: Chapter) -> APIC:
    return _picture(draw_chapter(chapter), PictureType.ILLUSTRATION)


def _picture(data: bytes, type_: int) -> APIC:
    return APIC(encoding=Encoding.LATIN1, mime=PICTURE_MIME, type=type_, desc="", data=data)


def sort_chapter_frames(path: Path, tag_at: int = 0) -> None:
    """Sorts the chapters of a tag by time.

    mutagen sorts frames by size, and some players list chapters in the order of the file. The layout is that of
    ID3v2.3, sections 3.1 to 3.3: a header of ten bytes, frames with a big-endian size after their id, then zeros.

    Args:
        path: The file.
        tag_at: The position of its tag, in bytes.
    """
    with path.open("rb+") as file:
        file.seek(tag_at)
        header = file.read(_HEADER_BYTES)
        size = sum(byte << shift for byte, shift in zip(header[6:], (21, 14, 7, 0), strict=True))
        tag, at = file.read(size), 0
        frames: list[bytes] = []
        while tag[at : at + 4].strip(b"\0"):
            end = at + _HEADER_BYTES + int.from_bytes(tag[at + 4 : at + 8], "big")
            frames.append(tag[at:end])
            at = end
        frames.sort(key=_chapter_start)
        file.seek(tag_at + _HEADER_BYTES)
        file.write(b"".join(frames))


def _chapter_start(frame: bytes) -> bytes:
    """Returns the four bytes of a chapter's start time, which follow its id; no bytes for any other frame."""
    if not frame.startswith(b"CHAP"):
        return b""
    at = frame.index(b"\0", _HEADER_BYTES) + 1
    return frame[at : at + 4]
