"""The parts of an audio template other than its chimes: ambience, pacer and voice colour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from kneadcast.choices import PacerMode, TextureKind
from kneadcast.frozen_model import FrozenModel


def within(low: float, high: float, unit: str, reason: str) -> AfterValidator:
    """Returns a validator for a number in a range; its error message states the reason for the range."""

    def check(value: float) -> float:
        if not low <= value <= high:
            expected = f"{low:g} to {high:g} {unit}".rstrip()
            raise ValueError(f"expected {expected}, got {value:g}; {reason}")
        return value

    validator: Callable[[float], float] = check
    return AfterValidator(validator)


DroneHz = Annotated[
    float, within(55, 880, "Hz", "small speakers do not reproduce lower notes, and higher notes stand out")
]
LayerGainDb = Annotated[float, within(-40, 0, "dB", "a fainter layer is inaudible beside the others")]
UnderVoiceLu = Annotated[float, within(20.5, 40, "LU", "WCAG 2 technique G56 asks for at least 20 dB under a voice")]
BetweenCuesLu = Annotated[float, within(10, 40, "LU", "louder ambience leaves no quiet in the pauses")]
FadeMs = Annotated[int, within(0, 10_000, "ms", "a longer fade would make words inaudible")]
PacerHz = Annotated[
    float, within(150, 900, "Hz", "small speakers do not reproduce lower notes, and higher notes are shrill")
]
PacerLu = Annotated[float, within(6, 24, "LU", "a louder pacer is tiring, and a fainter one is inaudible")]
EqualiserHz = Annotated[float, within(40, 12_000, "Hz", "a voice has no energy outside this range")]
EqualiserDb = Annotated[float, within(-6, 6, "dB", "a larger gain makes a voice sound like a telephone or a barrel")]
EqualiserQ = Annotated[float, within(0.3, 3, "", "a narrower filter rings")]
LowCutHz = Annotated[float, within(20, 150, "Hz", "a higher cut makes the voice thin")]
CompressionRatio = Annotated[float, within(1, 3, "", "a higher ratio is no longer gentle")]
RoomDb = Annotated[float, within(-40, -12, "dB", "a louder room makes words hard to understand")]
RoomMs = Annotated[int, within(80, 400, "ms", "a longer room blurs syllables")]
LARGEST_SOUND_BYTES = 2_000_000_000
"""The largest sound file of a template: three hours of uncompressed stereo. Its length is found by reading it whole."""

PRE_DELAY_MS = 12
"""The reverb of a voice begins after a consonant, not during it."""

SoundFile = Annotated[Path, Field(description="relative to the folder of the template")]


class Texture(FrozenModel):
    """Shaped noise: rain, slow waves on a shore, or wind."""

    kind: TextureKind
    gain_db: LayerGainDb = 0.0
    """Gain relative to the other layers."""


class Drone(FrozenModel):
    """A soft chord whose notes slowly change in level."""

    kind: Literal["drone"]
    notes: Annotated[tuple[DroneHz, ...], Field(min_length=1, max_length=6)]
    """Frequencies in Hz; in tune with the chimes if they form whole-number ratios with them."""
    gain_db: LayerGainDb = 0.0


class Recording(FrozenModel):
    """A recording of the user, looped with crossfades."""

    kind: Literal["file"]
    file: SoundFile
    """WAV, AIFF, FLAC, OGG or MP3."""
    gain_db: LayerGainDb = 0.0


AmbienceComponent = Annotated[Texture | Drone | Recording, Field(discriminator="kind")]


class Ambience(FrozenModel):
    """The background sound under and between the words."""

    layers: Annotated[tuple[AmbienceComponent, ...], Field(min_length=1, max_length=4)]
    lu_under_voice: UnderVoiceLu = 22.0
    lu_between_cues: BetweenCuesLu = 16.0
    fade_in_ms: FadeMs = 4000
    fade_out_ms: FadeMs = 6000
    seed: Annotated[int, Field(ge=0)] = 1
    """Another seed gives another sound of the same kind; the same seed gives the same samples."""

    @model_validator(mode="after")
    def _check_ducking(self) -> Ambience:
        if self.lu_between_cues > self.lu_under_voice:
            raise ValueError("lu_between_cues is above lu_under_voice; ambience is never louder under the voice")
        return self


class Pacer(FrozenModel):
    """The sound of the strokes."""

    mode: PacerMode = "off"
    """The mode of a session unless the listener chooses another."""
    note_hz: PacerHz = 220.0
    """Frequency of the swell; the knock at its start and the tick of fast techniques are an octave higher."""
    lu_below_speech: PacerLu = 13.0


class Band(FrozenModel):
    """One peaking filter of the equaliser."""

    hz: EqualiserHz
    gain_db: EqualiserDb
    q: EqualiserQ = 0.7


class VoiceColour(FrozenModel):
    """Equaliser, compressor and reverb that make a voice warmer; its words and its loudness stay the same."""

    low_cut_hz: LowCutHz = 70.0
    equaliser: tuple[Band, ...] = ()
    ratio: CompressionRatio = 1.0
    """Compression ratio above the mean level of the clip; 1 does not compress."""
    room_db: RoomDb | None = None
    """Level of the reverb relative to the voice; `None` for no reverb."""
    room_ms: RoomMs = 220
    """Time in which the reverb decays by 60 dB."""

    @property
    def tail_ms(self) -> int:
        """By how much the reverb makes a clip longer."""
        return 0 if self.room_db is None else PRE_DELAY_MS + self.room_ms
