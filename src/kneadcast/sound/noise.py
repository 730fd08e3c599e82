"""What generated ambience is made of: noise of a spectrum, gains that vary slowly, textures of both, and chords.

Time is divided by control points, 10 ms apart. The noise of a texture is stationary, so it can be made once, as a loop,
and used again. A listener follows the rise and fall of its level. This is computed from the time since the beginning
of the session, for blocks of ten seconds, and never repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kneadcast.choices import TextureKind
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, FULL_SCALE, Samples, Stereo

CONTROL_FRAMES = FRAME_RATE // 100
"""Slow gains are set at control points every 10 ms, and interpolated linearly between them."""
ROW_SAMPLES = CHANNELS * CONTROL_FRAMES
"""The interleaved samples from one control point to the next."""
BLOCK_POINTS = 1000
"""Gains are computed for whole blocks, so that a frame has the same gain whatever part of a session is mixed."""
BLOCK_FRAMES = BLOCK_POINTS * CONTROL_FRAMES
PIECES = 18
"""A loop of noise lasts three minutes: 18 pieces, each of one block. It takes 32 MB."""

Rows = NDArray[np.float32]
"""Consecutive frames of two channels, one row of `ROW_SAMPLES` for each control point."""
PcmRows = NDArray[np.int16]
"""The same in 16 bits."""
Gain = Callable[[Samples], Samples]
"""A gain at consecutive times, in seconds since the beginning of the session."""
NoiseName = Literal["rain", "water", "foam", "air"]

_SEAM_FRAMES = FRAME_RATE // 2
_GENERATED_FRAMES = 466_560
"""At least a block and a seam; a product of 2, 3 and 5, whose Fourier transform is fast."""
_NOISE_RMS = FULL_SCALE / 7
"""Of normally distributed samples, one in 4 * 10^11 is beyond seven times their RMS; a loop has 16 million."""
_LOWEST_HZ = 25
"""Lower noise is inaudible and costs headroom."""
_PRODUCT_ROWS = 5
"""Rows of a chord that are rendered by one matrix product. All have the same shape, whatever part is mixed, so that the
last bits of a sample do not depend on it. They are so small that OpenBLAS 0.3.31 computes each in one thread, as was
measured with six notes; it divides the product of a whole block among threads."""


class BlockSound(Protocol):
    """A sound within one block."""

    def add(self, rows: Rows, first: int) -> None:
        """Adds the sound to rows, the first of which begins at a control point of the block."""
        ...


class SoundSource(Protocol):
    """An endless sound; several threads use it at once."""

    def block(self, number: int, gains: Samples) -> BlockSound:
        """Returns the sound of a block, with gains at its control points and at its end."""
        ...


class Component(NamedTuple):
    """A part of a texture: stationary noise whose level varies."""

    noise: NoiseName
    seed: tuple[int, ...]
    gain: Gain


class Drift:
    """A number that varies between 0 and 1 over time and never repeats: random knots, joined by half cosines."""

    _KNOTS_PER_BLOCK = 256

    def __init__(self, seed: Sequence[int], seconds_per_knot: float) -> None:
        self._seed = tuple(seed)
        self._seconds_per_knot = seconds_per_knot
        self._block = lru_cache(maxsize=8)(self._generate_block)  # threads may read it: its arrays are never changed

    def __call__(self, seconds: Samples) -> Samples:
        """Returns the number at consecutive times."""
        position = seconds / self._seconds_per_knot
        first = int(position[0])
        knots = np.array([self._knot(number) for number in range(first, int(position[-1]) + 2)])
        whole = position.astype(int) - first
        ease = 0.5 - 0.5 * np.cos(np.pi * (position % 1))
        value: Samples = knots[whole] + (knots[whole + 1] - knots[whole]) * ease
        return value

    def _knot(self, number: int) -> float:
        block, index = divmod(number, self._KNOTS_PER_BLOCK)
        return float(self._block(block)[index])

    def _generate_block(self, block: int) -> Samples:
        return np.random.default_rng((*self._seed, block)).random(self._KNOTS_PER_BLOCK)


class Chord:
    """Sine tones that slowly change in level, each independently of the others and in each channel.

    Every tone is written as `sin(a + b) = sin a cos b + cos a sin b`, a being its phase at a control point and b the
    phase since then. A matrix product then renders all tones with their changing gains, interleaved.
    """

    def __init__(self, notes_hz: Sequence[float], seed: Sequence[int]) -> None:
        self._radians_per_frame = np.outer(2 * np.pi * np.array(notes_hz) / FRAME_RATE, np.ones(1))
        self._drifts = [Drift((*seed, number), 7.0 + 1.7 * number) for number in range(CHANNELS * len(notes_hz))]
        offsets = self._radians_per_frame * np.arange(CONTROL_FRAMES)
        waves = np.concatenate([np.cos(offsets), np.sin(offsets)])
        waves = np.concatenate([waves, waves * np.arange(CONTROL_FRAMES) / CONTROL_FRAMES])
        interleaved = np.zeros((CHANNELS, len(waves), CONTROL_FRAMES, CHANNELS), dtype=np.float32)
        for channel in range(CHANNELS):
            interleaved[channel, :, :, channel] = waves
        self._waves: Rows = interleaved.reshape(-1, ROW_SAMPLES)
        # Higher tones of the same power sound louder, and the low tones of a background should dominate.
        self._weights = 1 / np.sqrt(np.array(notes_hz) / notes_hz[0])

    def block(self, number: int, gains: Samples) -> BlockSound:
        """Returns the chord within a block."""
        seconds = control_seconds(number)
        phase = (self._radians_per_frame * CONTROL_FRAMES * control_points(number)[:-1]) % (2 * np.pi)
        phasors = np.stack([np.sin(phase), np.cos(phase)])
        tones = []
        for channel in range(CHANNELS):
            drifts = [0.25 + 0.75 * drift(seconds) for drift in self._drifts[channel::CHANNELS]]
            note_gains = np.stack(drifts) * self._weights[:, np.newaxis] * gains
            tones += [*(phasors * note_gains[:, :-1]), *(phasors * np.diff(note_gains))]
        return _ChordBlock(np.concatenate(tones).T.astype(np.float32), self._waves)


class _ChordBlock:
    """A chord within one block."""

    def __init__(self, tones: NDArray[np.float32], waves: Rows) -> None:
        self._tones = np.ascontiguousarray(tones).reshape(-1, _PRODUCT_ROWS, tones.shape[1])
        self._waves = waves

    def add(self, rows: Rows, first: int) -> None:
        """Adds the chord to rows, the first of which begins at a control point of the block."""
        begin, end = first // _PRODUCT_ROWS, -(-(first + len(rows)) // _PRODUCT_ROWS)
        chord = np.matmul(self._tones[begin:end], self._waves).reshape(-1, ROW_SAMPLES)
        before = first - begin * _PRODUCT_ROWS
        rows += chord[before : before + len(rows)]


def texture(kind: TextureKind, seed: Sequence[int]) -> tuple[Component, ...]:
    """Returns the components of rain, waves or wind."""
    return _TEXTURES[kind](tuple(seed))


def control_points(block: int) -> NDArray[np.int64]:
    """Returns the numbers of the control points of a block and of its end."""
    return np.arange(block * BLOCK_POINTS, (block + 1) * BLOCK_POINTS + 1)


def control_seconds(block: int) -> Samples:
    """Returns the times of the control points of a block and of its end."""
    seconds: Samples = control_points(block) / (FRAME_RATE / CONTROL_FRAMES)
    return seconds


def make_noise(noise: NoiseName, seed: Sequence[int]) -> PcmRows:
    """Makes a loop of noise of a spectrum, which is uncorrelated between the two channels.

    Each of its pieces is generated from random numbers of its own and crossfaded with the one before it, the first one
    with the last.
    """
    hertz = np.fft.rfftfreq(_GENERATED_FRAMES, 1 / FRAME_RATE)
    shape = _SPECTRA[noise](np.maximum(hertz, 1.0))
    shape[hertz < _LOWEST_HZ] = 0
    # Independent numbers between -0.5 and 0.5 give samples whose RMS is that of the shape, divided by this root.
    shape *= _NOISE_RMS * np.sqrt(6 * _GENERATED_FRAMES) / np.sqrt(np.mean(shape**2))
    fade_in = np.sin(np.linspace(0, np.pi / 2, _SEAM_FRAMES, dtype=np.float32))[:, np.newaxis]
    seam = slice(BLOCK_FRAMES, BLOCK_FRAMES + _SEAM_FRAMES)
    before = _generate(shape.astype(np.float32), (*seed, PIECES - 1))[seam]
    loop = np.empty((PIECES, BLOCK_FRAMES, CHANNELS), dtype="<i2")
    for number in range(PIECES):
        piece = _generate(shape.astype(np.float32), (*seed, number))
        piece[:_SEAM_FRAMES] *= fade_in
        piece[:_SEAM_FRAMES] += before * fade_in[::-1]
        before = piece[seam].copy()
        loop[number] = np.rint(piece[:BLOCK_FRAMES]).clip(-FULL_SCALE, FULL_SCALE - 1)
    return loop.reshape(-1, ROW_SAMPLES)


def _generate(shape: NDArray[np.float32], seed: Sequence[int]) -> Stereo:
    """Generates a piece and its seam: the inverse transform of a random spectrum of the given shape.

    Uniformly distributed numbers are generated three times faster than normally distributed ones. The transform adds
    up so many of them that the noise is normally distributed all the same.
    """
    from scipy import fft  # it takes time to import, and a session whose loops are kept needs it not

    random = np.random.default_rng(seed)
    piece = np.empty((_GENERATED_FRAMES, CHANNELS), dtype=np.float32)
    for channel in range(CHANNELS):
        numbers = random.random(2 * len(shape), dtype=np.float32) - np.float32(0.5)
        piece[:, channel] = fft.irfft(numbers.view(np.complex64) * shape, n=_GENERATED_FRAMES)
    return piece


def _rain(seed: tuple[int, ...]) -> tuple[Component, ...]:
    """Returns steady rain on a roof, whose level varies slightly as in showers."""
    drift = Drift((*seed, 1), 9.0)
    return (Component("rain", (*seed, 2), lambda seconds: 0.75 + 0.25 * drift(seconds)),)


def _waves(seed: tuple[int, ...]) -> tuple[Component, ...]:
    """Returns a slow sea: dark water that swells every nine to fourteen seconds, and foam that follows each swell."""
    drift = Drift((*seed, 1), 17.0)

    def swell(seconds: Samples, behind: float) -> Samples:
        phase = seconds / 11.0 + 0.6 * drift(seconds) - behind
        crest: Samples = 0.5 - 0.5 * np.cos(2 * np.pi * phase)
        return crest

    return (
        Component("water", (*seed, 2), lambda seconds: 0.35 + 0.65 * swell(seconds, 0.0)),
        Component("foam", (*seed, 3), lambda seconds: 0.35 * (0.05 + 0.95 * swell(seconds, 0.12) ** 3)),
    )


def _wind(seed: tuple[int, ...]) -> tuple[Component, ...]:
    """Returns a light wind around a house: dark noise that rises and falls in gusts of unequal length."""
    gust, flutter = Drift((*seed, 1), 5.5), Drift((*seed, 2), 1.3)
    return (Component("air", (*seed, 3), lambda seconds: 0.3 + 0.6 * gust(seconds) + 0.1 * flutter(seconds)),)


_TEXTURES: Mapping[TextureKind, Callable[[tuple[int, ...]], tuple[Component, ...]]] = {
    "rain": _rain,
    "waves": _waves,
    "wind": _wind,
}
_SPECTRA: Mapping[NoiseName, Callable[[Samples], Samples]] = {
    # Pink noise, softened above 4.5 kHz.
    "rain": lambda hz: hz**-0.45 / (1 + (hz / 4500) ** 2) / (1 + (250 / hz) ** 1.5),
    "water": lambda hz: hz**-0.9 / (1 + (hz / 900) ** 2),
    "foam": lambda hz: hz**-0.3 / (1 + (hz / 5000) ** 2) / (1 + (700 / hz) ** 2),
    "air": lambda hz: hz**-0.8 / (1 + (hz / 1200) ** 2) / (1 + (150 / hz) ** 2),
}
"""The amplitude of each noise at frequencies in Hz. A change to one needs another `LOOP_FORMAT`."""
