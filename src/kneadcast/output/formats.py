"""The file formats of a session: their suffixes, encoders and containers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kneadcast.choices import FormatName
from kneadcast.errors import OutputError, did_you_mean

LAME = "libmp3lame"
"""ffmpeg's name of the encoder of MP3."""


@dataclass(frozen=True)
class Format:
    """A file format."""

    name: FormatName
    suffix: str
    encoder: str
    """ffmpeg's name of the encoder."""
    muxer: str
    has_bitrate: bool = True
    exact: bool = True
    """Whether a player plays exactly the frames that were encoded; other containers round to a clock of their own."""
    chapters_with_sound: bool = False
    """Whether the chapters are passed to the encoder; otherwise they are written with the tags."""


def find_format(name: str | None, target: Path | None) -> Format:
    """Returns the format with a name. Without a name, the suffix of the target determines the format, or it is MP3.

    Raises:
        OutputError: If there is no such format.
    """
    if name is None:
        suffix = target.suffix.lower() if target else ""
        return next((known for known in FORMATS.values() if known.suffix == suffix), FORMATS["mp3"])
    for known in FORMATS.values():
        if known.name == name:
            return known
    raise OutputError(f"there is no format '{name}'{did_you_mean(name, FORMATS)}; known: {', '.join(FORMATS)}")


FORMATS: Mapping[FormatName, Format] = {
    format_.name: format_
    for format_ in (
        Format("mp3", ".mp3", LAME, "mp3"),
        Format("m4b", ".m4b", "aac", "ipod", exact=False, chapters_with_sound=True),
        Format("opus", ".opus", "libopus", "opus", exact=False),
        Format("flac", ".flac", "flac", "flac", has_bitrate=False),
        Format("wav", ".wav", "pcm_s16le", "wav", has_bitrate=False),
    )
}
