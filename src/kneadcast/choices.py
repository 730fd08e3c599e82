"""The names, choices, ranges and defaults of options, in a module that the command line can import fast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

PacerMode = Literal["off", "light", "full"]
TextureKind = Literal["rain", "waves", "wind"]
AmbienceChoice = Literal["none", TextureKind]
SideChoice = Literal["both", "left", "right"]
Order = Literal["leg", "area"]
Talk = Literal["full", "plain", "brief", "chimes"]
ChapterBy = Literal["section", "area", "step"]
FormatName = Literal["mp3", "m4b", "opus", "flac", "wav"]
SidecarName = Literal["transcript", "captions", "lyrics", "page", "plot"]
PageAudio = Literal["beside", "inside", "inside-full"]

DEFAULT_ROUTINE = "toes-to-hip"
DEFAULT_TEMPLATE = "singing-bowls"
DEFAULT_VOICE = "default"
"""`natural` if the language is English, otherwise the best voice of the computer."""
AUTO_VOICE = "auto"
"""The best voice of the computer for a language."""
DEFAULT_PACE_WPM = 118
DEFAULT_LOUDNESS_LUFS = -18.0
"""The loudness of speech for headphones and small loudspeakers, as AES TD1008 recommends."""
DEFAULT_BITRATE_KBPS = 128


class Range(NamedTuple):
    """The inclusive bounds of a numeric option."""

    low: float
    high: float


PACE_WPM = Range(60, 140)
"""Spoken words a minute. Instructions are pleasant at 115 to 125 and hard to follow with busy hands above 140."""
VOLUME = Range(0, 1)
"""The volume of a session, which is never 0 itself."""
LOUDNESS_LUFS = Range(-24, -14)
PAN = Range(0, 1)
ROUNDS = Range(1, 9)
VARIATIONS = Range(1, 1000)
"""The numbers of variations; their combinations of wordings repeat much earlier."""

OPTION_NAMES: Mapping[str, str] = {
    "pace_wpm": "pace",
    "loudness_lufs": "loudness",
    "bitrate_kbps": "bitrate",
    "sidecars": "with",
}
"""The names of the options that are not named like their fields of `SoundSettings` and `Options`, by field."""


def option_of(field: str) -> str:
    """Returns the name of the option for a field of `SoundSettings` or `Options`, as it is typed but without dashes."""
    return OPTION_NAMES.get(field, field.replace("_", "-"))


def pace_problem(pace_wpm: int) -> str:
    """Returns why a pace is out of range, or an empty string if it is not."""
    if pace_wpm > PACE_WPM.high:
        return (
            f"a pace of {pace_wpm} words a minute is hard to follow with busy hands; {PACE_WPM.high:g} is the fastest"
        )
    if pace_wpm < PACE_WPM.low:
        return f"at {pace_wpm} words a minute sentences fall apart into words; {PACE_WPM.low:g} is the slowest"
    return ""
