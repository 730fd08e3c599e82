"""Loudness: set as a meter shows it on the finished stereo file, and never clipping."""

from __future__ import annotations

import numpy as np
import pytest
from pyloudnorm import Meter

from kneadcast.sound.loudness import (
    CEILING_DBTP,
    db_to_amplitude,
    level,
    loudness_lufs,
    true_peak,
)
from kneadcast.sound.pcm import FRAME_RATE, Samples
from tests.sound.sounds import voice_like

CEILING = db_to_amplitude(CEILING_DBTP)


def crackling(length_ms: int) -> Samples:
    """Returns a voice with peaks far above its loudness."""
    samples = voice_like(length_ms)
    samples[:: FRAME_RATE // 7] = 0.99
    return samples


@pytest.mark.parametrize("target_lufs", [-24.0, -18.0, -16.0])
@pytest.mark.parametrize("length_ms", [450, 1000, 4321])
def test_a_clip_reads_its_target_on_a_meter_of_the_stereo_file(length_ms: int, target_lufs: float) -> None:
    levelled = level(voice_like(length_ms), target_lufs)
    stereo = np.stack([levelled, levelled], axis=1)
    assert Meter(FRAME_RATE).integrated_loudness(stereo) == pytest.approx(target_lufs, abs=0.3)


@pytest.mark.parametrize("length_ms", [30, 100, 250, 399])
def test_a_clip_shorter_than_a_gating_block_is_as_loud_as_it_would_be_repeated(length_ms: int) -> None:
    levelled = level(voice_like(length_ms), -24.0)
    assert loudness_lufs(np.tile(levelled, 2000 // length_ms)) == pytest.approx(-24.0, abs=0.3)


def test_quiet_and_loud_recordings_of_the_same_words_end_up_equally_loud() -> None:
    quiet, loud = level(voice_like(1500, peak=0.01), -18.0), level(voice_like(1500, peak=0.9), -18.0)
    assert np.allclose(quiet, loud, atol=1e-9)


def test_peaks_are_eased_under_the_ceiling() -> None:
    unlimited = crackling(3000) * db_to_amplitude(-18.0 - loudness_lufs(crackling(3000)))
    assert true_peak(unlimited) > CEILING
    assert true_peak(level(crackling(3000), -18.0)) <= CEILING * db_to_amplitude(0.1)


def test_a_peak_at_either_end_is_eased_too() -> None:
    samples = voice_like(2000, peak=0.2)
    samples[[0, -1]] = 0.99
    assert true_peak(level(samples, -18.0)) <= CEILING * db_to_amplitude(0.1)


def test_easing_peaks_does_not_make_the_words_quieter() -> None:
    assert loudness_lufs(level(crackling(3000), -18.0)) == pytest.approx(-18.0, abs=0.3)


def test_easing_leaves_what_lies_away_from_a_peak_alone() -> None:
    samples = voice_like(3000, peak=0.3)
    samples[FRAME_RATE] = 0.99
    levelled = level(samples, -18.0)
    elsewhere = slice(2 * FRAME_RATE, 3 * FRAME_RATE)
    gains = levelled[elsewhere] / samples[elsewhere]
    assert np.ptp(gains) < 1e-9


def test_silence_stays_silence() -> None:
    assert not level(np.zeros(FRAME_RATE), -18.0).any()
    assert level(np.zeros(0), -18.0).size == 0


def test_true_peak_sees_between_the_samples() -> None:
    """A sine at a quarter of the rate, sampled beside its crests, reaches 3 dB above its samples."""
    samples = np.sin(np.pi / 2 * np.arange(FRAME_RATE) + np.pi / 4)
    assert np.max(np.abs(samples)) == pytest.approx(db_to_amplitude(-3.01), abs=0.001)
    assert true_peak(samples[1000:-1000]) >= db_to_amplitude(-0.2)
