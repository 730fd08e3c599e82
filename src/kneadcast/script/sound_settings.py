"""The settings of a session's sound, which options and scripts share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from kneadcast.choices import (
    DEFAULT_PACE_WPM,
    DEFAULT_TEMPLATE,
    DEFAULT_VOICE,
    LOUDNESS_LUFS,
    PACE_WPM,
    PAN,
    VOLUME,
    AmbienceChoice,
    PacerMode,
    pace_problem,
)
from kneadcast.field_checks import check_fields

PaceWpm = Annotated[int, Field(ge=PACE_WPM.low, le=PACE_WPM.high)]
Volume = Annotated[float, Field(gt=VOLUME.low, le=VOLUME.high)]
LoudnessLufs = Annotated[float, Field(ge=LOUDNESS_LUFS.low, le=LOUDNESS_LUFS.high)]
Pan = Annotated[float, Field(ge=PAN.low, le=PAN.high)]


@dataclass(frozen=True)
class SoundSettings:
    """The settings of a session's sound. `None` stands for the value of the audio template.

    Raises:
        SettingsError: With every value that has the wrong type or is out of range.
    """

    voice: str = DEFAULT_VOICE
    """The name or the file of a voice."""
    pace_wpm: PaceWpm = DEFAULT_PACE_WPM
    """Spoken words a minute."""
    volume: Volume = 1.0
    """The volume of the session; 1 is the level of the template."""
    template: str = DEFAULT_TEMPLATE
    """The name of an audio template, or the path of its file."""
    loudness_lufs: LoudnessLufs | None = None
    """The loudness of the spoken clips."""
    pan: Pan | None = None
    """How far the voice and the chimes are panned to the side that is worked."""
    pacer: PacerMode | None = None
    """Whether the pacer sounds the strokes in no part, the beginning or all of each step."""
    ambience: AmbienceChoice | None = None
    """The ambience in place of the template's own; `none` for no ambience."""

    def __post_init__(self) -> None:
        check_fields(self, out_of_range={"pace_wpm": pace_problem})
