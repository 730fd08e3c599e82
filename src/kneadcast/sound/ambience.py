"""The ambience of a session: made or looped, brought to its level, ducked under the voice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np

from kneadcast.script.model import Script
from kneadcast.sound.clips import load_stereo
from kneadcast.sound.ducking import Ducking
from kneadcast.sound.layers import Region
from kneadcast.sound.loudness import block_loudness_lufs, decibels
from kneadcast.sound.noise import CHUNK_FRAMES, Chord, Source, Together, apply_gain, control_seconds, texture
from kneadcast.sound.pcm import FRAME_RATE, Samples, Stereo
from kneadcast.sound.template import AudioTemplate
from kneadcast.sound.template_parts import Ambience, Drone, Layer, Recording, Texture
from kneadcast.units import MS_PER_SECOND, frames_at

_TUNED_CHUNKS = 3
"""How much of a sound is measured for its level: half a minute has gusts, drops and three waves in it."""
_TUNED_LUFS = -30.0
_LOUD_MOMENTS = 95
"""Percent of its moments above which a sound counts as being at its level, so that a wave's crest is held under the
voice and not only the sea as a whole."""
_LONGEST_LOOP_MS = 180_000
"""More of a recording is not read: three minutes are long enough for nobody to know them again, and 64 MB."""
_LOOP_SEAM_MS = 4000


class AmbienceLayer:
    """The ambience of one session, for the mixer."""

    def __init__(
        self,
        script: Script,
        ambience: Ambience,
        speech_lufs: float,
        listen: Callable[[Region], None] | None = None,
    ) -> None:
        """Prepares it; nothing is made yet but what is needed to find its level.

        Args:
            script: Where the voice speaks, and how long the session is.
            ambience: What is heard.
            speech_lufs: Loudness of the voice, which everything else is measured by.
            listen: Told every piece as it goes into the mix.
        """
        self._source = source_of(ambience)
        self._ducking = Ducking(script.cues)
        self._ambience = ambience
        self._between_lufs = speech_lufs - ambience.lu_between_cues
        self._length_ms = script.length_ms
        self._listen = listen
        self._chunk = lru_cache(maxsize=1)(self._made)

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns the ambience of a stretch."""
        for number in range(start // CHUNK_FRAMES, -(-end // CHUNK_FRAMES)):
            first = number * CHUNK_FRAMES
            begin, stop = max(start, first), min(end, first + CHUNK_FRAMES)
            piece = Region(begin, self._chunk(number)[begin - first : stop - first])
            if self._listen:
                self._listen(piece)
            yield piece

    def _made(self, number: int) -> Stereo:
        return apply_gain(self._source.chunk(number), self._gains(control_seconds(number) * MS_PER_SECOND))

    def _gains(self, at_ms: Samples) -> Samples:
        ambience = self._ambience
        ducked_db = (ambience.lu_under_voice - ambience.lu_between_cues) * self._ducking.depth(at_ms)
        fade_in = (at_ms + 1) / (ambience.fade_in_ms + 1)
        fade_out = (self._length_ms - at_ms) / (ambience.fade_out_ms + 1)
        fades = np.clip(np.minimum(fade_in, fade_out), 0, 1)
        gains: Samples = 10 ** ((self._between_lufs - _TUNED_LUFS - ducked_db) / 20) * fades**2
        return gains


def ambience_of(script: Script, template: AudioTemplate) -> Ambience | None:
    """Returns what is heard beneath: what the script chooses, at the template's levels, or else the template's own."""
    if script.ambience is None:
        return template.ambience
    if script.ambience == "none":
        return None
    layers = (Texture(kind=script.ambience),)
    return template.ambience.model_copy(update={"layers": layers}) if template.ambience else Ambience(layers=layers)


@lru_cache(maxsize=2)
def source_of(ambience: Ambience) -> Source:
    """Returns the sound of an ambience without end, its loud moments at -30 LUFS.

    Raises:
        SoundError: If a file of it cannot be read.
    """
    layers = [_source(layer, (ambience.seed, number)) for number, layer in enumerate(ambience.layers)]
    gains = [decibels(layer.gain_db) * _tuning(one) for layer, one in zip(ambience.layers, layers, strict=True)]
    together = Together(layers, gains)
    return Together((together,), (_tuning(together),))


def _source(layer: Layer, seed: tuple[int, int]) -> Source:
    if isinstance(layer, Drone):
        return Chord(layer.notes, seed)
    if isinstance(layer, Recording):
        return Loop(layer.file)
    return texture(layer.kind, seed)


def _tuning(source: Source) -> float:
    """Returns the factor that brings a source's loud moments to the common level."""
    heard = np.concatenate([source.chunk(number) for number in range(_TUNED_CHUNKS)])
    moments = block_loudness_lufs(heard)
    loud_lufs = float(np.percentile(moments, _LOUD_MOMENTS)) if len(moments) else float("-inf")
    return decibels(_TUNED_LUFS - loud_lufs) if np.isfinite(loud_lufs) else 0.0


class Loop:
    """A recording that goes on for ever, its end crossfaded into its beginning."""

    def __init__(self, path: Path) -> None:
        recorded = load_stereo(path, _LONGEST_LOOP_MS)
        seam = min(frames_at(_LOOP_SEAM_MS, FRAME_RATE), len(recorded) // 2)
        rise = np.sin(np.linspace(0, np.pi / 2, seam, dtype=np.float32))[:, np.newaxis]
        self._loop: Stereo = recorded[: len(recorded) - seam].copy()
        self._loop[:seam] = recorded[:seam] * rise + recorded[len(recorded) - seam :] * rise[::-1]

    def chunk(self, number: int) -> Stereo:
        """Returns a chunk of the loop."""
        first = number * CHUNK_FRAMES % len(self._loop)
        rounds = -(-(first + CHUNK_FRAMES) // len(self._loop))
        if rounds == 1:
            return np.array(self._loop[first : first + CHUNK_FRAMES])
        chunk: Stereo = np.take(self._loop, np.arange(first, first + CHUNK_FRAMES), axis=0, mode="wrap")
        return chunk
