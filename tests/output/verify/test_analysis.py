"""The sound that verification analyses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kneadcast.output.verify.analysis import ANALYSIS_RATE, HISS_MS, decimate, decode, hiss_power
from kneadcast.sound.pcm import FRAME_RATE, Samples
from tests.output.sessions import LENGTH_MS


def sine(hertz: float) -> Samples:
    samples: Samples = np.sin(2 * np.pi * hertz * np.arange(FRAME_RATE) / FRAME_RATE)
    return samples


@pytest.mark.parametrize("name", ["mp3", "wav"])
def test_a_decoded_file_has_its_frames_and_the_samples_and_hiss_of_its_whole_length(
    finished_file: Callable[[str], Path], name: str
) -> None:
    found = decode(finished_file(name))
    assert found.frames == LENGTH_MS * FRAME_RATE // 1000
    assert len(found.samples) == LENGTH_MS * ANALYSIS_RATE // 1000
    assert len(found.hiss) == LENGTH_MS // HISS_MS


def test_decimation_keeps_a_voice_and_its_time() -> None:
    assert np.allclose(decimate(sine(300)), sine(300)[::4], atol=0.1)
    assert len(decimate(np.zeros(5))) == 2


def test_hiss_is_the_power_of_high_frequencies() -> None:
    high_db, low_db = (10 * np.log10(hiss_power(sine(hertz))[1:-1].mean()) for hertz in (8_000, 1_000))
    assert high_db == pytest.approx(-3, abs=3)
    assert high_db - low_db == pytest.approx(35, abs=3)
