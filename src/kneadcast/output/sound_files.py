"""The sound file of a session in each format: encoded, then tagged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mutagen import MutagenError

from kneadcast.choices import FormatName
from kneadcast.errors import OutputError
from kneadcast.output.chapters import Chapter
from kneadcast.output.encode.ffmpeg import Encoder, encoding
from kneadcast.output.encode.installed import find_encoder
from kneadcast.output.encode.mp3 import check_bitrate, encoding_mp3
from kneadcast.output.formats import Format
from kneadcast.output.provenance import Provenance
from kneadcast.output.tags.id3 import write_mp3_tags
from kneadcast.output.tags.model import Tags
from kneadcast.output.tags.mp4 import write_m4b_tags
from kneadcast.output.tags.riff import write_wav_tags
from kneadcast.output.tags.vorbis import write_flac_tags, write_opus_tags
from kneadcast.sound.pcm import AudioSegment

TagWriter = Callable[[Path, Tags, Sequence[Chapter], Provenance], None]

_TAG_WRITERS: Mapping[FormatName, TagWriter] = {
    "mp3": write_mp3_tags,
    "m4b": write_m4b_tags,
    "opus": write_opus_tags,
    "flac": write_flac_tags,
    "wav": write_wav_tags,
}
"""Functions that write tags, chapters, cover and script into an encoded file."""


def check_format(format_: Format, bitrate_kbps: int) -> None:
    """Checks that a format can be written. Call it before any slow work.

    Raises:
        OutputError: If the encoder is missing, or does not have the bit rate.
    """
    check_bitrate(bitrate_kbps)
    find_encoder(format_.encoder)


@dataclass(frozen=True)
class FileContent:
    """What a sound file carries in addition to the sound."""

    tags: Tags
    chapters: tuple[Chapter, ...]
    provenance: Provenance


@contextmanager
def sound_file(
    target: Path, format_: Format, content: FileContent, *, bitrate_kbps: int
) -> Iterator[Callable[[AudioSegment], None]]:
    """Returns a function that encodes the next block; the tags are written when the body has ended.

    Args:
        target: The file to write; see `kneadcast.output.encode.ffmpeg.encoding`.
        format_: Its format.
        content: Its tags, chapters, cover and script.
        bitrate_kbps: Ignored by formats that have no bit rate.

    Raises:
        OutputError: If the file cannot be encoded or tagged.
        OSError: If the disk is full, for example.
    """
    with _encoding(target, format_, content.chapters, bitrate_kbps) as encoder:
        yield encoder.write
    try:
        _TAG_WRITERS[format_.name](target, content.tags, content.chapters, content.provenance)
    except MutagenError as reason:
        if reason.args and isinstance(reason.args[0], OSError):
            raise reason.args[0] from reason
        raise OutputError(f"the tags of '{target}' could not be written: {reason}") from reason


@contextmanager
def _encoding(target: Path, format_: Format, chapters: Sequence[Chapter], bitrate_kbps: int) -> Iterator[Encoder]:
    if format_.name == "mp3":
        with encoding_mp3(target, bitrate_kbps=bitrate_kbps) as encoder:
            yield encoder
        return
    rate = ["-b:a", f"{bitrate_kbps}k"] if format_.has_bitrate else []
    # Next to the temporary name of the target, so that it is removed with it, also if this process is killed.
    metadata = target.with_name("chapters.ffmetadata")
    chapter_arguments = _chapter_arguments(chapters, metadata) if format_.chapters_with_sound and chapters else []
    arguments = [*chapter_arguments, "-c:a", format_.encoder, *rate, "-f", format_.muxer]
    try:
        with encoding(target, arguments, encoder=format_.encoder) as encoder:
            yield encoder
    finally:
        metadata.unlink(missing_ok=True)


def _chapter_arguments(chapters: Sequence[Chapter], metadata: Path) -> list[str]:
    """Returns ffmpeg's arguments for chapters, and writes the file that they name."""
    metadata.write_text(_ffmetadata(chapters), encoding="utf-8")
    return ["-f", "ffmetadata", "-i", f"file:{metadata}", "-map", "0:a", "-map_chapters", "1"]


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
