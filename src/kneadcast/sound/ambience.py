"""The ambience of a session: generated or looped, levelled, and ducked under the voice."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np

from kneadcast.script.model import Script
from kneadcast.sound.clips import load_stereo
from kneadcast.sound.ducking import Ducking
from kneadcast.sound.layers import Region
from kneadcast.sound.loudness import block_loudness_lufs, db_to_amplitude
from kneadcast.sound.noise import CHUNK_FRAMES, Chord, SoundSource, SourceSum, apply_gain, control_seconds, texture
from kneadcast.sound.pcm import FRAME_RATE, Samples, Stereo
from kneadcast.sound.template_parts import Ambience, AmbienceComponent, Drone, Recording
from kneadcast.units import MS_PER_SECOND, frames_at

_MEASURED_CHUNKS = 3
"""How much of a sound is measured for its level: half a minute contains gusts, drops and three waves."""
_REFERENCE_LUFS = -30.0
_LEVEL_PERCENTILE = 95
"""The percentile of the momentary loudness that counts as the level of a sound, so that the crest of a wave stays under
the voice, and not only the sea on average."""
_MAX_LOOP_MS = 180_000
"""The rest of a recording is not read: nobody recognises a loop of three minutes, and it takes 64 MB."""
_LOOP_SEAM_MS = 4000


class AmbienceLayer:
    """The ambience of one session, as a layer of the mix."""

    def __init__(self, script: Script, ambience: Ambience, speech_lufs: float) -> None:
        """Prepares the layer; only the sound that is needed to measure its level is rendered.

        Args:
            script: The script, which states when the voice speaks, and how long the session is.
            ambience: The ambience.
            speech_lufs: Loudness of the voice, to which the levels of the ambience are relative.
        """
        self._source = ambience_source(ambience)
        self._ducking = Ducking(script.cues)
        self._ambience = ambience
        self._unducked_lufs = speech_lufs - ambience.lu_between_cues
        self._length_ms = script.length_ms
        self._chunk = lru_cache(maxsize=1)(self._render)

    def regions(self, start: int, end: int) -> Iterable[Region]:
        """Returns the ambience between two frames."""
        for number in range(start // CHUNK_FRAMES, -(-end // CHUNK_FRAMES)):
            first = number * CHUNK_FRAMES
            begin, stop = max(start, first), min(end, first + CHUNK_FRAMES)
            yield Region(begin, self._chunk(number)[begin - first : stop - first])

    def _render(self, number: int) -> Stereo:
        return apply_gain(self._source.chunk(number), self._gains(control_seconds(number) * MS_PER_SECOND))

    def _gains(self, at_ms: Samples) -> Samples:
        ambience = self._ambience
        ducked_db = (ambience.lu_under_voice - ambience.lu_between_cues) * self._ducking.depth(at_ms)
        fade_in = (at_ms + 1) / (ambience.fade_in_ms + 1)
        fade_out = (self._length_ms - at_ms) / (ambience.fade_out_ms + 1)
        fades = np.clip(np.minimum(fade_in, fade_out), 0, 1)
        gains: Samples = 10 ** ((self._unducked_lufs - _REFERENCE_LUFS - ducked_db) / 20) * fades**2
        return gains


def ambience_source(ambience: Ambience) -> SoundSource:
    """Returns the endless sound of an ambience, its level being -30 LUFS.

    Each call returns a new source, because a source keeps state between its chunks.

    Raises:
        SoundError: If a file of the ambience cannot be read.
    """
    has_recording = any(isinstance(layer, Recording) for layer in ambience.layers)
    # A recording may change between two sessions of one process; generated sound is always the same.
    gains, total_gain = (_measured_gains if has_recording else _cached_gains)(ambience)
    return SourceSum((SourceSum(_layer_sources(ambience), gains),), (total_gain,))


def _measured_gains(ambience: Ambience) -> tuple[tuple[float, ...], float]:
    """Returns the gain of each layer, and the gain of their sum."""
    sources = _layer_sources(ambience)
    gains = tuple(
        db_to_amplitude(layer.gain_db) * _levelling_gain(source)
        for layer, source in zip(ambience.layers, sources, strict=True)
    )
    return gains, _levelling_gain(SourceSum(sources, gains))


_cached_gains = lru_cache(maxsize=16)(_measured_gains)


def _layer_sources(ambience: Ambience) -> list[SoundSource]:
    return [_layer_source(layer, (ambience.seed, number)) for number, layer in enumerate(ambience.layers)]


def _layer_source(layer: AmbienceComponent, seed: tuple[int, int]) -> SoundSource:
    if isinstance(layer, Drone):
        return Chord(layer.notes, seed)
    if isinstance(layer, Recording):
        return Loop(layer.file)
    return texture(layer.kind, seed)


def _levelling_gain(source: SoundSource) -> float:
    """Returns the factor that brings the level of a source to `_REFERENCE_LUFS`."""
    sound = np.concatenate([source.chunk(number) for number in range(_MEASURED_CHUNKS)])
    momentary_lufs = block_loudness_lufs(sound)
    loud_lufs = float(np.percentile(momentary_lufs, _LEVEL_PERCENTILE)) if len(momentary_lufs) else float("-inf")
    return db_to_amplitude(_REFERENCE_LUFS - loud_lufs) if np.isfinite(loud_lufs) else 0.0


class Loop:
    """A recording that is repeated endlessly, its end crossfaded into its beginning."""

    def __init__(self, path: Path) -> None:
        recorded = load_stereo(path, _MAX_LOOP_MS)
        seam = min(frames_at(_LOOP_SEAM_MS, FRAME_RATE), len(recorded) // 2)
        fade_in = np.sin(np.linspace(0, np.pi / 2, seam, dtype=np.float32))[:, np.newaxis]
        self._loop: Stereo = recorded[: len(recorded) - seam].copy()
        self._loop[:seam] = recorded[:seam] * fade_in + recorded[len(recorded) - seam :] * fade_in[::-1]

    def chunk(self, number: int) -> Stereo:
        """Returns a chunk of the loop."""
        first = number * CHUNK_FRAMES % len(self._loop)
        repetitions = -(-(first + CHUNK_FRAMES) // len(self._loop))
        if repetitions == 1:
            return np.array(self._loop[first : first + CHUNK_FRAMES])
        chunk: Stereo = np.take(self._loop, np.arange(first, first + CHUNK_FRAMES), axis=0, mode="wrap")
        return chunk
