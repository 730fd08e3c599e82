"""The ambience of a session: made or looped, brought to its level, ducked under the voice."""

from __future__ import annotations

from collections.abc import Iterable
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
from kneadcast.sound.template_parts import Ambience, AmbienceComponent, Drone, Recording
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
    """The ambience of one session, as a layer of the mix."""

    def __init__(self, script: Script, ambience: Ambience, speech_lufs: float) -> None:
        """Prepares the layer; only the sound that is needed to measure its level is rendered.

        Args:
            script: When the voice speaks, and how long the session is.
            ambience: The ambience.
            speech_lufs: Loudness of the voice, to which the levels of the ambience are relative.
        """
        self._source = ambience_source(ambience)
        self._ducking = Ducking(script.cues)
        self._ambience = ambience
        self._between_lufs = speech_lufs - ambience.lu_between_cues
        self._length_ms = script.length_ms
        self._chunk = lru_cache(maxsize=1)(self._rendered)

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns the ambience between two frames."""
        for number in range(start // CHUNK_FRAMES, -(-end // CHUNK_FRAMES)):
            first = number * CHUNK_FRAMES
            begin, stop = max(start, first), min(end, first + CHUNK_FRAMES)
            yield Region(begin, self._chunk(number)[begin - first : stop - first])

    def _rendered(self, number: int) -> Stereo:
        return apply_gain(self._source.chunk(number), self._gains(control_seconds(number) * MS_PER_SECOND))

    def _gains(self, at_ms: Samples) -> Samples:
        ambience = self._ambience
        ducked_db = (ambience.lu_under_voice - ambience.lu_between_cues) * self._ducking.depth(at_ms)
        fade_in = (at_ms + 1) / (ambience.fade_in_ms + 1)
        fade_out = (self._length_ms - at_ms) / (ambience.fade_out_ms + 1)
        fades = np.clip(np.minimum(fade_in, fade_out), 0, 1)
        gains: Samples = 10 ** ((self._between_lufs - _TUNED_LUFS - ducked_db) / 20) * fades**2
        return gains


def ambience_source(ambience: Ambience) -> Source:
    """Returns the endless sound of an ambience, its loud moments at -30 LUFS.

    Each call returns a new source, because a source keeps state between its chunks.

    Raises:
        SoundError: If a file of the ambience cannot be read.
    """
    has_recording = any(isinstance(layer, Recording) for layer in ambience.layers)
    # A recording may change between two sessions of one process; what is generated is always the same.
    gains, total_gain = (_measured_gains if has_recording else _kept_gains)(ambience)
    return Together((Together(_layer_sources(ambience), gains),), (total_gain,))


def _measured_gains(ambience: Ambience) -> tuple[tuple[float, ...], float]:
    """Returns the gain of each layer, and the gain of their sum."""
    sources = _layer_sources(ambience)
    gains = tuple(
        decibels(layer.gain_db) * _tuning_gain(source) for layer, source in zip(ambience.layers, sources, strict=True)
    )
    return gains, _tuning_gain(Together(sources, gains))


_kept_gains = lru_cache(maxsize=16)(_measured_gains)


def _layer_sources(ambience: Ambience) -> list[Source]:
    return [_layer_source(layer, (ambience.seed, number)) for number, layer in enumerate(ambience.layers)]


def _layer_source(layer: AmbienceComponent, seed: tuple[int, int]) -> Source:
    if isinstance(layer, Drone):
        return Chord(layer.notes, seed)
    if isinstance(layer, Recording):
        return Loop(layer.file)
    return texture(layer.kind, seed)


def _tuning_gain(source: Source) -> float:
    """Returns the factor that brings the loud moments of a source to the common level."""
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
