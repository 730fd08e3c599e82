"""K-weighting and gating blocks: those of the recommendation, and what an independent meter measures."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyloudnorm import Meter

from kneadcast.sound.k_weighting import KWeightedPower, k_weighting
from kneadcast.sound.loudness import block_loudness_lufs, gated_lufs
from kneadcast.sound.pcm import FRAME_RATE, Samples, Stereo

BS_1770_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
BS_1770_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def noise(frames: int, seed: int = 0) -> Stereo:
    """Returns noise whose level changes from second to second, with a different sound on each side."""
    random = np.random.default_rng(seed)
    levels = np.repeat(random.uniform(0.001, 0.3, -(-frames // FRAME_RATE)), FRAME_RATE)[:frames]
    sound: Stereo = (random.standard_normal((frames, 2)) * levels[:, np.newaxis]).astype(np.float32)
    return sound


def sine(hertz: float, amplitude: float, frames: int = 3 * FRAME_RATE) -> Samples:
    samples: Samples = amplitude * np.sin(2 * np.pi * hertz / FRAME_RATE * np.arange(frames))
    return samples


def test_the_coefficients_at_48_khz_are_those_of_the_tables() -> None:
    shelf, high_pass = k_weighting(48_000)
    for coefficients, table in [(shelf, BS_1770_SHELF), (high_pass, BS_1770_HIGH_PASS)]:
        for values, expected in zip(coefficients, table, strict=True):
            assert values == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize(("amplitude_db", "lufs"), [(0, -3.01), (-23, -26.01)])
def test_a_sine_of_997_hz_in_one_channel_measures_as_specified(amplitude_db: float, lufs: float) -> None:
    samples = sine(997, 10 ** (amplitude_db / 20))
    assert gated_lufs(block_loudness_lufs(samples)) == pytest.approx(lufs, abs=0.01)


@pytest.mark.parametrize("channels", [1, 2])
@given(frames=st.integers(17_640, 700_000), seed=st.integers(0, 100))
def test_any_sound_measures_as_on_an_independent_meter(channels: int, frames: int, seed: int) -> None:
    sound = noise(frames - frames % 4410, seed)[:, : 2 if channels == 2 else 1].squeeze()
    expected = Meter(FRAME_RATE, filter_class="DeMan").integrated_loudness(sound.astype(np.float64))
    assert gated_lufs(block_loudness_lufs(sound)) == pytest.approx(expected, abs=1e-4)


def test_every_gating_block_measures_as_on_an_independent_meter() -> None:
    sound = noise(20 * FRAME_RATE)
    meter = Meter(FRAME_RATE, filter_class="DeMan")
    meter.integrated_loudness(sound.astype(np.float64))
    assert block_loudness_lufs(sound) == pytest.approx(np.array(meter.blockwise_loudness), abs=1e-3)


@given(cuts=st.lists(st.integers(0, 150_000), max_size=6).map(sorted), precise=st.booleans())
def test_the_power_of_each_frame_is_the_same_to_the_last_bit_however_a_sound_is_divided(
    cuts: list[int], precise: bool
) -> None:
    sound = noise(150_000).astype(np.float64 if precise else np.float32)
    whole, divided = KWeightedPower(), KWeightedPower()
    expected = np.concatenate([whole.add(sound), whole.finish()])
    powers = [divided.add(sound[start:end]) for start, end in pairwise([0, *cuts, len(sound)])]
    assert np.array_equal(np.concatenate([*powers, divided.finish()]), expected)
    assert len(expected) == len(sound)


def test_a_block_that_is_not_complete_is_left_out() -> None:
    numbers = {0: 0, 17_639: 0, 17_640: 1, 22_049: 1, 22_050: 2}
    assert {frames: len(block_loudness_lufs(noise(frames))) for frames in numbers} == numbers


def test_threads_get_the_blocks_of_their_own_sounds() -> None:
    sounds = [noise(2 * FRAME_RATE, seed) for seed in range(4)]
    alone = [block_loudness_lufs(sound).tolist() for sound in sounds]
    with ThreadPoolExecutor(4) as threads:
        assert [blocks.tolist() for blocks in threads.map(block_loudness_lufs, sounds * 5)] == alone * 5
