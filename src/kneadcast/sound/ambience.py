"""The ambience of a session: generated or recorded, levelled, and ducked under the voice."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from pydantic import JsonValue

from kneadcast.cache.kept_sound import KeptSound
from kneadcast.cache.keys import key_of
from kneadcast.cache.store import parse_json
from kneadcast.document.files import sha256_of_file
from kneadcast.errors import SoundError
from kneadcast.script.model import Script
from kneadcast.sound.ducking import Ducking
from kneadcast.sound.loops import (
    LOOP_FORMAT,
    LoopedNoise,
    LoopedRecording,
    noise_loop,
    recording_loop,
)
from kneadcast.sound.noise import (
    BLOCK_FRAMES,
    CONTROL_FRAMES,
    ROW_SAMPLES,
    Chord,
    Rows,
    SoundSource,
    control_points,
    texture,
)
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Samples, Stereo
from kneadcast.sound.revision import library_versions
from kneadcast.sound.template_parts import LARGEST_SOUND_BYTES, Ambience, AmbienceComponent, Drone, Recording
from kneadcast.units import MS_PER_SECOND

AMBIENCE_FORMAT = 1
"""A change to how an ambience sounds, other than to its loops, needs another number."""

_MEASURED_BLOCKS = 3
"""How much of a sound is measured for its level: half a minute contains gusts, drops and three waves."""
_REFERENCE_LUFS = -30.0
_LEVEL_PERCENTILE = 95
"""The percentile of the momentary loudness that counts as the level of a sound, so that the crest of a wave stays under
the voice, and not only the sea on average."""
_RENDERED_ROWS = 100
"""Rows that are summed at once; with their intermediate results they stay in the cache of a processor."""
_CONTROL_MS = MS_PER_SECOND * CONTROL_FRAMES // FRAME_RATE

Made = TypeVar("Made")
Hashes = Mapping[Path, str]
"""The SHA-256 of the content of each recording."""


class LevelledSource(NamedTuple):
    """An endless sound and its gain."""

    source: SoundSource
    gain: float


class AmbienceLayer:
    """The ambience of one session, as a layer of the mix. Several threads can use it at once, for any parts."""

    def __init__(self, script: Script, ambience: Ambience, speech_lufs: float, kept: KeptSound) -> None:
        """Prepares the layer; nothing is read or rendered before it is used.

        Args:
            script: The script, which states when the voice speaks, and how long the session is.
            ambience: The ambience.
            speech_lufs: Loudness of the voice, to which the levels of the ambience are relative.
            kept: Where loops and levels are kept.
        """
        self._ambience = ambience
        self._speech_lufs = speech_lufs
        self._hashes = hashes = _Once(lambda: recording_hashes(ambience))
        self._sources = _Once(lambda: levelled_sources(ambience, hashes(), kept))
        self._set_script(script)

    def with_script(self, script: Script) -> AmbienceLayer:
        """Returns the ambience of another session, which shares the sounds that are read or rendered."""
        other = copy(self)
        other._set_script(script)
        return other

    def add(self, mixed: Stereo, start: int) -> None:
        """Adds the ambience to a part of the session.

        Args:
            mixed: The part, in which the sum is stored.
            start: The frame of the session at which the part begins.

        Raises:
            SoundError: If a file of the ambience cannot be read.
        """
        add_sources(mixed, start, self._sources(), self._gains)

    def between(self, start: int, end: int) -> Stereo:
        """Returns the ambience alone between two frames.

        Raises:
            SoundError: If a file of the ambience cannot be read.
        """
        alone: Stereo = np.zeros((end - start, CHANNELS), dtype=np.float32)
        self.add(alone, start)
        return alone

    def facts(self, start: int, end: int) -> JsonValue:
        """Returns everything that the ambience between two frames is made from.

        The frames are absolute, because the level of the sound varies with the time since the beginning of the session.

        Raises:
            SoundError: If a file of the ambience cannot be read.
        """
        ambience = self._ambience
        start_ms, end_ms = start // CONTROL_FRAMES * _CONTROL_MS, -(-end // CONTROL_FRAMES) * _CONTROL_MS
        fades_out = end_ms >= self._length_ms - ambience.fade_out_ms
        return {
            "sound": sound_facts(ambience, self._hashes()),
            "speech_lufs": self._speech_lufs,
            "lu_between_cues": ambience.lu_between_cues,
            "lu_under_voice": ambience.lu_under_voice,
            "frames": [start, end],
            "spoken_ms": [list(span) for span in self._ducking.spoken_near(start_ms, end_ms)],
            "fade_in_ms": ambience.fade_in_ms if start_ms < ambience.fade_in_ms else None,
            "fade_out_ms": [self._length_ms, ambience.fade_out_ms] if fades_out else None,
        }

    def _set_script(self, script: Script) -> None:
        self._ducking = Ducking(script.cues)
        self._length_ms = script.length_ms

    def _gains(self, block: int) -> Samples:
        ambience, at_ms = self._ambience, (control_points(block) * _CONTROL_MS).astype(np.float64)
        ducked_db = (ambience.lu_under_voice - ambience.lu_between_cues) * self._ducking.depth(at_ms)
        fade_in = (at_ms + 1) / (ambience.fade_in_ms + 1)
        fade_out = (self._length_ms - at_ms) / (ambience.fade_out_ms + 1)
        fades = np.clip(np.minimum(fade_in, fade_out), 0, 1)
        unducked_db = self._speech_lufs - ambience.lu_between_cues - _REFERENCE_LUFS
        gains: Samples = 10 ** ((unducked_db - ducked_db) / 20) * fades**2
        return gains


class _Once(Generic[Made]):
    """A value that is made when it is first needed, once even if several threads need it."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: list[Made] = []
        self._lock = threading.Lock()

    def __call__(self) -> Made:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


def add_sources(mixed: Stereo, start: int, sources: Sequence[LevelledSource], gains: Callable[[int], Samples]) -> None:
    """Adds endless sounds to a part of a session. The sound of a frame does not depend on the part that contains it.

    Args:
        mixed: The part, in which the sum is stored.
        start: The frame of the session at which the part begins.
        sources: The sounds.
        gains: Returns the gains at the control points of a block and at its end.
    """
    end = start + len(mixed)
    for number in range(start // BLOCK_FRAMES, -(-end // BLOCK_FRAMES)):
        at_frame = number * BLOCK_FRAMES
        block_gains = gains(number)
        sounds = [source.block(number, gain * block_gains) for source, gain in sources]
        begin, stop = max(start - at_frame, 0), min(end - at_frame, BLOCK_FRAMES)
        last_row = -(-stop // CONTROL_FRAMES)
        for row in range(begin // CONTROL_FRAMES, last_row, _RENDERED_ROWS):
            rows: Rows = np.zeros((min(_RENDERED_ROWS, last_row - row), ROW_SAMPLES), dtype=np.float32)
            for sound in sounds:
                sound.add(rows, row)
            row_frame = row * CONTROL_FRAMES
            frames = rows.reshape(-1, CHANNELS)[max(begin - row_frame, 0) : stop - row_frame]
            first = at_frame + max(begin, row_frame) - start
            mixed[first : first + len(frames)] += frames


def recording_hashes(ambience: Ambience) -> Hashes:
    """Returns the SHA-256 of the content of each recording of an ambience.

    Raises:
        SoundError: If a file cannot be read.
    """
    files = {layer.file for layer in ambience.layers if isinstance(layer, Recording)}
    return {file: sha256_of_file(file, LARGEST_SOUND_BYTES, SoundError) for file in files}


def sound_facts(ambience: Ambience, hashes: Hashes) -> dict[str, JsonValue]:
    """Returns everything that the sound of an ambience is made from, other than its level in a session."""
    layers = [
        {**layer.model_dump(mode="json"), **({"file": hashes[layer.file]} if isinstance(layer, Recording) else {})}
        for layer in ambience.layers
    ]
    formats = {"ambience": AMBIENCE_FORMAT, "loops": LOOP_FORMAT}
    return {"layers": [*layers], "seed": ambience.seed, "formats": {**formats}, "libraries": library_versions()}


def levelled_sources(ambience: Ambience, hashes: Hashes, kept: KeptSound) -> tuple[LevelledSource, ...]:
    """Returns the endless sounds of an ambience, with the gains at which the level of their sum is -30 LUFS.

    Raises:
        SoundError: If a file of the ambience cannot be read, or its content does not have its hash.
    """
    layers = [
        _layer_sources(layer, (ambience.seed, number), hashes, kept) for number, layer in enumerate(ambience.layers)
    ]
    key = key_of({"levels": sound_facts(ambience, hashes)})
    gains = _read_gains(kept.find("levels", key), len(layers))
    if gains is None:
        gains = _measured_gains([layer.gain_db for layer in ambience.layers], layers)
        kept.keep("levels", key, json.dumps(gains).encode())
    return _with_gains(layers, gains)


def _layer_sources(
    layer: AmbienceComponent, seed: tuple[int, int], hashes: Hashes, kept: KeptSound
) -> tuple[SoundSource, ...]:
    if isinstance(layer, Drone):
        return (Chord(layer.notes, seed),)
    if isinstance(layer, Recording):
        return (LoopedRecording(recording_loop(layer.file, hashes[layer.file], kept)),)
    return tuple(LoopedNoise(noise_loop(component, kept), component) for component in texture(layer.kind, seed))


def _read_gains(payload: bytes | None, number: int) -> list[float] | None:
    """Returns the gains in an entry of the cache, or `None` if it is not this number of gains."""
    gains = parse_json(payload)
    if isinstance(gains, list) and len(gains) == number and all(isinstance(gain, float) for gain in gains):
        return gains
    return None


def _measured_gains(gains_db: Sequence[float], layers: Sequence[Sequence[SoundSource]]) -> list[float]:
    """Returns the gain of each layer at which it has its own gain in relation to the others, and the sum its level."""
    gains = [
        10 ** (gain_db / 20) * _levelling_gain(_with_gains([layer], [1.0]))
        for gain_db, layer in zip(gains_db, layers, strict=True)
    ]
    total = _levelling_gain(_with_gains(layers, gains))
    return [gain * total for gain in gains]


def _with_gains(layers: Sequence[Sequence[SoundSource]], gains: Sequence[float]) -> tuple[LevelledSource, ...]:
    return tuple(LevelledSource(source, gain) for layer, gain in zip(layers, gains, strict=True) for source in layer)


def _levelling_gain(sources: Sequence[LevelledSource]) -> float:
    """Returns the factor that brings the level of a sound to `_REFERENCE_LUFS`; 0 for silence."""
    from kneadcast.sound.loudness import block_loudness_lufs, db_to_amplitude  # they take time to import

    sound: Stereo = np.zeros((_MEASURED_BLOCKS * BLOCK_FRAMES, CHANNELS), dtype=np.float32)
    add_sources(sound, 0, sources, lambda block: np.ones(len(control_points(block))))
    with np.errstate(invalid="ignore"):  # between two silent blocks there is no number
        loud_lufs = float(np.percentile(block_loudness_lufs(sound), _LEVEL_PERCENTILE))
    return db_to_amplitude(_REFERENCE_LUFS - loud_lufs) if math.isfinite(loud_lufs) else 0.0
