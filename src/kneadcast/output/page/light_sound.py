"""The sound inside a page: an MP3 that is small enough to send, which every browser plays and times as the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import soundfile
from mutagen import MutagenError
from mutagen.mp3 import MP3

from kneadcast.errors import EncoderStalledError, OutputError
from kneadcast.output.decoding import decoded_blocks
from kneadcast.output.encode.ffmpeg import encoding
from kneadcast.output.encode.frame_count import count_with_libsndfile
from kneadcast.output.encode.lame_tag import name_trusted_encoder
from kneadcast.output.encode.mp3 import LIGHT_BITRATE_KBPS, LIGHT_RATE_HZ, light_mp3_arguments
from kneadcast.sound.pcm import FRAME_RATE, to_segment
from kneadcast.temporary_names import remove_tree, temporary_name


@contextmanager
def light_sound(sound: Path, folder: Path) -> Iterator[Path]:
    """Returns a light MP3 of a finished file, which exists while the body runs.

    The MP3 begins with the sound, and lasts as long, to one frame: its LAME info tag states what to skip at either end.
    Chromium, Firefox and libsndfile follow the tag. A player that does not begins up to 0.07 s late. A file that is an
    MP3 of no higher bit rate is returned as it is.

    Args:
        sound: The finished file.
        folder: A temporary folder of the session, in which the MP3 is written.

    Raises:
        OutputError: If the file cannot be decoded or encoded.
        OSError: If the disk is full, for example.
    """
    if _is_light(sound):
        yield sound
        return
    # A folder of its own, since the MP3 has the name of the file, which the page shows.
    own = folder / temporary_name()
    own.mkdir()
    try:
        light = own / f"{sound.stem}.mp3"
        _encode(sound, light)
        yield light
    finally:
        remove_tree(own)


def _is_light(sound: Path) -> bool:
    if sound.suffix != ".mp3":
        return False
    try:
        return int(MP3(sound).info.bitrate) <= LIGHT_BITRATE_KBPS * 1000  # type: ignore[attr-defined]
    except MutagenError:
        return False  # decoding it states what is wrong


def _encode(sound: Path, light: Path) -> None:
    """Encodes a file. An ffmpeg that stops responding is replaced once."""
    try:
        _encode_once(sound, light)
    except EncoderStalledError:
        _encode_once(sound, light)


def _encode_once(sound: Path, light: Path) -> None:
    with encoding(light, light_mp3_arguments()) as encoder:
        for block in decoded_blocks(sound):
            encoder.write(to_segment(block))
    name_trusted_encoder(light)
    _check_length(light, round(encoder.frames * LIGHT_RATE_HZ / FRAME_RATE))


def _check_length(light: Path, expected: int) -> None:
    """Checks that an MP3 has a number of frames at its rate, to one frame, which rounding may add or take."""
    try:
        found = count_with_libsndfile(light, expected - 1)
    except soundfile.LibsndfileError as reason:
        raise OutputError(
            f"ffmpeg ended without an error, but wrote no MP3 for the page ({reason}); try again"
        ) from reason
    if abs(found - expected) > 1:
        wrote, length = (f"{frames / LIGHT_RATE_HZ:.1f} s" for frames in (found, expected))
        raise OutputError(
            f"ffmpeg ended without an error, but wrote {wrote} of {length} of the page's sound; try again"
        )
