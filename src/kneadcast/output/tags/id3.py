"""ID3 tags: what the file is called, where its chapters are, and the mark that says Kneadcast made it.

ID3v2.3 is written because every player reads it; Windows shows nothing of v2.4. Chapters are those of the ID3v2
Chapter Frame Addendum 1.0, which is for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutagen import MutagenError
from mutagen.id3 import (
    APIC,
    CHAP,
    CTOC,
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
from kneadcast.output.embedded import Provenance, embedded, script_frame
from kneadcast.output.pictures.cover import PICTURE_MIME, draw_chapter, draw_cover
from kneadcast.output.tags.lyrics import lyrics_frames
from kneadcast.script.model import Script

ARTIST = "Kneadcast"
ALBUM = "Guided massage"
ENCODER = "Kneadcast with LAME"
GENRE = "Health & Wellness"
MARK = "kneadcast"
"""Description of the TXXX frame that only files of ours have; its text names the routine."""

_MOST_CHAPTERS = 255
"""The table of contents counts its entries in one byte."""
_HEADER_BYTES = 10
_NO_OFFSET = 0xFFFFFFFF
"""Chapter Frame Addendum, 3.1: players shall go by the times."""


@dataclass(frozen=True)
class Tags:
    """What a player shows of a session."""

    title: str
    routine: str
    """The routine's name, which goes into the mark."""
    language: str
    """BCP 47 tag of the spoken language."""
    album: str = ALBUM
    track: str = ""
    """Number of the track and of all tracks, such as `3/12`, in an album of several files."""

    @classmethod
    def of(cls, script: Script) -> Tags:
        """Returns the tags of a script."""
        return cls(script.title, script.routine, script.language)


def session_frames(made: Provenance) -> tuple[Frame, ...]:
    """Returns what a whole session carries beside its tags: its cover, its lyrics, and its script."""
    script = made.script
    cover = APIC(
        encoding=Encoding.LATIN1, mime=PICTURE_MIME, type=PictureType.COVER_FRONT, desc="", data=draw_cover(script)
    )
    return (cover, *lyrics_frames(script, iso_639_2_code(script.language)), script_frame(made))


def write_tags(path: Path, tags: Tags, chapters: Sequence[Chapter], more: Iterable[Frame] = ()) -> None:
    """Writes tags and chapters into an MP3, in place of any that it has.

    Args:
        path: The file.
        tags: What a player shows.
        chapters: Where a listener can jump to.
        more: Other frames, such as `session_frames`.

    Nothing of the date or the machine is written: the same session is the same file.

    Raises:
        OutputError: If there are more chapters than a file can list, or it cannot be written.
    """
    frames = ID3()
    for frame in (*tag_frames(tags, chapters), *more):
        frames.add(frame)
    try:
        frames.save(path, v1=0, v2_version=3)
        put_chapters_in_order(path)
    except (MutagenError, OSError) as reason:
        raise OutputError(f"the tags of '{path}' could not be written: {reason}") from reason


def tag_frames(tags: Tags, chapters: Sequence[Chapter]) -> tuple[Frame, ...]:
    """Returns the frames of tags and chapters.

    Raises:
        OutputError: If there are more chapters than a file can list.
    """
    if len(chapters) > _MOST_CHAPTERS:
        raise OutputError(f"an MP3 can list {_MOST_CHAPTERS} chapters, and this session has {len(chapters)}")
    return (*_texts(tags), *_contents(chapters))


def is_kneadcast_file(path: Path) -> bool:
    """Says whether Kneadcast made a file; an unreadable or untagged file is not ours."""
    try:
        if path.suffix.lower() == ".mp3":
            return f"TXXX:{MARK}" in ID3(path)
        return bool(embedded(path))
    except (MutagenError, OutputError):
        return False


def _texts(tags: Tags) -> tuple[Frame, ...]:
    track = [TRCK(encoding=Encoding.LATIN1, text=tags.track)] if tags.track else []
    return (
        TIT2(encoding=Encoding.UTF16, text=tags.title),
        TPE1(encoding=Encoding.LATIN1, text=ARTIST),
        TALB(encoding=Encoding.UTF16, text=tags.album),
        TCON(encoding=Encoding.LATIN1, text=GENRE),
        TLAN(encoding=Encoding.LATIN1, text=iso_639_2_code(tags.language)),
        TSSE(encoding=Encoding.LATIN1, text=ENCODER),
        TXXX(encoding=Encoding.UTF16, desc=MARK, text=tags.routine),
        *track,
    )


def _contents(chapters: Sequence[Chapter]) -> list[Frame]:
    """Returns the chapter frames and the table of contents, without which many players show none."""
    ids = [f"chp{number}" for number in range(1, len(chapters) + 1)]
    frames: list[Frame] = [
        CHAP(
            element_id=element_id,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[TIT2(encoding=Encoding.UTF16, text=chapter.title), _picture(chapter)],
        )
        for element_id, chapter in zip(ids, chapters, strict=True)
    ]
    if chapters:
        flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
        frames.append(CTOC(element_id="toc", flags=flags, child_element_ids=ids, sub_frames=[]))
    return frames


def _picture(chapter: Chapter) -> APIC:
    data = draw_chapter(chapter.areas, chapter.side)
    return APIC(encoding=Encoding.LATIN1, mime=PICTURE_MIME, type=PictureType.ILLUSTRATION, desc="", data=data)


def put_chapters_in_order(path: Path, tag_at: int = 0) -> None:
    """Sorts the chapters of a tag by time: mutagen sorts frames by size, and some players list them as they stand.

    The layout is that of ID3v2.3, sections 3.1 to 3.3: a header of ten bytes, frames with a big-endian size behind
    their id, then zeros.

    Args:
        path: The file.
        tag_at: Where its tag begins, in bytes.
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
    """Returns the four bytes of a chapter's start, which follow its id; nothing for any other frame."""
    if not frame.startswith(b"CHAP"):
        return b""
    at = frame.index(b"\0", _HEADER_BYTES) + 1
    return frame[at : at + 4]
