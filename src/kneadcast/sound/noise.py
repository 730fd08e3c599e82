"""Endless shaped noise and chords: they never repeat, yet a seed determines every sample.

Sound is generated in chunks of ten seconds, each from random numbers of its own, and joined by crossfades. Any chunk
can therefore be generated without those before it, and a session of any length has no audible seam and no loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from scipy import fft

from kneadcast.choices import TextureKind
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Samples, Stereo

CONTROL_FRAMES = FRAME_RATE // 100
"""Slow gains are set at control points every 10 ms, and interpolated linearly between them."""
CHUNK_FRAMES = 1000 * CONTROL_FRAMES
_SEAM_FRAMES = FRAME_RATE // 2
_GENERATED_FRAMES = int(fft.next_fast_len(CHUNK_FRAMES + _SEAM_FRAMES, real=True))
_CONTROLS_PER_SECOND = FRAME_RATE / CONTROL_FRAMES


class SoundSource(Protocol):
    """An endless sound."""

    def chunk(self, number: int) -> Stereo:
        """Returns the frames from `number * CHUNK_FRAMES` on."""
        ...


class Noise:
    """Noise of a spectrum, uncorrelated between the two channels."""

    def __init__(self, spectrum: Callable[[Samples], Samples], seed: Sequence[int]) -> None:
        hertz = np.fft.rfftfreq(_GENERATED_FRAMES, 1 / FRAME_RATE)
        shape = spectrum(np.maximum(hertz, 1.0))
        shape[hertz < 25] = 0  # inaudible, and it costs headroom
        self._shape = (shape / np.sqrt(np.mean(shape**2))).astype(np.float32)
        self._seed = tuple(seed)
        self._tail: tuple[int, Stereo] | None = None

    def chunk(self, number: int) -> Stereo:
        """Returns a chunk, crossfaded with the one before it."""
        chunk = self._generate(number)
        if number:
            before = (
                self._tail[1]
                if self._tail and self._tail[0] == number - 1
                else self._generate(number - 1)[CHUNK_FRAMES : CHUNK_FRAMES + _SEAM_FRAMES]
            )
            chunk[:_SEAM_FRAMES] *= _fade_in()
            chunk[:_SEAM_FRAMES] += before * _fade_in()[::-1]
        self._tail = (number, chunk[CHUNK_FRAMES : CHUNK_FRAMES + _SEAM_FRAMES].copy())
        return chunk[:CHUNK_FRAMES]

    def _generate(self, number: int) -> Stereo:
        """Generates a chunk and its seam: the inverse transform of a random spectrum of the given shape.

        Uniformly distributed numbers are generated three times faster than normally distributed ones. The transform
        adds up so many of them that the noise is normally distributed all the same.
        """
        random = np.random.default_rng((*self._seed, number))
        chunk = np.empty((_GENERATED_FRAMES, CHANNELS), dtype=np.float32)
        for channel in range(CHANNELS):
            numbers = random.random(2 * len(self._shape), dtype=np.float32) - np.float32(0.5)
            chunk[:, channel] = fft.irfft(numbers.view(np.complex64) * self._shape, n=_GENERATED_FRAMES)
        return chunk


class ModulatedSource:
    """A sound with a slowly changing gain."""

    def __init__(self, source: SoundSource, gain: Callable[[Samples], Samples]) -> None:
        self._source = source
        self._gain = gain

    def chunk(self, number: int) -> Stereo:
        """Returns a chunk of the sound, with the gain applied."""
        return apply_gain(self._source.chunk(number), self._gain(control_seconds(number)))


class SourceSum:
    """The weighted sum of several sounds."""

    def __init__(self, sources: Sequence[SoundSource], gains: Sequence[float]) -> None:
        self._parts = tuple(zip(sources, gains, strict=True))

    def chunk(self, number: int) -> Stereo:
        """Returns the sum of the chunks, each with its gain."""
        total: Stereo = np.zeros((CHUNK_FRAMES, CHANNELS), dtype=np.float32)
        for source, gain in self._parts:
            total += source.chunk(number) * np.float32(gain)
        return total


class Chord:
    """Sine tones that slowly change in level, each independently of the others and in each channel.

    Every tone is written as `sin(a + b) = sin a cos b + cos a sin b`, a being its phase at a control point and b the
    phase since then. One matrix product then renders all tones with their changing gains.
    """

    def __init__(self, notes_hz: Sequence[float], seed: Sequence[int]) -> None:
        self._radians_per_frame = np.outer(2 * np.pi * np.array(notes_hz) / FRAME_RATE, np.ones(1))
        self._drifts = [Drift((*seed, number), 7.0 + 1.7 * number) for number in range(CHANNELS * len(notes_hz))]
        offsets = self._radians_per_frame * np.arange(CONTROL_FRAMES)
        ramp = np.arange(CONTROL_FRAMES) / CONTROL_FRAMES
        waves = np.concatenate([np.cos(offsets), np.sin(offsets)])
        self._waves = np.concatenate([waves, waves * ramp]).astype(np.float32)
        # Higher tones of the same power sound louder, and the low tones of a background should dominate.
        self._weights = 1 / np.sqrt(np.array(notes_hz) / notes_hz[0])

    def chunk(self, number: int) -> Stereo:
        """Returns a chunk of the chord."""
        seconds = control_seconds(number)
        points = number * (CHUNK_FRAMES // CONTROL_FRAMES) + np.arange(len(seconds) - 1)
        phase = (self._radians_per_frame * CONTROL_FRAMES * points) % (2 * np.pi)
        phasors = np.stack([np.sin(phase), np.cos(phase)])
        chord = np.empty((CHUNK_FRAMES, CHANNELS), dtype=np.float32)
        for channel in range(CHANNELS):
            drifts = self._drifts[channel::CHANNELS]
            gains = np.stack(
                [weight * (0.25 + 0.75 * drift(seconds)) for weight, drift in zip(self._weights, drifts, strict=True)]
            )
            held, change = phasors * gains[:, :-1], phasors * np.diff(gains)
            points_by_wave = np.concatenate([*held, *change]).T.astype(np.float32)
            chord[:, channel] = (points_by_wave @ self._waves).reshape(-1)
        return chord


class Drift:
    """A number that varies between 0 and 1 over time and never repeats: random knots, joined by half cosines."""

    _KNOTS_PER_BLOCK = 256

    def __init__(self, seed: Sequence[int], seconds_per_knot: float) -> None:
        self._seed = tuple(seed)
        self._seconds_per_knot = seconds_per_knot
        self._block = lru_cache(maxsize=8)(self._generate_block)

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


def texture(kind: TextureKind, seed: Sequence[int]) -> SoundSource:
    """Returns rain, waves or wind."""
    return _TEXTURES[kind](seed)


def apply_gain(sound: Stereo, gains: Samples) -> Stereo:
    """Multiplies a chunk in place by gains, which are given at each control point and at the end of the chunk."""
    gains = gains.astype(np.float32)
    ramp = np.arange(CONTROL_FRAMES, dtype=np.float32) / np.float32(CONTROL_FRAMES)
    curve = gains[:-1, np.newaxis] + np.diff(gains)[:, np.newaxis] * ramp
    sound *= curve.reshape(-1, 1)
    return sound


def control_seconds(number: int) -> Samples:
    """Returns the times of the control points of a chunk and of its end."""
    points = CHUNK_FRAMES // CONTROL_FRAMES
    seconds: Samples = (number * points + np.arange(points + 1)) / _CONTROLS_PER_SECOND
    return seconds


def _rain(seed: Sequence[int]) -> SoundSource:
    """Returns steady rain on a roof: pink noise, softened above 4.5 kHz, whose level varies slightly as in showers."""
    drift = Drift((*seed, 1), 9.0)
    rush = Noise(lambda hz: hz**-0.45 / (1 + (hz / 4500) ** 2) / (1 + (250 / hz) ** 1.5), (*seed, 2))
    return ModulatedSource(rush, lambda seconds: 0.75 + 0.25 * drift(seconds))


def _waves(seed: Sequence[int]) -> SoundSource:
    """Returns a slow sea: dark water that swells every nine to fourteen seconds, and foam that follows each swell."""
    drift = Drift((*seed, 1), 17.0)

    def swell(seconds: Samples, behind: float) -> Samples:
        phase = seconds / 11.0 + 0.6 * drift(seconds) - behind
        crest: Samples = 0.5 - 0.5 * np.cos(2 * np.pi * phase)
        return crest

    water = Noise(lambda hz: hz**-0.9 / (1 + (hz / 900) ** 2), (*seed, 2))
    foam = Noise(lambda hz: hz**-0.3 / (1 + (hz / 5000) ** 2) / (1 + (700 / hz) ** 2), (*seed, 3))
    return SourceSum(
        (
            ModulatedSource(water, lambda seconds: 0.35 + 0.65 * swell(seconds, 0.0)),
            ModulatedSource(foam, lambda seconds: 0.05 + 0.95 * swell(seconds, 0.12) ** 3),
        ),
        (1.0, 0.35),
    )


def _wind(seed: Sequence[int]) -> SoundSource:
    """Returns a light wind around a house: dark noise that rises and falls in gusts of unequal length."""
    gust, flutter = Drift((*seed, 1), 5.5), Drift((*seed, 2), 1.3)
    air = Noise(lambda hz: hz**-0.8 / (1 + (hz / 1200) ** 2) / (1 + (150 / hz) ** 2), (*seed, 3))
    return ModulatedSource(air, lambda seconds: 0.3 + 0.6 * gust(seconds) + 0.1 * flutter(seconds))


_TEXTURES: Mapping[TextureKind, Callable[[Sequence[int]], SoundSource]] = {
    "rain": _rain,
    "waves": _waves,
    "wind": _wind,
}


@lru_cache(maxsize=1)
def _fade_in() -> Stereo:
    """Returns the fade-in of a crossfade at equal power, for uncorrelated sounds."""
    fade_in: Stereo = np.sin(np.linspace(0, np.pi / 2, _SEAM_FRAMES, dtype=np.float32))[:, np.newaxis]
    return fade_in
