"""Side in space: a gentle lean that neither a meter nor a mono speaker notices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.script.model import Side
from kneadcast.sound.loudness import block_loudness_lufs, gated_lufs
from kneadcast.sound.panning import channel_gains, louder_channel_db, panned
from tests.sound.sounds import voice_like

SIDES: tuple[Side, ...] = ("left", "right")


@given(side=st.sampled_from(SIDES), pan=st.floats(0, 1))
def test_power_is_the_same_wherever_a_sound_lies(side: Side, pan: float) -> None:
    assert sum(gain**2 for gain in channel_gains(side, pan)) == pytest.approx(2)


@given(side=st.sampled_from(SIDES), pan=st.floats(0, 1))
def test_folding_down_to_mono_costs_less_than_a_third_of_a_decibel(side: Side, pan: float) -> None:
    assert -0.33 < 20 * np.log10(sum(channel_gains(side, pan)) / 2) <= 1e-9


def test_a_lean_goes_to_its_own_side_and_is_gentle() -> None:
    left, right = channel_gains("left", 1.0)
    assert 3 < 20 * np.log10(left / right) < 6
    assert channel_gains("right", 1.0) == pytest.approx((right, left))
    assert channel_gains(None, 1.0) == pytest.approx((1, 1))


@pytest.mark.parametrize("side", SIDES)
def test_a_meter_reads_the_same_wherever_a_voice_lies(side: Side) -> None:
    samples = voice_like(3000)
    middle = np.repeat(samples[:, np.newaxis], 2, axis=1)
    leaning = panned(samples, side, 1.0)
    read = [gated_lufs(block_loudness_lufs(sound.astype(np.float32))) for sound in (middle, leaning)]
    assert read[1] == pytest.approx(read[0], abs=0.01)


def test_the_louder_ear_is_known_so_that_its_peaks_can_be_kept_down() -> None:
    assert louder_channel_db("left", 1.0) == pytest.approx(1.76, abs=0.01)
    assert louder_channel_db(None, 1.0) == pytest.approx(0)
