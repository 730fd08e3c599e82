"""The frames of an MP3 of constant bit rate, without tags: MPEG-1 layer III at 44.1 kHz.

Layout of a frame header: ISO/IEC 11172-3, 2.4.1.3.
"""

from __future__ import annotations

from kneadcast.errors import OutputError

SAMPLES_PER_FRAME = 1152
BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""The constant bit rates of MPEG-1 layer III (2.4.2.3), the format of MP3 at 44.1 kHz; a header has the number of one,
counted from 1.
"""
HEADER_BYTES = 4
_FIRST_BYTES = b"\xff\xfb"
"""Synchronisation, MPEG-1, layer III, no checksum."""
_PADDING_BIT = 0b10
_FRAME_BYTES_HZ = SAMPLES_PER_FRAME // 8 * 1000
_FRAME_RATE_HZ = 44_100


def frame_bytes(bitrate_kbps: int) -> int:
    """Returns the size of a frame without padding (2.4.3.1)."""
    return _FRAME_BYTES_HZ * bitrate_kbps // _FRAME_RATE_HZ


def frame_header(bitrate_kbps: int) -> bytes:
    """Returns the header of a stereo frame without padding."""
    return _FIRST_BYTES + bytes(((BITRATES_KBPS.index(bitrate_kbps) + 1) << 4, 0))


def frame_offsets(data: bytes) -> list[int]:
    """Returns the position of each frame, and the size of the data.

    Raises:
        OutputError: If the data is not a whole number of frames.
    """
    offsets, at = [0], 0
    while at < len(data):
        header = data[at : at + HEADER_BYTES]
        rate = header[2] >> 4 if len(header) == HEADER_BYTES and header.startswith(_FIRST_BYTES) else 0
        if not 0 < rate <= len(BITRATES_KBPS):
            raise OutputError(f"ffmpeg wrote no frame of MP3 at byte {at}; try again, or use another ffmpeg")
        at += frame_bytes(BITRATES_KBPS[rate - 1]) + (1 if header[2] & _PADDING_BIT else 0)
        offsets.append(at)
    if at != len(data):
        raise OutputError(f"ffmpeg wrote {len(data)} of {at} bytes of MP3; try again")
    return offsets
