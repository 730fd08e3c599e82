"""The settings of a session's sound, which options and scripts share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from pydantic import Field

from kneadcast.choices import (
    DEFAULT_PACE_WPM,
    DEFAULT_TEMPLATE,
    DEFAULT_VOICE,
    LOUDNESS_LUFS,
    PACE_WPM,
    PAN,
    AmbienceChoice,
    PacerMode,
    Range,
)
from kneadcast.errors import SettingsError


@dataclass(frozen=True)
class SoundSettings:
    """The settings of a session's sound. `None` stands for the value of the audio template.

    Raises:
        SettingsError: With every value that is out of range.
    """

    voice: str = DEFAULT_VOICE
    """The name or the file of a voice."""
    pace_wpm: Annotated[int, Field(ge=PACE_WPM.low, le=PACE_WPM.high)] = DEFAULT_PACE_WPM
    """Spoken words a minute."""
    volume: Annotated[float, Field(gt=0, le=1)] = 1.0
    """The volume of the session; 1 is the level of the template."""
    template: str = DEFAULT_TEMPLATE
    """The name of an audio template, or the path of its file."""
    loudness_lufs: Annotated[float, Field(ge=LOUDNESS_LUFS.low, le=LOUDNESS_LUFS.high)] | None = None
    """The loudness of the spoken clips."""
    pan: Annotated[float, Field(ge=PAN.low, le=PAN.high)] | None = None
    """How far the voice and the chimes are panned to the side that is worked."""
    pacer: PacerMode | None = None
    """Whether the pacer sounds the strokes in no part, the beginning or all of each step."""
    ambience: AmbienceChoice | None = None
    """The ambience in place of the template's own; `none` for no ambience."""

    def __post_init__(self) -> None:
        if problems := tuple(self._problems()):
            raise SettingsError(*problems)

    def _problems(self) -> Iterator[str]:
        if not (_is_number(self.volume) and 0 < self.volume <= 1):
            yield f"'volume': expected a number above 0 and up to 1, got {self.volume!r}"
        if not isinstance(self.pace_wpm, int) or isinstance(self.pace_wpm, bool):
            yield f"'pace': expected a whole number of words a minute, got {self.pace_wpm!r}"
        for name, value, bounds in (("loudness", self.loudness_lufs, LOUDNESS_LUFS), ("pan", self.pan, PAN)):
            if value is not None and not _is_within(value, bounds):
                yield f"'{name}': expected a number from {bounds.low:g} to {bounds.high:g}, got {value!r}"
        for name, choice, known in (("pacer", self.pacer, PacerMode), ("ambience", self.ambience, AmbienceChoice)):
            if choice is not None and choice not in get_args(known):
                yield f"'{name}': expected one of {', '.join(get_args(known))}, got {choice!r}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_within(value: Any, bounds: Range) -> bool:
    return _is_number(value) and bounds.low <= value <= bounds.high
