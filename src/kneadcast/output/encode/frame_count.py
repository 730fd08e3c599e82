"""Checking that an encoded file holds the sound that was written, without decoding it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import soundfile
from mutagen import MutagenError
from mutagen.mp4 import MP4

from kneadcast.errors import OutputError
from kneadcast.sound.pcm import FRAME_RATE, libsndfile_name

_TOLERANCE_FRAMES = 2048
"""For containers with a clock of their own: AAC states one packet of 1024 frames too many, Opus rounds to 48 kHz."""

_OPUS_RATE = 48_000
_OGG_HEADER_BYTES = 27
_OGG_PAGE_BYTES = _OGG_HEADER_BYTES + 255 + 255 * 255
"""The longest page."""


def check_frame_count(path: Path, encoder: str, frames: int) -> None:
    """Checks the file that ffmpeg wrote when it ended without an error.

    For MP3 it only checks that there is a file; `mp3_frames` checks its frames.

    Args:
        path: The file.
        encoder: ffmpeg's name of the encoder.
        frames: The number of frames that were written.

    Raises:
        OutputError: If there is no file, or it is incomplete.
    """
    if not path.exists() or (path.is_file() and not path.stat().st_size):
        raise OutputError("ffmpeg ended without an error, but wrote no sound; try again, or use another ffmpeg")
    if encoder not in _COUNTS or not frames:
        return
    try:
        found = _COUNTS[encoder](path, frames)
    except (OSError, MutagenError, soundfile.LibsndfileError) as reason:
        raise OutputError(
            f"ffmpeg ended without an error, but the file it wrote is incomplete ({reason}); try again"
        ) from reason
    if abs(found - frames) > (0 if encoder in _EXACT else _TOLERANCE_FRAMES):
        raise OutputError(
            f"ffmpeg ended without an error, but wrote {found / FRAME_RATE:.1f} s of {frames / FRAME_RATE:.1f} s of"
            " sound; try again"
        )


def count_with_libsndfile(path: Path, frames: int) -> int:
    """Returns the number of frames that the header states, after reading the last one: the file may have been cut.

    Args:
        path: A file that libsndfile can read.
        frames: The number of frames that are expected, at the rate of the file.

    Returns:
        The number, or 0 if the file has been cut.

    Raises:
        soundfile.LibsndfileError: If the file cannot be read.
    """
    with soundfile.SoundFile(libsndfile_name(path)) as file:
        if file.frames >= frames:
            file.seek(frames - 1)
            if len(file.read(1)) != 1:
                return 0
        return int(file.frames)


def _count_opus(path: Path, _frames: int) -> int:
    """Returns the number of frames that the last page states, or 0 if the file does not end with a whole page.

    Layout: RFC 3533, section 6, and RFC 7845, section 4 and 5.1.
    """
    with path.open("rb") as file:
        head = file.read(_OGG_HEADER_BYTES + 255 + 12)
        file.seek(max(0, path.stat().st_size - _OGG_PAGE_BYTES))
        tail = file.read()
    at = tail.rfind(b"OggS")
    while at >= 0 and not _is_last_page(tail[at:]):
        at = tail.rfind(b"OggS", 0, at)
    opus = head.find(b"OpusHead")
    if at < 0 or opus < 0:
        return 0
    granule = int.from_bytes(tail[at + 6 : at + 14], "little")
    pre_skip = int.from_bytes(head[opus + 10 : opus + 12], "little")
    return round((granule - pre_skip) * FRAME_RATE / _OPUS_RATE)


def _is_last_page(data: bytes) -> bool:
    """Returns whether data is exactly one page of Ogg, with the flag for the last page of a stream."""
    segments = data[_OGG_HEADER_BYTES : _OGG_HEADER_BYTES + data[26]] if len(data) > _OGG_HEADER_BYTES else b""
    return len(data) == _OGG_HEADER_BYTES + len(segments) + sum(segments) and bool(data[5] & 4)


def _count_aac(path: Path, _frames: int) -> int:
    """Returns the number of frames that the index states. ffmpeg writes the index last, so it is missing if cut."""
    length_s: float = MP4(path).info.length  # type: ignore[attr-defined]
    return round(length_s * FRAME_RATE)


_COUNTS: Mapping[str, Callable[[Path, int], int]] = {
    "flac": count_with_libsndfile,
    "pcm_s16le": count_with_libsndfile,
    "libopus": _count_opus,
    "aac": _count_aac,
}
"""By ffmpeg's names of the encoders."""
_EXACT = frozenset({"flac", "pcm_s16le"})
