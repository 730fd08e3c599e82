"""Clips: read at any rate, as one channel at the rate of the mix."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kneadcast.cache.spool import Spool
from kneadcast.errors import SoundError
from kneadcast.sound.clips import clip_length_ms, load_clip
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.speech import Clip
from tests.sound.sounds import write_clip


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_a_clip_keeps_its_length_and_pitch_at_any_rate(tmp_path: Path, rate: int) -> None:
    path = write_clip(tmp_path, "tone", 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate), rate)
    samples = load_clip(path)
    assert abs(len(samples) - FRAME_RATE) <= 1
    assert np.argmax(np.abs(np.fft.rfft(samples, FRAME_RATE))) == 440
    assert np.max(np.abs(samples[1000:-1000])) == pytest.approx(0.5, abs=0.01)


def test_several_channels_become_one(tmp_path: Path) -> None:
    path = write_clip(tmp_path, "stereo", np.stack([np.full(4410, 0.5), np.full(4410, 0.25)], axis=1))
    assert np.allclose(load_clip(path), 0.375, atol=1e-3)


def test_a_length_is_rounded_up(tmp_path: Path) -> None:
    assert clip_length_ms(write_clip(tmp_path, "exact", np.zeros(441))) == 10
    assert clip_length_ms(write_clip(tmp_path, "longer", np.zeros(442))) == 11


def test_a_clip_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SoundError, match=r"the clip .*gone.wav cannot be read"):
        load_clip(tmp_path / "gone.wav")


def test_the_sound_of_a_clip_is_its_content_whatever_has_become_of_its_file(tmp_path: Path) -> None:
    path = write_clip(tmp_path, "tone", np.full(4410, 0.5))
    clip = Clip("Hello.", path, 100, Spool().add(path.read_bytes()))
    expected = load_clip(path)
    write_clip(tmp_path, "tone", np.full(8820, 0.25))
    assert (clip_length_ms(clip), clip_length_ms(path)) == (100, 200)
    path.unlink()
    assert np.array_equal(load_clip(clip), expected)
    assert clip_length_ms(clip) == 100


def test_a_clip_without_content_is_its_file(tmp_path: Path) -> None:
    path = write_clip(tmp_path, "tone", np.full(4410, 0.5))
    assert np.array_equal(load_clip(Clip("Hello.", path, 100)), load_clip(path))
    with pytest.raises(SoundError, match=r"the clip .*gone.wav cannot be read"):
        clip_length_ms(Clip("Hello.", tmp_path / "gone.wav", 100))
