"""Endless noise and chords, and the arithmetic of their gains."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.sound.noise import (
    CHUNK_FRAMES,
    CONTROL_FRAMES,
    Chord,
    Drift,
    ModulatedSource,
    Noise,
    SoundSource,
    SourceSum,
    apply_gain,
    control_seconds,
    texture,
)
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Stereo

POINTS = CHUNK_FRAMES // CONTROL_FRAMES
SOURCES: dict[str, Callable[[], SoundSource]] = {
    "noise": lambda: Noise(lambda hz: hz**-0.5, (1,)),
    "chord": lambda: Chord((110, 165), (1,)),
    "rain": lambda: texture("rain", (1,)),
    "waves": lambda: texture("waves", (1,)),
    "wind": lambda: texture("wind", (1,)),
}


class Steady:
    """A sound that is 1 all the time."""

    def chunk(self, number: int) -> Stereo:
        assert number >= 0
        return np.ones((CHUNK_FRAMES, CHANNELS), dtype=np.float32)


@pytest.mark.parametrize("name", SOURCES)
def test_any_chunk_is_the_same_with_and_without_those_before_it(name: str) -> None:
    in_order = SOURCES[name]()
    chunks = [in_order.chunk(number).copy() for number in range(3)]
    alone = SOURCES[name]()
    assert all(np.array_equal(alone.chunk(number), chunks[number]) for number in (0, 2, 1))


@pytest.mark.parametrize("name", SOURCES)
def test_the_two_channels_differ_and_neither_is_much_louder(name: str) -> None:
    left, right = np.asarray(SOURCES[name]().chunk(1)).T
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.95
    assert 0.5 < left.std() / right.std() < 2


def test_noise_has_the_spectrum_that_it_was_given() -> None:
    sound = np.concatenate([Noise(lambda hz: hz**-0.5, (3,)).chunk(number) for number in range(2)])[:, 0]
    power = np.abs(np.fft.rfft(sound)) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / FRAME_RATE)
    octaves = [power[(low <= hertz) & (hertz < 2 * low)].sum() for low in (100, 400, 1600, 6400)]
    assert max(octaves) / min(octaves) < 1.2, "pink noise has the same power in every octave"
    assert power[hertz < 24].sum() < 1e-3 * power.sum()


@settings(max_examples=20)
@given(st.integers(0, 400), st.integers(1, 40), st.integers(0, 9))
def test_a_drift_is_the_same_however_it_is_divided(start: int, length: int, seed: int) -> None:
    seconds = start + np.arange(0, length, 0.25)
    whole = Drift((seed,), 3.3)(seconds)
    parts = Drift((seed,), 3.3)
    middle = len(seconds) // 2
    divided = [parts(part) for part in (seconds[middle:], seconds[:middle]) if len(part)]
    assert np.allclose(np.concatenate(divided[::-1]), whole)
    assert np.all((whole >= 0) & (whole <= 1))


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_the_control_points_of_a_chunk_end_where_those_of_the_next_begin(number: int) -> None:
    seconds = control_seconds(number)
    assert len(seconds) == POINTS + 1
    assert seconds[-1] == control_seconds(number + 1)[0]
    assert seconds[0] == pytest.approx(number * CHUNK_FRAMES / FRAME_RATE)


def test_a_gain_is_exact_at_its_control_points_and_a_line_between_them() -> None:
    gains = np.random.default_rng(1).random(POINTS + 1)
    sound = apply_gain(Steady().chunk(0), gains)[:, 1]
    frames = np.arange(CHUNK_FRAMES)
    assert np.allclose(sound, np.interp(frames / CONTROL_FRAMES, np.arange(POINTS + 1), gains), atol=1e-6)


def test_a_gain_of_a_sound_goes_on_from_chunk_to_chunk() -> None:
    source = ModulatedSource(Steady(), lambda seconds: 0.5 + 0.4 * np.sin(seconds))
    sound = np.concatenate([source.chunk(number) for number in (0, 1)])[:, 0]
    assert np.allclose(sound, 0.5 + 0.4 * np.sin(np.arange(2 * CHUNK_FRAMES) / FRAME_RATE), atol=1e-4)


def test_a_sum_adds_its_sounds_with_their_gains() -> None:
    assert np.allclose(SourceSum((Steady(), Steady()), (0.25, -1.0)).chunk(5), -0.75)
    with pytest.raises(ValueError, match="shorter"):
        SourceSum((Steady(), Steady()), (1.0,))
