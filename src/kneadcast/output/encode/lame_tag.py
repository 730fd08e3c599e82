"""The LAME info tag: the first frame of an MP3, which describes the frames that follow.

MP3 consists of frames of 1152 samples, and encoding delays the sound. The tag states how many samples at either end are
not part of the sound; without it, a file plays a little longer than its input. It also has a table for seeking.

Layout: http://gabriel.mp3-tech.org/mp3infotag.html, for MPEG-1 stereo.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastcrc import crc16

from kneadcast.errors import OutputError
from kneadcast.output.encode.mp3_frames import BITRATES_KBPS, SAMPLES_PER_FRAME, frame_bytes, frame_header

ENCODER_DELAY = 576
"""The samples that LAME puts before the sound (LAME 3.100, `lame_get_encoder_delay`)."""
SEEK_POINTS = 100

_SIDE_INFORMATION = bytes(32)
_HAS_FRAMES_BYTES_TABLE_QUALITY = 0xF
_ENCODER = b"Lavf lame"
"""What ffmpeg writes in its bit-exact mode; players recognise it and then use the delay."""
_TRUSTED_ENCODER = b"Lavc lame"
"""A name for which Firefox (140) uses the delay as well: one that begins with `LAME` or `Lavc`."""
_ENCODER_DETAILS = bytes(12)
"""Revision, lowpass, peak, gain, flags and bit rate, none of which is stated."""
_MORE_DETAILS = bytes(4)
"""Source, gain and preset, none of which is stated."""
_TAG_BYTES = 192
_ENCODER_AT = len(_SIDE_INFORMATION) + 124
_MOST_PADDING = (1 << 12) - 1


def info_frame_bytes(bitrate_kbps: int) -> int:
    """Returns the size of the frame with the tag."""
    return frame_bytes(_info_bitrate_kbps(bitrate_kbps))


def info_frame(
    bitrate_kbps: int, *, frames: int, samples: int, size_bytes: int, seek_bytes: Sequence[int], music_crc: int
) -> bytes:
    """Returns the first frame of an MP3.

    Args:
        bitrate_kbps: The bit rate of the frames.
        frames: The number of frames, without this one.
        samples: Samples of each channel that were encoded.
        size_bytes: The size of all frames, with this one.
        seek_bytes: For each of `SEEK_POINTS` equal parts of the time, the position of its first frame, counted from
            this frame on.
        music_crc: CRC-16 of all frames, without this one.

    Raises:
        OutputError: If that number of frames cannot hold that number of samples.
    """
    padding = frames * SAMPLES_PER_FRAME - ENCODER_DELAY - samples
    if not 0 <= padding <= _MOST_PADDING:
        raise OutputError(f"ffmpeg wrote {frames} MP3 frames for {samples} samples, which do not match; try again")
    tag = b"".join(
        (
            frame_header(_info_bitrate_kbps(bitrate_kbps)),
            _SIDE_INFORMATION,
            b"Info",
            _HAS_FRAMES_BYTES_TABLE_QUALITY.to_bytes(4, "big"),
            frames.to_bytes(4, "big"),
            size_bytes.to_bytes(4, "big"),
            bytes(256 * position // size_bytes for position in seek_bytes),
            bytes(4),  # quality
            _ENCODER,
            _ENCODER_DETAILS,
            (ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
            _MORE_DETAILS,
            size_bytes.to_bytes(4, "big"),
            music_crc.to_bytes(2, "big"),
        )
    )
    return (tag + crc16.arc(tag).to_bytes(2, "big")).ljust(info_frame_bytes(bitrate_kbps), b"\0")


def name_trusted_encoder(mp3: Path) -> None:
    """Changes the encoder that the info tag of an MP3 names, so that Firefox skips the delay and the padding, too.

    Args:
        mp3: A file without other tags that ffmpeg wrote in its bit-exact mode.

    Raises:
        OutputError: If it begins with no such tag.
        OSError: If it cannot be written.
    """
    with mp3.open("r+b") as file:
        tag = file.read(_TAG_BYTES - 2)
        end = _ENCODER_AT + len(_ENCODER)
        if tag[_ENCODER_AT:end] != _ENCODER:
            raise OutputError(
                "ffmpeg wrote an MP3 that does not state its exact length; try again, or use another ffmpeg"
            )
        named = tag[:_ENCODER_AT] + _TRUSTED_ENCODER + tag[end:]
        file.seek(0)
        file.write(named + crc16.arc(named).to_bytes(2, "big"))


def _info_bitrate_kbps(bitrate_kbps: int) -> int:
    """Returns the lowest bit rate, from that of the other frames on, of which a frame can hold the tag."""
    return next(rate for rate in BITRATES_KBPS if rate >= bitrate_kbps and frame_bytes(rate) >= _TAG_BYTES)
