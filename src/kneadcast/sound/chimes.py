"""Rendering chimes: decaying sines after a recipe, or a sound file; a recipe always gives the same samples."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from pydantic import JsonValue

from kneadcast.document.files import sha256_of_file
from kneadcast.errors import SoundError
from kneadcast.script.model import CHIME_NAMES, ChimeName
from kneadcast.sound.pcm import FRAME_RATE, Mono, Samples
from kneadcast.sound.template import ChimeFile, ChimeRecipe, Chimes, Partial
from kneadcast.sound.template_parts import LARGEST_SOUND_BYTES
from kneadcast.units import MS_PER_SECOND, frames_at

_AUDIBLE_DECAY_DB = 50
"""A chime ends when its notes have decayed by this much, below the noise of a quiet room."""
_RELEASE_MS = 500
"""Length of the fade-out at the end, without which the end would click."""
_MAX_FILE_MS = 8000


def strike(recipe: ChimeRecipe, target_lufs: float) -> Samples:
    """Synthesises a chime from its recipe.

    Each partial is a sine that rises within the attack and falls by 20 dB within its decay: the impulse response of a
    mode of a struck bowl (Fletcher & Rossing, The Physics of Musical Instruments, ch. 20).

    Args:
        recipe: The notes, the partials and the envelope.
        target_lufs: Integrated loudness of the whole chime, as a meter shows it on the stereo file.

    Returns:
        The chime at `FRAME_RATE`, from the first strike until it is inaudible.
    """
    chime = np.zeros(most_frames(recipe))
    for index, note_hz in enumerate(recipe.notes):
        begin = frames_at(index * recipe.spacing_ms, FRAME_RATE)
        chime[begin:] += _ring(recipe, note_hz, len(chime) - begin)
    release = frames_at(_RELEASE_MS, FRAME_RATE)
    chime[-release:] *= _half_cosine(release)[::-1]
    return _levelled(chime, target_lufs)


class ChimeSounds:
    """Renders the chimes of a template at their loudness; each is synthesised or read once."""

    def __init__(self, chimes: Chimes, target_lufs: float) -> None:
        self._chimes = chimes
        self._target_lufs = target_lufs
        self.render = lru_cache(maxsize=len(CHIME_NAMES))(self._render)
        """Returns the sound of the chime with a name."""
        self.facts_of = lru_cache(maxsize=len(CHIME_NAMES))(self._facts)
        """Returns everything that the sound of the chime with a name is made from."""

    def most_frames(self, name: ChimeName) -> int:
        """Returns the length of a chime, or the greatest length if it is a file."""
        return most_frames(self._chimes[name])

    def _render(self, name: ChimeName) -> Mono:
        return sound_of(self._chimes[name], self._target_lufs).astype(np.float32)

    def _facts(self, name: ChimeName) -> JsonValue:
        chime = self._chimes[name]
        if isinstance(chime, ChimeFile):
            made_from: JsonValue = sha256_of_file(chime.file, LARGEST_SOUND_BYTES, SoundError)
        else:
            made_from = chime.model_dump(mode="json")
        return {"chime": made_from, "lufs": self._target_lufs}


def most_frames(chime: ChimeRecipe | ChimeFile) -> int:
    """Returns the length of a chime, or the greatest length if it is a file."""
    if isinstance(chime, ChimeFile):
        return frames_at(_MAX_FILE_MS, FRAME_RATE)
    ring_ms = chime.decay_ms * _AUDIBLE_DECAY_DB // 20
    return frames_at(chime.last_strike_ms + ring_ms, FRAME_RATE)


def sound_of(chime: ChimeRecipe | ChimeFile, target_lufs: float) -> Samples:
    """Returns a chime at a loudness, synthesised from its recipe or read from its file.

    Raises:
        SoundError: If the file cannot be read.
    """
    if isinstance(chime, ChimeRecipe):
        return strike(chime, target_lufs)
    from kneadcast.sound.clips import load_stereo  # takes time to import, and few templates have files

    recorded = load_stereo(chime.file, _MAX_FILE_MS).mean(axis=1).astype(np.float64)
    release = min(frames_at(_RELEASE_MS, FRAME_RATE), len(recorded))
    recorded[len(recorded) - release :] *= _half_cosine(release)[::-1]
    return _levelled(recorded, target_lufs)


def _levelled(chime: Samples, target_lufs: float) -> Samples:
    from kneadcast.sound.loudness import level  # takes time to import, and a session that is kept strikes no chime

    return level(chime, target_lufs)


def _ring(recipe: ChimeRecipe, note_hz: float, frames: int) -> Samples:
    ring: Samples = np.zeros(frames)
    for at_frame in range(0, frames, FRAME_RATE):  # a second at a time, because the intermediate results are many
        part = ring[at_frame : at_frame + FRAME_RATE]
        seconds = np.arange(at_frame, at_frame + len(part)) / FRAME_RATE
        for partial in recipe.partials:
            part += _tone(partial, recipe.decay_ms, note_hz, seconds)
    attack = frames_at(recipe.attack_ms, FRAME_RATE)
    ring[:attack] *= _half_cosine(attack)
    return ring


def _tone(partial: Partial, decay_ms: int, note_hz: float, seconds: Samples) -> Samples:
    decay_s = decay_ms * partial.decay / MS_PER_SECOND
    envelope_db = partial.gain_db - 20 * seconds / decay_s
    tone: Samples = 10 ** (envelope_db / 20) * np.sin(2 * np.pi * note_hz * partial.ratio * seconds)
    return tone


def _half_cosine(frames: int) -> Samples:
    """Returns gains that rise from 0 to 1 along half a cosine."""
    rise: Samples = 0.5 - 0.5 * np.cos(np.pi * np.arange(frames) / frames)
    return rise
