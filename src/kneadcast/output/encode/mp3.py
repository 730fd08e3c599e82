"""Encoding MP3 with LAME, so that a player plays exactly the frames that were encoded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kneadcast.choices import DEFAULT_BITRATE_KBPS
from kneadcast.errors import OutputError
from kneadcast.output.encode.lame_tag import set_length
from kneadcast.output.formats import LAME

if TYPE_CHECKING:
    from kneadcast.output.encode.ffmpeg import Encoder

BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""The constant bit rates of MPEG-1 layer III (ISO/IEC 11172-3, 2.4.2.3), the format of MP3 at 44.1 kHz."""

_LAME_SCALE: Mapping[int, float] = {192: 0.97, 224: 0.98, 256: 1.0, 320: 1.0}
_LAME_SCALE_BELOW = 0.95
"""The factor that LAME applies to sound before it encodes at a bit rate (LAME 3.100, presets.c), to lower its peaks.
The mixer limits peaks and sets the levels, so the factor is compensated."""


def check_bitrate(bitrate_kbps: int) -> None:
    """Checks that an MP3 can have a bit rate.

    Raises:
        OutputError: If it cannot have the rate.
    """
    if bitrate_kbps not in BITRATES_KBPS:
        known = ", ".join(map(str, BITRATES_KBPS))
        raise OutputError(f"an MP3 cannot have {bitrate_kbps} kbit/s; use one of {known}")


@contextmanager
def encoding_mp3(target: Path, *, bitrate_kbps: int = DEFAULT_BITRATE_KBPS) -> Iterator[Encoder]:
    """Encodes the sound that the body writes as one MP3; see `encoding`.

    The file has a LAME info tag, so that a player that reads it plays exactly the frames that were written. The same
    blocks always give the same bytes with the same ffmpeg.

    Args:
        target: The file to write.
        bitrate_kbps: A constant rate, one of `BITRATES_KBPS`.

    Raises:
        OutputError: If MP3 does not have the rate, or ffmpeg fails.
    """
    from kneadcast.output.encode.ffmpeg import encoding  # loads what makes sound, which checking a bit rate does not

    check_bitrate(bitrate_kbps)
    # Other tags are written later, and the info tag needs a file in which ffmpeg can seek.
    info = ["-map_metadata", "-1", "-id3v2_version", "0", "-write_xing", "1", "-f", "mp3"]
    unscaled = f"volume={1 / _LAME_SCALE.get(bitrate_kbps, _LAME_SCALE_BELOW):.6f}:precision=float"
    arguments = ["-af", unscaled, "-c:a", LAME, "-b:a", f"{bitrate_kbps}k", *info]
    with encoding(target, arguments) as encoder:
        yield encoder
    set_length(target, encoder.frames)
