"""The LAME info tag, which states how many samples at either end of an MP3 are not part of the sound.

MP3 consists of frames of 1152 samples, and encoding delays the sound; without the tag, a file plays a little longer
than its input. ffmpeg writes the tag, but cannot count a padding that extends back beyond the last MP3 frame: for one
length in 25, up to 46 samples too many are played. This module corrects the padding.

Layout: http://gabriel.mp3-tech.org/mp3infotag.html, for MPEG-1 stereo.
"""

from __future__ import annotations

from pathlib import Path

from kneadcast.errors import OutputError

SAMPLES_PER_FRAME = 1152

_MAGIC_AT = 36
"""After a header of 4 bytes and 32 bytes of side information."""
_FRAMES_AT = _MAGIC_AT + 8
_BYTES_AT = _MAGIC_AT + 12
"""The size of the file from the frame with the tag on."""
_DELAY_AT = _MAGIC_AT + 141
"""Two numbers of 12 bits: samples that encoding put before the sound, and after it."""
_CRC_AT = 190
"""CRC of all bytes before it."""


def set_length(path: Path, samples: int) -> None:
    """Sets the number of samples that a newly encoded MP3 states in its info tag.

    Args:
        path: An MP3 that begins with its info tag.
        samples: Samples of each channel that were encoded.

    Raises:
        OutputError: If there is no such tag, the MP3 was cut off, or it cannot hold that number of samples.
    """
    with path.open("rb+") as file:
        tag = bytearray(file.read(_CRC_AT + 2))
        if tag[_MAGIC_AT : _MAGIC_AT + 4] != b"Info" or len(tag) < _CRC_AT + 2:
            raise OutputError(
                f"ffmpeg wrote no LAME info tag into '{path}', and without it the length would be wrong; try again"
            )
        frames = int.from_bytes(tag[_FRAMES_AT : _FRAMES_AT + 4], "big")
        size_bytes = int.from_bytes(tag[_BYTES_AT : _BYTES_AT + 4], "big")
        if size_bytes != path.stat().st_size:
            raise OutputError(f"ffmpeg wrote {path.stat().st_size} of {size_bytes} bytes of the MP3; try again")
        delay = int.from_bytes(tag[_DELAY_AT : _DELAY_AT + 2], "big") >> 4
        padding = frames * SAMPLES_PER_FRAME - delay - samples
        if not 0 <= padding < 1 << 12:
            raise OutputError(f"ffmpeg wrote {frames} MP3 frames for {samples} samples, which do not match; try again")
        tag[_DELAY_AT : _DELAY_AT + 3] = (delay << 12 | padding).to_bytes(3, "big")
        tag[_CRC_AT:] = _crc16(tag[:_CRC_AT]).to_bytes(2, "big")
        file.seek(0)
        file.write(tag)


def _crc16(data: bytes | bytearray) -> int:
    """Returns the CRC-16 of the info tag: polynomial 0x8005, lowest bit first."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
