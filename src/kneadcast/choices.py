"""The choices, ranges and defaults of options, in a module that the command line can import fast."""

from __future__ import annotations

from typing import Literal, NamedTuple

PacerMode = Literal["off", "light", "full"]
AmbienceChoice = Literal["none", "rain", "waves", "wind"]
SideChoice = Literal["both", "left", "right"]
Order = Literal["leg", "area"]
Talk = Literal["full", "brief", "chimes"]
ChapterBy = Literal["section", "area", "step"]
FormatName = Literal["mp3", "m4b", "opus", "flac", "wav"]
SidecarName = Literal["transcript", "captions", "lyrics", "page", "plot"]
PageAudio = Literal["beside", "inside"]

DEFAULT_ROUTINE = "toes-to-hip"
DEFAULT_TEMPLATE = "singing-bowls"
DEFAULT_VOICE = "default"
"""`natural` if the language is English, otherwise the best voice of the computer."""
DEFAULT_PACE_WPM = 118
DEFAULT_BITRATE_KBPS = 128


class Range(NamedTuple):
    """The inclusive bounds of a numeric option."""

    low: float
    high: float


PACE_WPM = Range(60, 140)
"""Spoken words a minute. Instructions are pleasant at 115 to 125 and hard to follow with busy hands above 140."""
LOUDNESS_LUFS = Range(-24, -14)
PAN = Range(0, 1)
ROUNDS = Range(1, 9)
