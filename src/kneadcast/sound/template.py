"""The audio template: the chimes, ambience, levels and fades of a session, as authors write them in YAML."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from kneadcast.choices import DEFAULT_LOUDNESS_LUFS, LOUDNESS_LUFS, PAN, AmbienceChoice
from kneadcast.frozen_model import FrozenModel
from kneadcast.plain_text import one_line
from kneadcast.script.model import CHIME_NAMES, ChimeName
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound.template_parts import (
    Ambience,
    FadeMs,
    Pacer,
    Recording,
    SoundFile,
    Texture,
    VoiceColour,
    within,
)

VOICE_AFTER_STRIKE_MS = 1000
"""Time from the last strike of a chime until a voice may begin; the chime decays on under the voice."""
BRIGHT_HZ = 3000
MAX_BRIGHT_SHARE = 0.1
"""The largest share of a chime's energy above 3 kHz; listeners find brighter chimes shrill."""

_NOTE_COUNTS: Mapping[ChimeName, int] = {"step": 1, "side": 2, "end": 3}
"""The number of notes by which a listener with closed eyes recognises a chime."""

_SAMPLE_FADES = {"fade_in_ms": 300, "fade_out_ms": 700}

NoteHz = Annotated[
    float, within(400, 900, "Hz", "small speakers do not reproduce lower notes, and higher notes startle")
]
SpacingMs = Annotated[
    int, within(200, 2000, "ms", "closer strikes blur, and strikes further apart sound like two chimes")
]
AttackMs = Annotated[int, within(5, 20, "ms", "a faster attack clicks, and a slower one does not sound like a strike")]
DecayMs = Annotated[int, within(1500, 3000, "ms", "a shorter decay sounds like a knock, and a longer one covers words")]
Ratio = Annotated[float, within(0.5, 12, "times the note", "the partials of bowls are in this range")]
PartialGainDb = Annotated[float, within(-80, 0, "dB", "no partial is stronger than the note itself")]
PartialDecay = Annotated[float, within(0.05, 1, "times the note's decay", "no partial outlasts the note itself")]
ClaimMs = Annotated[
    int, within(300, 5000, "ms", "a voice needs a pause after a chime, and listeners do not wait longer")
]
SpeechLufs = Annotated[
    float, within(*LOUDNESS_LUFS, "LUFS", "quieter speech is lost, and louder speech leaves no headroom for peaks")
]
BelowSpeechLu = Annotated[float, within(3, 6, "LU", "louder chimes startle, and quieter ones are missed")]
Pan = Annotated[float, within(*PAN, "", "0 is the middle, and 1 the widest position without audible loss in mono")]


class Partial(FrozenModel):
    """One of the sine tones of which a chime consists."""

    ratio: Ratio
    """Frequency as a multiple of the note's; two close ratios beat slowly, as two modes of a real bowl do."""
    gain_db: PartialGainDb
    """Level at the strike, relative to the note."""
    decay: PartialDecay
    """Decay time as a multiple of the note's."""


class ChimeRecipe(FrozenModel):
    """The recipe of a synthesised chime."""

    notes: Annotated[tuple[NoteHz, ...], Field(min_length=1, max_length=3)]
    """Fundamental frequency of each strike in Hz, in order."""
    spacing_ms: SpacingMs = 500
    """Time from one strike to the next."""
    attack_ms: AttackMs
    decay_ms: DecayMs
    """Time in which the note falls by 20 dB."""
    partials: Annotated[tuple[Partial, ...], Field(min_length=1)]

    @property
    def last_strike_ms(self) -> int:
        """When the last strike begins."""
        return (len(self.notes) - 1) * self.spacing_ms

    @property
    def claim_ms(self) -> int:
        """Time from the beginning of the chime until a voice may begin; the chime decays on under the voice."""
        return self.last_strike_ms + VOICE_AFTER_STRIKE_MS

    @model_validator(mode="after")
    def _check_partials(self) -> ChimeRecipe:
        if not any(partial.ratio == 1 and partial.decay == 1 for partial in self.partials):
            raise ValueError("the note itself is missing from its partials; add {ratio: 1, gain_db: 0, decay: 1}")
        share = self._bright_share()
        if share > MAX_BRIGHT_SHARE:
            raise ValueError(
                f"{share:.0%} of this chime's energy lies above {BRIGHT_HZ} Hz, more than {MAX_BRIGHT_SHARE:.0%}; "
                "lower the gain_db or the decay of its high partials"
            )
        return self

    def _bright_share(self) -> float:
        """Returns the share of the energy above `BRIGHT_HZ`.

        The energy of a decaying tone is proportional to the square of its amplitude times its decay.
        """
        tones = [
            (note * partial.ratio, 10 ** (partial.gain_db / 10) * partial.decay)
            for note in self.notes
            for partial in self.partials
        ]
        return sum(energy for hertz, energy in tones if hertz > BRIGHT_HZ) / sum(energy for _, energy in tones)


class ChimeFile(FrozenModel):
    """A recorded chime; it is faded out if it lasts longer than eight seconds."""

    file: SoundFile
    """WAV, AIFF, FLAC, OGG or MP3."""
    claim_ms: ClaimMs = VOICE_AFTER_STRIKE_MS
    """Time from the beginning of the chime until a voice may begin."""


def _chime_kind(value: object) -> str:
    return "file" if isinstance(value, ChimeFile) or (isinstance(value, dict) and "file" in value) else "recipe"


Chime = Annotated[Annotated[ChimeRecipe, Tag("recipe")] | Annotated[ChimeFile, Tag("file")], Discriminator(_chime_kind)]


class Chimes(FrozenModel):
    """The chime for each name that a script may use: a recipe, or a sound file."""

    start: Chime
    step: Chime
    side: Chime
    halfway: Chime
    rest_end: Chime
    end: Chime

    @model_validator(mode="after")
    def _check_note_counts(self) -> Chimes:
        for name, number in _NOTE_COUNTS.items():
            chime = self[name]
            if isinstance(chime, ChimeFile):
                continue  # the notes of a recording are not known
            notes = len(chime.notes)
            if notes != number:
                raise ValueError(f"the chime '{name}' has {notes} notes; listeners recognise it by {number}")
        return self

    def __getitem__(self, name: ChimeName) -> ChimeRecipe | ChimeFile:
        chime: ChimeRecipe | ChimeFile = getattr(self, name)
        return chime


class TargetLevels(FrozenModel):
    """The target loudness of the voice and of the chimes."""

    speech_lufs: SpeechLufs = DEFAULT_LOUDNESS_LUFS
    """Loudness of every spoken clip."""
    chime_lu_below_speech: BelowSpeechLu = 4.5

    @property
    def chime_lufs(self) -> float:
        """Loudness of every chime."""
        return self.speech_lufs - self.chime_lu_below_speech


class Fades(FrozenModel):
    """The fade-in and fade-out of the whole session."""

    in_ms: FadeMs = 200
    out_ms: FadeMs = 1000


class AudioTemplate(FrozenModel):
    """The sound of a session."""

    format: Literal[1]
    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Annotated[str, Field(min_length=1), AfterValidator(one_line)]
    feels: Annotated[str, Field(min_length=1), AfterValidator(one_line)]
    """How the template feels, in one sentence, for listeners who choose among templates."""
    chimes: Chimes | None
    """`None` if the voice is alone; the chimes of a script then take no time and make no sound."""
    ambience: Ambience | None = None
    pacer: Pacer = Pacer()
    voice: VoiceColour | None = None
    """`None` leaves the voice unprocessed."""
    pan: Pan = 0.5
    """How far the voice and chimes of a side are panned to that side, 0 to 1."""
    levels: TargetLevels = TargetLevels()
    fades: Fades = Fades()

    def with_settings(self, settings: SoundSettings) -> AudioTemplate:
        """Returns the template with a listener's settings in place of its own values.

        This is the one place where a setting that is `None` gets the template's value. The volume lowers the level of
        speech, and with it every level that is relative to speech.
        """
        speech_lufs = self.levels.speech_lufs if settings.loudness_lufs is None else settings.loudness_lufs
        speech_lufs += 20 * log10(settings.volume)
        update = {
            "ambience": _chosen_ambience(self.ambience, settings.ambience),
            "pacer": self.pacer.model_copy(update={"mode": settings.pacer or self.pacer.mode}),
            "pan": self.pan if settings.pan is None else settings.pan,
            "levels": self.levels.model_copy(update={"speech_lufs": speech_lufs}),
        }
        return self.model_copy(update=update)

    def chime_lengths_ms(self) -> Mapping[ChimeName, int]:
        """Returns the time from the beginning of each chime until a voice may begin; 0 if there are no chimes."""
        return {name: self.chimes[name].claim_ms if self.chimes else 0 for name in CHIME_NAMES}

    def sound_files(self) -> tuple[Path, ...]:
        """Returns the sound files that the template uses."""
        layers = self.ambience.layers if self.ambience else ()
        parts = (*(chime for _, chime in self.chimes or ()), *layers)
        return tuple(part.file for part in parts if isinstance(part, ChimeFile | Recording))

    def for_sample(self) -> AudioTemplate:
        """Returns the template for a sample of a few seconds, with short fades of the ambience."""
        if self.ambience is None:
            return self
        return self.model_copy(update={"ambience": self.ambience.model_copy(update=_SAMPLE_FADES)})


def _chosen_ambience(own: Ambience | None, choice: AmbienceChoice | None) -> Ambience | None:
    """Returns the chosen ambience, at the levels of the template's own ambience if it has one."""
    if choice is None:
        return own
    if choice == "none":
        return None
    layers = (Texture(kind=choice),)
    return own.model_copy(update={"layers": layers}) if own else Ambience(layers=layers)
