"""What a template says of everything but its chimes: ambience, pacer and voice colour, as authors write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from kneadcast.choices import PacerMode


class Frozen(BaseModel):
    """A part of a template: it never changes, and knows all its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def within(low: float, high: float, unit: str, reason: str) -> AfterValidator:
    """Returns a check that a number lies in a range, which tells why it should."""

    def check(value: float) -> float:
        if not low <= value <= high:
            wanted = f"{low:g} to {high:g} {unit}".rstrip()
            raise ValueError(f"expected {wanted}, got {value:g}; {reason}")
        return value

    checked: Callable[[float], float] = check
    return AfterValidator(checked)


DroneHz = Annotated[float, within(55, 880, "Hz", "lower is not heard on small speakers, and higher is no bed")]
LayerGainDb = Annotated[float, within(-40, 0, "dB", "a layer fainter than that is not heard beside the others")]
UnderVoiceLu = Annotated[float, within(20.5, 40, "LU", "WCAG 2 technique G56 asks for 20 dB under a voice at least")]
BetweenCuesLu = Annotated[float, within(10, 40, "LU", "louder drowns what the pauses are for")]
FadeMs = Annotated[int, within(0, 10_000, "ms", "a longer fade would swallow words")]
PacerHz = Annotated[float, within(150, 900, "Hz", "lower is not heard on small speakers, and higher is shrill")]
PacerLu = Annotated[float, within(6, 24, "LU", "louder wears the listener out, and fainter is not heard")]
EqualiserHz = Annotated[float, within(40, 12_000, "Hz", "a voice has nothing beyond")]
EqualiserDb = Annotated[float, within(-6, 6, "dB", "more makes a voice sound like a telephone or a barrel")]
EqualiserQ = Annotated[float, within(0.3, 3, "", "narrower rings")]
LowCutHz = Annotated[float, within(20, 150, "Hz", "higher thins the voice")]
CompressionRatio = Annotated[float, within(1, 3, "", "more is no longer gentle")]
RoomDb = Annotated[float, within(-40, -12, "dB", "more room costs words")]
RoomMs = Annotated[int, within(80, 400, "ms", "a longer room smears one syllable into the next")]
SoundFile = Annotated[Path, Field(description="relative to the template")]


class Texture(Frozen):
    """Shaped noise: rain, slow waves on a shore, or wind."""

    kind: Literal["rain", "waves", "wind"]
    gain_db: LayerGainDb = 0.0
    """Loudness beside the other layers."""


class Drone(Frozen):
    """A soft chord that never quite stands still."""

    kind: Literal["drone"]
    notes: Annotated[tuple[DroneHz, ...], Field(min_length=1, max_length=6)]
    """Hertz; in tune with the chimes where they share whole-number ratios."""
    gain_db: LayerGainDb = 0.0


class Recording(Frozen):
    """A recording of the user's own, looped with crossfades."""

    kind: Literal["file"]
    file: SoundFile
    """WAV, AIFF, FLAC, OGG or MP3."""
    gain_db: LayerGainDb = 0.0


AmbienceComponent = Annotated[Texture | Drone | Recording, Field(discriminator="kind")]


class Ambience(Frozen):
    """What is heard beneath and between the words."""

    layers: Annotated[tuple[AmbienceComponent, ...], Field(min_length=1, max_length=4)]
    lu_under_voice: UnderVoiceLu = 22.0
    lu_between_cues: BetweenCuesLu = 16.0
    fade_in_ms: FadeMs = 4000
    fade_out_ms: FadeMs = 6000
    seed: Annotated[int, Field(ge=0)] = 1
    """Another number gives another rain of the same kind; the same gives the same, sample by sample."""

    @model_validator(mode="after")
    def _ducks(self) -> Ambience:
        if self.lu_between_cues > self.lu_under_voice:
            raise ValueError("lu_between_cues is above lu_under_voice; ambience is never louder under the voice")
        return self


class Pacer(Frozen):
    """The sound of a stroke."""

    mode: PacerMode = "off"
    """What a session has unless the listener says otherwise."""
    note_hz: PacerHz = 220.0
    """Pitch of the swell; the mark at its start and the tick of fast techniques lie an octave higher."""
    lu_below_speech: PacerLu = 13.0


class Band(Frozen):
    """One bell of the equaliser."""

    hz: EqualiserHz
    gain_db: EqualiserDb
    q: EqualiserQ = 0.7


class VoiceColour(Frozen):
    """What makes a voice warmer; it changes no word and no loudness."""

    low_cut_hz: LowCutHz = 70.0
    equaliser: tuple[Band, ...] = ()
    ratio: CompressionRatio = 1.0
    """Above the clip's own mean level; 1 leaves the voice as it is."""
    room_db: RoomDb | None = None
    """Loudness of the room beside the voice; no room if absent."""
    room_ms: RoomMs = 220
    """Time in which the room falls silent, by 60 dB."""
