"""Loops of stationary noise and of recordings: made once, kept in the cache, and held by the process in 16 bits.

The pieces of a loop of noise follow each other in an order that is drawn anew for each lap, so the noise has no period.
A recording is repeated as it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import JsonValue

from kneadcast.cache.kept_sound import KeptSound
from kneadcast.cache.keys import key_of
from kneadcast.document.files import sha256_of_file
from kneadcast.errors import SoundError
from kneadcast.sound.noise import (
    BLOCK_POINTS,
    CONTROL_FRAMES,
    PIECES,
    ROW_SAMPLES,
    BlockSound,
    Component,
    PcmRows,
    Rows,
    control_seconds,
    make_noise,
)
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, FULL_SCALE, SAMPLE_WIDTH, Samples
from kneadcast.sound.revision import library_versions
from kneadcast.sound.template_parts import LARGEST_SOUND_BYTES
from kneadcast.units import frames_at

__all__ = ["LOOP_FORMAT", "LoopedNoise", "LoopedRecording", "noise_loop", "recording_loop"]

LOOP_FORMAT = 1
"""A change to what is in a loop, or to the order of its pieces, needs another number."""

_MAX_RECORDING_MS = 180_000
"""The rest of a recording is not read: nobody recognises a loop of three minutes, and it takes 32 MB."""
_RECORDING_SEAM_MS = 4000
_SEAM_POINTS = BLOCK_POINTS // 20
_ROW_BYTES = ROW_SAMPLES * SAMPLE_WIDTH
_MOST_HELD_BYTES = 128_000_000
"""Four loops; the built-in ambiences need one or two. Loops that a session uses stay in memory in any case."""

_RAMP = np.repeat(np.arange(CONTROL_FRAMES, dtype=np.float32) / np.float32(CONTROL_FRAMES), CHANNELS)
_FADE_IN = np.sin(np.linspace(0, np.pi / 2, _SEAM_POINTS + 1))
"""A crossfade at equal power, for uncorrelated sounds."""


class HeldLoops:
    """The loops that this process used last, each made once even if several threads need it at the same time."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._loops: dict[str, PcmRows] = {}
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], PcmRows]) -> PcmRows:
        """Returns the loop of a key, which is made if it is not held."""
        with self._lock:
            loop = self._loops.pop(key, None)
            self._loops[key] = make() if loop is None else loop  # the last one is the one that was used last
            while len(self._loops) > 1 and sum(held.nbytes for held in self._loops.values()) > self._most_bytes:
                del self._loops[next(iter(self._loops))]
            return self._loops[key]


_held = HeldLoops(_MOST_HELD_BYTES)


class LoopedNoise:
    """A component of a texture, endless: pieces of its loop, crossfaded, with its slow gain."""

    def __init__(self, loop: PcmRows, component: Component) -> None:
        self._loop = loop
        self._seed = component.seed
        self._gain = component.gain
        self._lap = lru_cache(maxsize=8)(self._draw_lap)  # threads may read it: its values are never changed

    def block(self, number: int, gains: Samples) -> BlockSound:
        """Returns the noise of a block, with gains at its control points and at its end."""
        gains = gains * self._gain(control_seconds(number)) / FULL_SCALE
        if not number:
            return _LoopBlock((_Read(self._loop, self._first_point(0), gains.astype(np.float32)),))
        before = gains[: _SEAM_POINTS + 1] * _FADE_IN[::-1]
        gains[: _SEAM_POINTS + 1] *= _FADE_IN
        return _LoopBlock(
            (
                _Read(self._loop, self._first_point(number), gains.astype(np.float32)),
                _Read(self._loop, self._first_point(number - 1) + BLOCK_POINTS, before.astype(np.float32)),
            )
        )

    def _first_point(self, block: int) -> int:
        """Returns where in the loop the noise of a block begins."""
        lap, turn = divmod(block, PIECES)
        begin, order = self._lap(lap)
        return begin + BLOCK_POINTS * order[turn]

    def _draw_lap(self, lap: int) -> tuple[int, tuple[int, ...]]:
        """Draws where the first piece of a lap begins, and the order of its pieces.

        No sound is crossfaded with itself, which would make it louder: no piece is followed by the one that is after it
        in the loop, and the pieces of two consecutive laps begin at least a second apart.
        """
        random = np.random.default_rng((*self._seed, lap, LOOP_FORMAT))
        begin = int(random.integers(BLOCK_POINTS // 2 - 100)) + BLOCK_POINTS // 2 * (lap % 2)
        order = random.permutation(PIECES)
        while np.any(np.diff(order) % PIECES == 1):
            order = random.permutation(PIECES)
        return begin, tuple(order.tolist())


class LoopedRecording:
    """A recording that is repeated endlessly."""

    def __init__(self, loop: PcmRows) -> None:
        self._loop = loop

    def block(self, number: int, gains: Samples) -> BlockSound:
        """Returns the recording within a block, with gains at its control points and at its end."""
        return _LoopBlock((_Read(self._loop, number * BLOCK_POINTS, (gains / FULL_SCALE).astype(np.float32)),))


class _Read(NamedTuple):
    """Rows of a loop, repeated as often as necessary, with gains at their control points and at their end."""

    loop: PcmRows
    at_row: int
    gains: np.ndarray[tuple[int], np.dtype[np.float32]]


class _LoopBlock(NamedTuple):
    """The sum of parts of loops within one block, each from the beginning of the block on."""

    reads: tuple[_Read, ...]

    def add(self, rows: Rows, first: int) -> None:
        """Adds the sound to rows, the first of which begins at a control point of the block."""
        for loop, at_row, all_gains in self.reads:
            gains = all_gains[first : first + len(rows) + 1, np.newaxis]
            if len(gains) > 1:
                sound = np.diff(gains, axis=0) * _RAMP
                sound += gains[:-1]
                sound *= _rows_of(loop, at_row + first, len(sound))
                rows[: len(sound)] += sound


def _rows_of(loop: PcmRows, first: int, number: int) -> PcmRows:
    first %= len(loop)
    if first + number <= len(loop):
        return loop[first : first + number]
    wrapped: PcmRows = np.take(loop, np.arange(first, first + number), axis=0, mode="wrap")
    return wrapped


def noise_loop(component: Component, kept: KeptSound) -> PcmRows:
    """Returns the loop of a component of a texture: held, kept, or made now."""
    facts: dict[str, JsonValue] = {
        "noise": component.noise,
        "seed": [*component.seed],
        "format": LOOP_FORMAT,
        "libraries": {name: library_versions()[name] for name in ("numpy", "scipy")},
    }
    return _loop(key_of(facts), kept, lambda: make_noise(component.noise, component.seed), PIECES * BLOCK_POINTS)


def recording_loop(path: Path, sha256: str, kept: KeptSound) -> PcmRows:
    """Returns the loop of a recording: held, kept, or made now.

    Args:
        path: The file.
        sha256: The hash of its content.
        kept: Where loops are kept.

    Raises:
        SoundError: If the file cannot be read or has no sound, or its content does not have the hash.
    """

    def make() -> PcmRows:
        loop = _looped_recording(path)
        if sha256_of_file(path, LARGEST_SOUND_BYTES, SoundError) != sha256:
            raise SoundError(f"the sound {path} was changed while it was used; start again")
        return loop

    facts: dict[str, JsonValue] = {"recording": sha256, "format": LOOP_FORMAT, "libraries": library_versions()}
    return _loop(key_of(facts), kept, make)


def _loop(key: str, kept: KeptSound, make: Callable[[], PcmRows], rows: int | None = None) -> PcmRows:
    """Returns a loop, which is kept if it has to be made.

    Args:
        key: The key of the loop.
        kept: Where loops are kept.
        make: Makes the loop.
        rows: The length of the loop, if it is always the same.
    """

    def find_or_make() -> PcmRows:
        payload = kept.find("loops", key)
        if not payload or len(payload) % _ROW_BYTES or rows not in (None, len(payload) // _ROW_BYTES):
            payload = make().tobytes()
            kept.keep("loops", key, payload)
        return np.frombuffer(payload, dtype="<i2").reshape(-1, ROW_SAMPLES)

    return _held.get(key, find_or_make)


def _looped_recording(path: Path) -> PcmRows:
    """Returns the beginning of a recording as a loop, its end crossfaded into its beginning.

    Its peak is at full scale, so that a faint recording loses nothing in 16 bits; ambience is levelled afterwards.

    Raises:
        SoundError: If the file cannot be read or has no sound.
    """
    from kneadcast.sound.clips import load_stereo  # takes time to import, and most sessions have no recording

    recorded = np.nan_to_num(load_stereo(path, _MAX_RECORDING_MS), posinf=0, neginf=0)
    seam = min(frames_at(_RECORDING_SEAM_MS, FRAME_RATE), len(recorded) // 2)
    period = len(recorded) - seam
    if not period:
        raise SoundError(f"the sound {path} is empty")
    if period >= CONTROL_FRAMES:
        period -= period % CONTROL_FRAMES  # a loop is a whole number of rows
    fade_in = np.sin(np.linspace(0, np.pi / 2, seam, dtype=np.float32))[:, np.newaxis]
    loop = recorded[:period].copy()
    loop[:seam] = recorded[:seam] * fade_in + recorded[period : period + seam] * fade_in[::-1]
    peak = np.max(np.abs(loop))
    if peak:
        loop /= peak
        loop *= np.float32(FULL_SCALE - 1)
    repetitions = 1 if period >= CONTROL_FRAMES else CONTROL_FRAMES
    return np.tile(np.rint(loop).astype("<i2"), (repetitions, 1)).reshape(-1, ROW_SAMPLES)
