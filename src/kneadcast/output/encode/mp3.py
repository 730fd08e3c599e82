"""Encoding MP3 with LAME: the arguments of ffmpeg, and the bit rates."""

from __future__ import annotations

from collections.abc import Mapping

from kneadcast.errors import OutputError
from kneadcast.output.encode.mp3_frames import BITRATES_KBPS
from kneadcast.output.formats import LAME

LIGHT_BITRATE_KBPS = 56
"""With base64, an hour takes 33.6 MB of a page. LAME keeps what is below 10 kHz."""
LIGHT_RATE_HZ = 32_000
"""At this rate a frame has 38 % more bits than at 44.1 kHz, and speech has fewer holes above 3 kHz."""

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


def mp3_arguments(bitrate_kbps: int) -> list[str]:
    """Returns the arguments with which ffmpeg encodes frames of MP3, without any tag.

    The bit reservoir is off, so that no frame needs bits of the frames before it, and any two may be stitched.
    """
    return [*_frame_arguments(bitrate_kbps), "-reservoir", "0", *_container_arguments(info_tag=False)]


def light_mp3_arguments() -> list[str]:
    """Returns the arguments with which ffmpeg writes a small MP3, whose LAME info tag states its exact length."""
    return [*_frame_arguments(LIGHT_BITRATE_KBPS), "-ar", str(LIGHT_RATE_HZ), *_container_arguments(info_tag=True)]


def _frame_arguments(bitrate_kbps: int) -> list[str]:
    unscaled = f"volume={1 / _LAME_SCALE.get(bitrate_kbps, _LAME_SCALE_BELOW):.6f}:precision=float"
    return ["-af", unscaled, "-c:a", LAME, "-b:a", f"{bitrate_kbps}k"]


def _container_arguments(*, info_tag: bool) -> list[str]:
    return ["-map_metadata", "-1", "-id3v2_version", "0", "-write_xing", str(int(info_tag)), "-f", "mp3"]
