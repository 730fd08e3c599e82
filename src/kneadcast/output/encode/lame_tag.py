"""The LAME info tag: it tells a player how many frames at either end of an MP3 are none of the sound.

MP3 is made of frames of 1152 samples, and encoding delays the sound; without the tag, a file would play a little longer
than what went in. ffmpeg writes it, but cannot count a padding that reaches back beyond the last MP3 frame: for one
length in 25, up to 46 samples too many would be played. Here the padding is set to what it must be.

Layout: http://gabriel.mp3-tech.org/mp3infotag.html, for MPEG-1 stereo.
"""

from __future__ import annotations

from pathlib import Path

from kneadcast.errors import OutputError

SAMPLES_PER_FRAME = 1152

_MAGIC_AT = 36
"""Behind a header of 4 bytes and 32 bytes of side information."""
_FRAMES_AT = _MAGIC_AT + 8
_DELAY_AT = _MAGIC_AT + 141
"""Two numbers of 12 bits: samples that encoding put before the sound, and behind it."""
_CRC_AT = 190
"""The check of all bytes before it."""


def set_length(path: Path, samples: int) -> None:
    """Makes a freshly encoded MP3 say exactly how many samples of sound it holds.

    Args:
        path: An MP3 that begins with its info tag.
        samples: Samples of each channel that were encoded.

    Raises:
        OutputError: If there is no such tag, or the MP3 cannot hold so many samples.
    """
    with path.open("rb+") as file:
        tag = bytearray(file.read(_CRC_AT + 2))
        if tag[_MAGIC_AT : _MAGIC_AT + 4] != b"Info" or len(tag) < _CRC_AT + 2:
            raise OutputError(
                f"ffmpeg wrote no info tag into '{path}', without which it would not last as long as asked"
            )
        frames = int.from_bytes(tag[_FRAMES_AT : _FRAMES_AT + 4], "big")
        delay = int.from_bytes(tag[_DELAY_AT : _DELAY_AT + 2], "big") >> 4
        padding = frames * SAMPLES_PER_FRAME - delay - samples
        if not 0 <= padding < 1 << 12:
            raise OutputError(f"ffmpeg wrote {frames} MP3 frames for {samples} samples, which cannot be; try again")
        tag[_DELAY_AT : _DELAY_AT + 3] = (delay << 12 | padding).to_bytes(3, "big")
        tag[_CRC_AT:] = _crc16(tag[:_CRC_AT]).to_bytes(2, "big")
        file.seek(0)
        file.write(tag)


def _crc16(data: bytes | bytearray) -> int:
    """Returns the CRC-16 of polynomial 0x8005, lowest bit first, that the info tag is checked with."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
