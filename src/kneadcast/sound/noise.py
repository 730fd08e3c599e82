"""Shaped noise and soft drones without end: no stretch of them ever comes again, yet a seed fixes every sample.

Sound is made in chunks of ten seconds, each from random numbers of its own, and joined by crossfades. So any chunk can
be made without those before it, and a session of any length has no seam and no loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np
from scipy import fft

from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Samples, Stereo

CONTROL_FRAMES = FRAME_RATE // 100
"""Slow gains are set every 10 ms, with straight lines between."""
CHUNK_FRAMES = 1000 * CONTROL_FRAMES
_SEAM_FRAMES = FRAME_RATE // 2
_DRAWN_FRAMES = int(fft.next_fast_len(CHUNK_FRAMES + _SEAM_FRAMES, real=True))
_CONTROLS_PER_SECOND = FRAME_RATE / CONTROL_FRAMES

TextureKind = Literal["rain", "waves", "wind"]


class Source(Protocol):
    """A sound without end."""

    def chunk(self, number: int) -> Stereo:
        """Returns the frames from `number * CHUNK_FRAMES` on."""
        ...


class Noise:
    """Noise of a spectrum, different in both ears."""

    def __init__(self, spectrum: Callable[[Samples], Samples], seed: Sequence[int]) -> None:
        hertz = np.fft.rfftfreq(_DRAWN_FRAMES, 1 / FRAME_RATE)
        shape = spectrum(np.maximum(hertz, 1.0))
        shape[hertz < 25] = 0  # nobody hears it, and it costs headroom
        self._shape = (shape / np.sqrt(np.mean(shape**2))).astype(np.float32)
        self._seed = tuple(seed)
        self._tail: tuple[int, Stereo] | None = None

    def chunk(self, number: int) -> Stereo:
        """Returns a chunk that goes on seamlessly from the one before it."""
        drawn = self._draw(number)
        if number:
            before = (
                self._tail[1]
                if self._tail and self._tail[0] == number - 1
                else self._draw(number - 1)[CHUNK_FRAMES : CHUNK_FRAMES + _SEAM_FRAMES]
            )
            drawn[:_SEAM_FRAMES] *= _rise()
            drawn[:_SEAM_FRAMES] += before * _rise()[::-1]
        self._tail = (number, drawn[CHUNK_FRAMES : CHUNK_FRAMES + _SEAM_FRAMES].copy())
        return drawn[:CHUNK_FRAMES]

    def _draw(self, number: int) -> Stereo:
        """Draws one chunk and its seam: noise by the inverse transform of a random spectrum of the wanted shape.

        Evenly distributed numbers are drawn three times faster than normal ones, and the transform adds up so many that
        what comes out is normal all the same.
        """
        random = np.random.default_rng((*self._seed, number))
        drawn = np.empty((_DRAWN_FRAMES, CHANNELS), dtype=np.float32)
        for channel in range(CHANNELS):
            numbers = random.random(2 * len(self._shape), dtype=np.float32) - np.float32(0.5)
            drawn[:, channel] = fft.irfft(numbers.view(np.complex64) * self._shape, n=_DRAWN_FRAMES)
        return drawn


class Swelling:
    """A sound that grows and fades by a slow gain."""

    def __init__(self, source: Source, gain: Callable[[Samples], Samples]) -> None:
        self._source = source
        self._gain = gain

    def chunk(self, number: int) -> Stereo:
        """Returns a chunk at its slow gain."""
        return apply_gain(self._source.chunk(number), self._gain(control_seconds(number)))


class Together:
    """Several sounds at once."""

    def __init__(self, sources: Sequence[Source], gains: Sequence[float]) -> None:
        self._parts = tuple(zip(sources, gains, strict=True))

    def chunk(self, number: int) -> Stereo:
        """Returns the sum of the chunks."""
        total: Stereo = np.zeros((CHUNK_FRAMES, CHANNELS), dtype=np.float32)
        for source, gain in self._parts:
            total += source.chunk(number) * np.float32(gain)
        return total


class Chord:
    """Sine tones that come and go, each in its own time and more in one ear, then in the other.

    Every tone is written as `sin(a + b) = sin a cos b + cos a sin b`, a being its phase at a point of control and b
    what it turns until the next; one matrix product then sounds all tones with their changing gains at once.
    """

    def __init__(self, notes_hz: Sequence[float], seed: Sequence[int]) -> None:
        self._turns = np.outer(2 * np.pi * np.array(notes_hz) / FRAME_RATE, np.ones(1))
        self._drifts = [Drift((*seed, number), 7.0 + 1.7 * number) for number in range(CHANNELS * len(notes_hz))]
        within = self._turns * np.arange(CONTROL_FRAMES)
        ramp = np.arange(CONTROL_FRAMES) / CONTROL_FRAMES
        waves = np.concatenate([np.cos(within), np.sin(within)])
        self._waves = np.concatenate([waves, waves * ramp]).astype(np.float32)
        # Higher tones of the same power are louder to the ear, and a bed has its weight below.
        self._weights = 1 / np.sqrt(np.array(notes_hz) / notes_hz[0])

    def chunk(self, number: int) -> Stereo:
        """Returns a chunk of the chord."""
        seconds = control_seconds(number)
        points = number * (CHUNK_FRAMES // CONTROL_FRAMES) + np.arange(len(seconds) - 1)
        phase = (self._turns * CONTROL_FRAMES * points) % (2 * np.pi)
        turned = np.stack([np.sin(phase), np.cos(phase)])
        chord = np.empty((CHUNK_FRAMES, CHANNELS), dtype=np.float32)
        for channel in range(CHANNELS):
            drifts = self._drifts[channel::CHANNELS]
            gains = np.stack(
                [weight * (0.25 + 0.75 * drift(seconds)) for weight, drift in zip(self._weights, drifts, strict=True)]
            )
            held, change = turned * gains[:, :-1], turned * np.diff(gains)
            points_by_wave = np.concatenate([*held, *change]).T.astype(np.float32)
            chord[:, channel] = (points_by_wave @ self._waves).reshape(-1)
        return chord


class Drift:
    """A number that wanders between 0 and 1 and never repeats itself: random knots, joined by half cosines."""

    _SHEET = 256

    def __init__(self, seed: Sequence[int], seconds_a_knot: float) -> None:
        self._seed = tuple(seed)
        self._pace = seconds_a_knot
        self._sheet = lru_cache(maxsize=8)(self._drawn)

    def __call__(self, seconds: Samples) -> Samples:
        """Returns where it is at some moments that follow each other."""
        position = seconds / self._pace
        first = int(position[0])
        knots = np.array([self._knot(number) for number in range(first, int(position[-1]) + 2)])
        whole = position.astype(int) - first
        ease = 0.5 - 0.5 * np.cos(np.pi * (position % 1))
        value: Samples = knots[whole] + (knots[whole + 1] - knots[whole]) * ease
        return value

    def _knot(self, number: int) -> float:
        sheet, row = divmod(number, self._SHEET)
        return float(self._sheet(sheet)[row])

    def _drawn(self, sheet: int) -> Samples:
        return np.random.default_rng((*self._seed, sheet)).random(self._SHEET)


def texture(kind: TextureKind, seed: Sequence[int]) -> Source:
    """Returns rain, waves or wind."""
    return _TEXTURES[kind](seed)


def apply_gain(sound: Stereo, gains: Samples) -> Stereo:
    """Multiplies a chunk, in place, by gains that are given at every point of control and at its end."""
    gains = gains.astype(np.float32)
    ramp = np.arange(CONTROL_FRAMES, dtype=np.float32) / np.float32(CONTROL_FRAMES)
    curve = gains[:-1, np.newaxis] + np.diff(gains)[:, np.newaxis] * ramp
    sound *= curve.reshape(-1, 1)
    return sound


def control_seconds(number: int) -> Samples:
    """Returns the moments of a chunk's points of control, its end among them."""
    points = CHUNK_FRAMES // CONTROL_FRAMES
    seconds: Samples = (number * points + np.arange(points + 1)) / _CONTROLS_PER_SECOND
    return seconds


def _rain(seed: Sequence[int]) -> Source:
    """A roof's steady rush, pink and softened above 4.5 kHz, that grows and thins a little as showers do."""
    drift = Drift((*seed, 1), 9.0)
    rush = Noise(lambda hz: hz**-0.45 / (1 + (hz / 4500) ** 2) / (1 + (250 / hz) ** 1.5), (*seed, 2))
    return Swelling(rush, lambda seconds: 0.75 + 0.25 * drift(seconds))


def _waves(seed: Sequence[int]) -> Source:
    """A slow sea: dark water that swells every nine to fourteen seconds, and foam that follows each swell."""
    drift = Drift((*seed, 1), 17.0)

    def swell(seconds: Samples, behind: float) -> Samples:
        phase = seconds / 11.0 + 0.6 * drift(seconds) - behind
        crest: Samples = 0.5 - 0.5 * np.cos(2 * np.pi * phase)
        return crest

    water = Noise(lambda hz: hz**-0.9 / (1 + (hz / 900) ** 2), (*seed, 2))
    foam = Noise(lambda hz: hz**-0.3 / (1 + (hz / 5000) ** 2) / (1 + (700 / hz) ** 2), (*seed, 3))
    return Together(
        (
            Swelling(water, lambda seconds: 0.35 + 0.65 * swell(seconds, 0.0)),
            Swelling(foam, lambda seconds: 0.05 + 0.95 * swell(seconds, 0.12) ** 3),
        ),
        (1.0, 0.35),
    )


def _wind(seed: Sequence[int]) -> Source:
    """A light wind round a house: dark noise that comes and goes in gusts of unequal length."""
    gust, flutter = Drift((*seed, 1), 5.5), Drift((*seed, 2), 1.3)
    air = Noise(lambda hz: hz**-0.8 / (1 + (hz / 1200) ** 2) / (1 + (150 / hz) ** 2), (*seed, 3))
    return Swelling(air, lambda seconds: 0.3 + 0.6 * gust(seconds) + 0.1 * flutter(seconds))


_TEXTURES: Mapping[TextureKind, Callable[[Sequence[int]], Source]] = {"rain": _rain, "waves": _waves, "wind": _wind}


@lru_cache(maxsize=1)
def _rise() -> Stereo:
    """Returns the gains of a crossfade at equal power, for sounds that have nothing to do with each other."""
    rise: Stereo = np.sin(np.linspace(0, np.pi / 2, _SEAM_FRAMES, dtype=np.float32))[:, np.newaxis]
    return rise
