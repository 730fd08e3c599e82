"""An audio template: the sound world of a session, its chimes, levels and fades, as authors write it in YAML."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from kneadcast.choices import LOUDNESS_LUFS, PAN, AmbienceChoice
from kneadcast.script.model import CHIME_NAMES, ChimeName
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound.template_parts import (
    Ambience,
    FadeMs,
    Frozen,
    Pacer,
    Recording,
    SoundFile,
    Texture,
    VoiceColour,
    within,
)

VOICE_AFTER_STRIKE_MS = 1000
"""How long after a chime's last strike a voice may begin: the ear has turned to listen, and the ring goes on below."""
BRIGHT_HZ = 3000
MOST_BRIGHT_SHARE = 0.1
"""At most a tenth of a chime's energy lies above 3 kHz: brighter bells are what listeners find shrill."""

_NOTES_THAT_MEAN: Mapping[ChimeName, int] = {"step": 1, "side": 2, "end": 3}
"""What a listener with closed eyes learns to count."""

_AT_ONCE = {"fade_in_ms": 300, "fade_out_ms": 700}

NoteHz = Annotated[float, within(400, 900, "Hz", "small speakers lose lower notes, and higher ones startle")]
SpacingMs = Annotated[int, within(200, 2000, "ms", "closer strikes blur, and wider ones seem to be two chimes")]
AttackMs = Annotated[int, within(5, 20, "ms", "faster clicks, and slower is no longer a strike")]
DecayMs = Annotated[int, within(1500, 3000, "ms", "shorter is a knock, and longer rings into the words")]
Ratio = Annotated[float, within(0.5, 12, "times the note", "bowls have their partials there")]
PartialGainDb = Annotated[float, within(-80, 0, "dB", "no partial is stronger than the note itself")]
PartialDecay = Annotated[float, within(0.05, 1, "times the note's decay", "no partial outlasts the note itself")]
ClaimMs = Annotated[int, within(300, 5000, "ms", "a voice needs room after a chime, and listeners wait for no longer")]
SpeechLufs = Annotated[float, within(*LOUDNESS_LUFS, "LUFS", "quieter is lost, and louder leaves no room for peaks")]
BelowSpeechLu = Annotated[float, within(3, 6, "LU", "louder chimes startle, and quieter ones are missed")]
Pan = Annotated[float, within(*PAN, "", "0 is the middle, and 1 as far as folds down to mono unharmed")]


class Partial(Frozen):
    """One of the tones that a struck bowl sounds together."""

    ratio: Ratio
    """Its frequency as a multiple of the note; two close ratios beat slowly, as the two modes of a real bowl do."""
    gain_db: PartialGainDb
    """Its strength at the strike, beside the note's own 0 dB."""
    decay: PartialDecay
    """How long it rings, beside the note's own 1."""


class ChimeRecipe(Frozen):
    """How one chime is struck."""

    notes: Annotated[tuple[NoteHz, ...], Field(min_length=1, max_length=3)]
    """Hertz of each strike's fundamental, in order."""
    spacing_ms: SpacingMs = 500
    """From one strike to the next."""
    attack_ms: AttackMs
    decay_ms: DecayMs
    """Time in which the note falls by 20 dB."""
    partials: Annotated[tuple[Partial, ...], Field(min_length=1)]

    @property
    def last_strike_ms(self) -> int:
        """When the last strike falls."""
        return (len(self.notes) - 1) * self.spacing_ms

    @property
    def claim_ms(self) -> int:
        """How long the chime claims the ear before a voice may follow; its ring decays on under the voice."""
        return self.last_strike_ms + VOICE_AFTER_STRIKE_MS

    @model_validator(mode="after")
    def _check_partials(self) -> ChimeRecipe:
        if not any(partial.ratio == 1 and partial.decay == 1 for partial in self.partials):
            raise ValueError("the note itself is missing from its partials; add {ratio: 1, gain_db: 0, decay: 1}")
        share = self._bright_share()
        if share > MOST_BRIGHT_SHARE:
            raise ValueError(
                f"{share:.0%} of this chime's energy lies above {BRIGHT_HZ} Hz, more than {MOST_BRIGHT_SHARE:.0%}; "
                "lower the gain_db or the decay of its high partials"
            )
        return self

    def _bright_share(self) -> float:
        """The energy of a decaying tone is in proportion to the square of its amplitude, times its decay."""
        tones = [
            (note * partial.ratio, 10 ** (partial.gain_db / 10) * partial.decay)
            for note in self.notes
            for partial in self.partials
        ]
        return sum(energy for hertz, energy in tones if hertz > BRIGHT_HZ) / sum(energy for _, energy in tones)


class ChimeFile(Frozen):
    """A chime that the user has as a recording; it is faded out where it rings for more than eight seconds."""

    file: SoundFile
    """WAV, AIFF, FLAC, OGG or MP3."""
    claim_ms: ClaimMs = VOICE_AFTER_STRIKE_MS


def _kind_of_chime(value: object) -> str:
    return "file" if isinstance(value, ChimeFile) or (isinstance(value, dict) and "file" in value) else "recipe"


Chime = Annotated[
    Annotated[ChimeRecipe, Tag("recipe")] | Annotated[ChimeFile, Tag("file")], Discriminator(_kind_of_chime)
]


class Chimes(Frozen):
    """What is struck for every chime that a script may name: a recipe, or a file of the user's."""

    start: Chime
    step: Chime
    side: Chime
    halfway: Chime
    rest_end: Chime
    end: Chime

    @model_validator(mode="after")
    def _check_meanings(self) -> Chimes:
        for name, number in _NOTES_THAT_MEAN.items():
            chime = self[name]
            if isinstance(chime, ChimeFile):
                continue  # only its author can hear what it says
            notes = len(chime.notes)
            if notes != number:
                raise ValueError(f"the chime '{name}' has {notes} notes; listeners know it by having {number}")
        return self

    def __getitem__(self, name: ChimeName) -> ChimeRecipe | ChimeFile:
        chime: ChimeRecipe | ChimeFile = getattr(self, name)
        return chime


class TargetLevels(Frozen):
    """The loudness to which the voice and the chimes are brought."""

    speech_lufs: SpeechLufs = -18.0
    """Loudness of every spoken clip; AES TD1008 recommends -18 LUFS for speech."""
    chime_lu_below_speech: BelowSpeechLu = 4.5

    @property
    def chime_lufs(self) -> float:
        """Loudness of every chime."""
        return self.speech_lufs - self.chime_lu_below_speech


class Fades(Frozen):
    """How the session comes out of silence and goes back into it."""

    in_ms: FadeMs = 200
    out_ms: FadeMs = 1000


class AudioTemplate(Frozen):
    """The sound world of a session."""

    format: Literal[1]
    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Annotated[str, Field(min_length=1)]
    feels: Annotated[str, Field(min_length=1)]
    """What it feels like, in one sentence, for whoever chooses among templates."""
    chimes: Chimes | None
    """None where the voice is alone; a script's chimes then take no time and make no sound."""
    ambience: Ambience | None = None
    pacer: Pacer = Pacer()
    voice: VoiceColour | None = None
    """The voice as it comes if absent."""
    pan: Pan = 0.5
    """How far the voice and chimes of a side lean to that side."""
    levels: TargetLevels = TargetLevels()
    fades: Fades = Fades()

    def with_settings(self, settings: SoundSettings) -> AudioTemplate:
        """Returns the template with a listener's settings in place of its own values.

        This is the one place where a setting that is `None` gets the template's value. The volume lowers the level of
        speech, and with it everything whose level is relative to speech.
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
        """Returns how long each chime sounds before a voice may follow; 0 for all if there are no chimes."""
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
        return self.model_copy(update={"ambience": self.ambience.model_copy(update=_AT_ONCE)})


def _chosen_ambience(own: Ambience | None, choice: AmbienceChoice | None) -> Ambience | None:
    """Returns the ambience of a choice, at the template's own levels if it has ambience."""
    if choice is None:
        return own
    if choice == "none":
        return None
    layers = (Texture(kind=choice),)
    return own.model_copy(update={"layers": layers}) if own else Ambience(layers=layers)
