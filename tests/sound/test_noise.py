"""Loops of noise, slow gains, textures and chords."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kneadcast.choices import TextureKind
from kneadcast.sound.noise import (
    BLOCK_FRAMES,
    BLOCK_POINTS,
    CONTROL_FRAMES,
    PIECES,
    ROW_SAMPLES,
    Chord,
    Drift,
    NoiseName,
    control_points,
    control_seconds,
    make_noise,
    texture,
)
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, FULL_SCALE, Samples, Stereo
from tests.examples import examples

NOISES: tuple[NoiseName, ...] = ("rain", "water", "foam", "air")
SPECTRA: dict[NoiseName, Callable[[Samples], Samples]] = {
    "rain": lambda hz: hz**-0.45 / (1 + (hz / 4500) ** 2) / (1 + (250 / hz) ** 1.5),
    "water": lambda hz: hz**-0.9 / (1 + (hz / 900) ** 2),
    "foam": lambda hz: hz**-0.3 / (1 + (hz / 5000) ** 2) / (1 + (700 / hz) ** 2),
    "air": lambda hz: hz**-0.8 / (1 + (hz / 1200) ** 2) / (1 + (150 / hz) ** 2),
}
UNCHANGED = np.ones(BLOCK_POINTS + 1)


@pytest.fixture(scope="module", params=NOISES)
def made(request: pytest.FixtureRequest) -> tuple[NoiseName, NDArray[np.int16]]:
    """Returns a noise and the frames of its loop."""
    return request.param, make_noise(request.param, (1, 2)).reshape(-1, CHANNELS)


def rendered(chord: Chord, block: int, gains: Samples = UNCHANGED) -> Stereo:
    rows = np.zeros((BLOCK_POINTS, ROW_SAMPLES), dtype=np.float32)
    chord.block(block, gains).add(rows, 0)
    return rows.reshape(-1, CHANNELS)


def test_a_loop_of_noise_lasts_three_minutes(made: tuple[NoiseName, NDArray[np.int16]]) -> None:
    assert len(made[1]) == PIECES * BLOCK_FRAMES == 180 * FRAME_RATE


def test_noise_has_its_spectrum(made: tuple[NoiseName, NDArray[np.int16]]) -> None:
    noise, loop = made
    windowed = loop.reshape(360, -1, CHANNELS) * np.hanning(FRAME_RATE // 2)[:, np.newaxis]
    power = np.mean(np.abs(np.fft.rfft(windowed, axis=1)) ** 2, axis=(0, 2))
    hertz = np.fft.rfftfreq(FRAME_RATE // 2, 1 / FRAME_RATE)
    expected = SPECTRA[noise](np.maximum(hertz, 1.0)) ** 2
    bands = [(low <= hertz) & (hertz < 2 * low) for low in (100, 200, 400, 800, 1600, 3200)]
    levels_db = [10 * np.log10(power[band].sum() / expected[band].sum()) for band in bands]
    assert max(levels_db) - min(levels_db) < 0.5
    assert power[hertz < 20].sum() < 1e-2 * power.sum()


def test_noise_uses_the_range_of_16_bits_without_being_clipped(made: tuple[NoiseName, NDArray[np.int16]]) -> None:
    loop = made[1].astype(np.int32)
    assert np.abs(loop).max() < FULL_SCALE - 1
    assert np.sqrt(np.mean(loop.astype(float) ** 2)) == pytest.approx(FULL_SCALE / 7, rel=0.03)


def test_each_channel_is_noise_of_its_own(made: tuple[NoiseName, NDArray[np.int16]]) -> None:
    left, right = (np.fft.rfft(channel) for channel in made[1].T.astype(np.float32))
    correlation = np.fft.irfft(left * right.conj()) / len(made[1])
    assert np.max(np.abs(correlation)) < 0.1 * (FULL_SCALE / 7) ** 2


def test_a_loop_of_noise_has_no_seam_where_it_begins_again(made: tuple[NoiseName, NDArray[np.int16]]) -> None:
    loop = made[1].astype(float)
    wrapped = np.concatenate([loop[-BLOCK_FRAMES // 2 :], loop[: BLOCK_FRAMES // 2]])
    steps = np.abs(np.diff(wrapped, axis=0))
    assert steps[BLOCK_FRAMES // 2 - 2 : BLOCK_FRAMES // 2 + 1].max() < steps[: BLOCK_FRAMES // 3].max()
    seam = wrapped[BLOCK_FRAMES // 2 : BLOCK_FRAMES // 2 + FRAME_RATE // 2]
    assert seam.std() == pytest.approx(loop.std(), rel=0.2)


def test_the_pieces_of_a_loop_meet_without_a_seam(made: tuple[NoiseName, NDArray[np.int16]]) -> None:
    steps = np.abs(np.diff(made[1].astype(float), axis=0)).max(axis=1)
    seams = np.arange(1, PIECES) * BLOCK_FRAMES - 1
    assert steps[seams].max() < np.max(steps[: BLOCK_FRAMES // 2])


def test_a_seed_gives_the_same_noise_each_time_and_another_seed_gives_another() -> None:
    assert np.array_equal(make_noise("rain", (1, 2)), make_noise("rain", (1, 2)))
    assert abs(np.corrcoef(make_noise("rain", (1, 2)).ravel(), make_noise("rain", (1, 3)).ravel())[0, 1]) < 0.01


def test_a_drift_stays_between_0_and_1_and_moves_without_jumps() -> None:
    drift = Drift((1,), 7.0)(np.arange(0, 4000, 0.01))
    assert 0 <= drift.min() < 0.1 < 0.9 < drift.max() <= 1
    assert np.max(np.abs(np.diff(drift))) < 0.01


@settings(max_examples=examples(20))
@given(st.integers(0, 400), st.integers(1, 40), st.integers(0, 9))
def test_a_drift_is_the_same_however_it_is_divided(start: int, length: int, seed: int) -> None:
    seconds = start + np.arange(0, length, 0.25)
    whole = Drift((seed,), 3.3)(seconds)
    parts = Drift((seed,), 3.3)
    middle = len(seconds) // 2
    divided = [parts(part) for part in (seconds[middle:], seconds[:middle]) if len(part)]
    assert np.allclose(np.concatenate(divided[::-1]), whole)
    assert np.all((whole >= 0) & (whole <= 1))


@given(st.integers(0, 10_000))
def test_the_control_points_of_a_block_end_where_those_of_the_next_begin(block: int) -> None:
    assert len(control_points(block)) == BLOCK_POINTS + 1
    assert control_seconds(block)[-1] == control_seconds(block + 1)[0]
    assert control_seconds(block)[0] == pytest.approx(block * BLOCK_FRAMES / FRAME_RATE)


@pytest.mark.parametrize("kind", ["rain", "waves", "wind"])
def test_the_level_of_a_texture_does_not_come_again(kind: TextureKind) -> None:
    """Over an hour, its rise and fall in a minute is never the same as in another minute."""
    for component in texture(kind, (3,)):
        levels = np.concatenate([component.gain(control_seconds(block))[:-1:10] for block in range(360)])
        assert np.all((levels >= 0) & (levels <= 1))
        minute = levels[:600]
        others = np.lib.stride_tricks.sliding_window_view(levels, 600)[300::7]
        assert np.max(np.abs(others - minute), axis=1).min() > 0.05 * np.ptp(levels)


def test_the_components_of_a_texture_have_seeds_of_their_own() -> None:
    seeds = [component.seed for seed in (1, 2) for component in texture("waves", (seed,))]
    assert len(set(seeds)) == len(seeds)


def test_a_drone_sounds_its_notes_and_nothing_else() -> None:
    sound = rendered(Chord((110, 165, 220), (1,)), 4).mean(axis=1)
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / FRAME_RATE)
    near = np.min(np.abs(hertz[:, np.newaxis] - np.array([110, 165, 220])), axis=1) < 1
    assert power[near].sum() > 0.999 * power.sum()


def test_a_drone_goes_on_from_block_to_block() -> None:
    chord = Chord((110, 165), (1,))
    steps = np.abs(np.diff(np.concatenate([rendered(chord, block) for block in (6, 7)]), axis=0))
    assert steps[BLOCK_FRAMES - 1].max() <= steps.max() * 1.001


def test_the_channels_of_a_drone_vary_independently() -> None:
    chord = Chord((110,), (1,))
    left, right = (np.concatenate([rendered(chord, block)[:, side] for block in range(6)]) for side in (0, 1))
    ratio = np.abs(left).reshape(60, -1).max(axis=1) / np.abs(right).reshape(60, -1).max(axis=1)
    assert ratio.max() / ratio.min() > 1.5


def test_a_drone_follows_its_gains_in_a_line_between_control_points() -> None:
    chord, gains = Chord((110, 165), (1,)), np.linspace(0, 1, BLOCK_POINTS + 1)
    line = np.arange(BLOCK_FRAMES)[:, np.newaxis] / BLOCK_FRAMES
    assert np.allclose(rendered(chord, 2, gains), rendered(chord, 2) * line, atol=1e-4)


WHOLE_CHORDS = {
    notes: (chord, rendered(chord, 3))
    for notes in (1, 4, 6)
    if (chord := Chord([110.0 + 31 * n for n in range(notes)], (1,)))
}


@given(st.sampled_from([1, 4, 6]), st.integers(0, BLOCK_POINTS - 1), st.integers(1, BLOCK_POINTS))
def test_a_drone_is_the_same_whichever_rows_are_rendered(notes: int, first: int, number: int) -> None:
    chord, whole = WHOLE_CHORDS[notes]
    rows = np.zeros((min(number, BLOCK_POINTS - first), ROW_SAMPLES), dtype=np.float32)
    chord.block(3, UNCHANGED).add(rows, first)
    begin = first * CONTROL_FRAMES
    assert np.array_equal(rows.reshape(-1, CHANNELS), whole[begin : begin + len(rows) * CONTROL_FRAMES])
