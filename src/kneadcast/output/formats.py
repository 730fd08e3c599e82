"""The files that a session can be written as: how each is encoded, and how its container carries tags and chapters."""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from mutagen import MutagenError
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3, PictureType
from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE

from kneadcast.errors import OutputError, did_you_mean
from kneadcast.output.chapters import Chapter
from kneadcast.output.encode.mp3 import check_bitrate, encode_mp3, encode_with, find_encoder
from kneadcast.output.pictures.cover import COVER_SIZE, PICTURE_MIME, draw_cover
from kneadcast.output.provenance import EMBEDDED_NAME as OBJECT
from kneadcast.output.provenance import MP4_ATOM, Provenance
from kneadcast.output.tags.id3 import put_chapters_in_order, session_frames, tag_frames, write_tags
from kneadcast.output.tags.lyrics import plain_lyrics
from kneadcast.output.tags.model import ARTIST, GENRE, MARK, Tags
from kneadcast.sound.pcm import AudioSegment
from kneadcast.units import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND
from kneadcast.version import __version__

Writer = Callable[[Path, Tags, Sequence[Chapter], Provenance], None]


@dataclass(frozen=True)
class Format:
    """A kind of file."""

    name: str
    suffix: str
    encoder: str
    """What ffmpeg calls it."""
    muxer: str
    tag: Writer
    """Writes tags, chapters, cover and script into a file that has been encoded."""
    has_bitrate: bool = True
    exact: bool = True
    """Whether a player plays exactly the frames that went in; where not, the container rounds to its own clock."""
    chapters_with_sound: bool = False
    """Whether the chapters have to be handed to the encoder."""


def find_format(name: str | None, target: Path | None) -> Format:
    """Returns the format of a name; where none is given, that of the file's ending, or else MP3.

    Raises:
        OutputError: If there is no such format.
    """
    if name is None:
        suffix = target.suffix.lower() if target else ""
        return next((known for known in FORMATS.values() if known.suffix == suffix), FORMATS["mp3"])
    if name not in FORMATS:
        raise OutputError(f"there is no format '{name}'{did_you_mean(name, FORMATS)}; known: {', '.join(FORMATS)}")
    return FORMATS[name]


def check_format(format_: Format, bitrate_kbps: int) -> None:
    """Makes sure that a format can be written, before any slow work is done.

    Raises:
        OutputError: If the encoder is missing, or the bit rate is not one that it has.
    """
    check_bitrate(bitrate_kbps)
    find_encoder(encoder=format_.encoder)


def write_sound(
    blocks: Iterable[AudioSegment],
    target: Path,
    format_: Format,
    *,
    tags: Tags,
    chapters: Sequence[Chapter],
    made: Provenance,
    bitrate_kbps: int,
) -> None:
    """Encodes consecutive blocks of sound as a file with tags, chapters, cover and script.

    Raises:
        OutputError: If it cannot be encoded or tagged.
    """
    if format_.name == "mp3":
        encode_mp3(blocks, target, bitrate_kbps=bitrate_kbps)
    else:
        rate = ["-b:a", f"{bitrate_kbps}k"] if format_.has_bitrate else []
        with _listed(chapters if format_.chapters_with_sound else ()) as listing:
            more = [*listing, "-c:a", format_.encoder, *rate, "-f", format_.muxer]
            encode_with(blocks, target, more, encoder=format_.encoder)
    try:
        format_.tag(target, tags, chapters, made)
    except (MutagenError, OSError) as reason:
        raise OutputError(f"the tags of '{target}' could not be written: {reason}") from reason


@contextmanager
def _listed(chapters: Sequence[Chapter]) -> Iterator[list[str]]:
    """Gives ffmpeg's arguments for chapters, in a file of its own metadata format for as long as the body lasts."""
    if not chapters:
        yield []
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "chapters"
        file.write_text(_ffmetadata(chapters), encoding="utf-8")
        yield ["-f", "ffmetadata", "-i", f"file:{file}", "-map", "0:a", "-map_chapters", "1"]


def _ffmetadata(chapters: Sequence[Chapter]) -> str:
    lines = [";FFMETADATA1"]
    for chapter in chapters:
        title = "".join(f"\\{char}" if char in "=;#\\\n" else char for char in chapter.title)
        lines += [
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={chapter.start_ms}",
            f"END={chapter.end_ms}",
            f"title={title}",
        ]
    return "\n".join(lines) + "\n"


def _tag_mp3(path: Path, tags: Tags, chapters: Sequence[Chapter], made: Provenance) -> None:
    write_tags(path, tags, chapters, session_frames(made))


def _tag_wav(path: Path, tags: Tags, chapters: Sequence[Chapter], made: Provenance) -> None:
    file = WAVE(path)
    file.add_tags()
    for frame in (*tag_frames(tags, chapters), *session_frames(made)):
        cast("ID3", file.tags).add(frame)
    file.save(v2_version=3)
    put_chapters_in_order(path, _tag_of_wav(path))


def _tag_of_wav(path: Path) -> int:
    """Returns where the tag of a WAV file begins: RIFF is a row of chunks, each an id, a size, and an even length."""
    with path.open("rb") as file:
        file.seek(12)
        while head := file.read(8):
            if head[:4].lower() == b"id3 ":
                return file.tell()
            file.seek((int.from_bytes(head[4:], "little") + 1) // 2 * 2, os.SEEK_CUR)
    raise OutputError(f"'{path}' has lost its tag while it was written; try again")


def _tag_m4b(path: Path, tags: Tags, _chapters: Sequence[Chapter], made: Provenance) -> None:
    file = MP4(path)
    file["\xa9nam"], file["\xa9ART"], file["\xa9alb"] = tags.title, ARTIST, tags.album
    file["\xa9gen"], file["\xa9lyr"], file["\xa9too"] = GENRE, plain_lyrics(made.script), f"Kneadcast {__version__}"
    file["covr"] = [MP4Cover(draw_cover(made.script), MP4Cover.FORMAT_PNG)]
    file["stik"] = [2]  # an audiobook, so that players keep their place in it
    file[MP4_ATOM] = [MP4FreeForm(made.to_json().encode(), AtomDataType.UTF8)]
    if tags.track:
        number, _, total = tags.track.partition("/")
        file["trkn"] = [(int(number), int(total or 0))]
    file.save()


def _tag_flac(path: Path, tags: Tags, chapters: Sequence[Chapter], made: Provenance) -> None:
    file = FLAC(path)
    file.clear_pictures()
    file.add_picture(_picture(made))
    file.update(dict(_comments(tags, chapters, made)))
    file.save()


def _tag_opus(path: Path, tags: Tags, chapters: Sequence[Chapter], made: Provenance) -> None:
    file = OggOpus(path)
    file.update(dict(_comments(tags, chapters, made)))
    file["metadata_block_picture"] = base64.b64encode(_picture(made).write()).decode()
    file.save()


def _comments(tags: Tags, chapters: Sequence[Chapter], made: Provenance) -> Iterator[tuple[str, str]]:
    """Yields Vorbis comments; chapters as the Chapter Extension of the Xiph wiki has them."""
    yield from (("title", tags.title), ("artist", ARTIST), ("album", tags.album), ("genre", GENRE))
    yield from (("language", tags.language), (MARK, tags.routine), ("encoded-by", f"Kneadcast {__version__}"))
    yield from (("lyrics", plain_lyrics(made.script)), (OBJECT, made.to_json()))
    if tags.track:
        yield "tracknumber", tags.track
    for number, chapter in enumerate(chapters):
        yield f"chapter{number:03d}", _clock(chapter.start_ms)
        yield f"chapter{number:03d}name", chapter.title


def _clock(at_ms: int) -> str:
    hours, minutes = at_ms // MS_PER_HOUR, at_ms // MS_PER_MINUTE % 60
    return f"{hours:02d}:{minutes:02d}:{at_ms // MS_PER_SECOND % 60:02d}.{at_ms % MS_PER_SECOND:03d}"


def _picture(made: Provenance) -> Picture:
    picture = Picture()
    picture.type, picture.mime, picture.data = PictureType.COVER_FRONT, PICTURE_MIME, draw_cover(made.script)
    picture.width = picture.height = COVER_SIZE
    picture.depth = 8
    return picture


FORMATS: Mapping[str, Format] = {
    format_.name: format_
    for format_ in (
        Format("mp3", ".mp3", "libmp3lame", "mp3", _tag_mp3),
        Format("m4b", ".m4b", "aac", "ipod", _tag_m4b, exact=False, chapters_with_sound=True),
        Format("opus", ".opus", "libopus", "opus", _tag_opus, exact=False),
        Format("flac", ".flac", "flac", "flac", _tag_flac, has_bitrate=False),
        Format("wav", ".wav", "pcm_s16le", "wav", _tag_wav, has_bitrate=False),
    )
}
