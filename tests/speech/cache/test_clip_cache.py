"""The cache of clips and paces."""

from __future__ import annotations

import os
import time
import wave
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.speech.cache.clip_cache import CACHE_FOLDER_VARIABLE, ClipCache, clip_folder, key_of, wav_length_ms
from kneadcast.speech.calibration import Pace

FACTS: dict[str, str | int | float] = {
    "driver": "espeak",
    "voice": "gmw/en-us",
    "rate": 105,
    "volume": 1.0,
    "text": "Hello.",
}


def write_wav(path: Path, frames: int, frame_rate: int = 22_050, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(channels)
        wav.setsampwidth(2)
        wav.setframerate(frame_rate)
        wav.writeframes(bytes(2 * frames * channels))
    return path


def test_a_given_folder_overrides_the_environment_and_that_the_user_s_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(CACHE_FOLDER_VARIABLE, raising=False)
    assert "kneadcast" in str(clip_folder())
    monkeypatch.setenv(CACHE_FOLDER_VARIABLE, str(tmp_path / "named"))
    assert clip_folder() == tmp_path / "named"
    assert clip_folder(tmp_path / "given") == tmp_path / "given"


@pytest.mark.parametrize("changed", [{"text": "Hello!"}, {"rate": 106}, {"volume": 0.9}, {"voice": "gmw/en"}])
def test_whatever_changes_the_sound_changes_the_key(changed: dict[str, str | float]) -> None:
    assert key_of(FACTS) == key_of(dict(sorted(FACTS.items(), reverse=True))) != key_of({**FACTS, **changed})


@given(st.integers(1, 200_000), st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100]))
def test_a_length_is_rounded_up_to_whole_milliseconds(frames: int, frame_rate: int) -> None:
    with TemporaryDirectory() as folder:
        length_ms = wav_length_ms(write_wav(Path(folder) / "clip.wav", frames, frame_rate))
    assert length_ms is not None
    assert (length_ms - 1) * frame_rate < frames * 1000 <= length_ms * frame_rate


def test_a_clip_without_frames_or_with_two_channels_is_no_clip(tmp_path: Path) -> None:
    assert wav_length_ms(write_wav(tmp_path / "empty.wav", 0)) is None
    assert wav_length_ms(write_wav(tmp_path / "stereo.wav", 100, channels=2)) is None
    assert wav_length_ms(tmp_path / "missing.wav") is None


def test_a_damaged_pace_is_measured_again(tmp_path: Path) -> None:
    cache, pace = ClipCache(tmp_path), Pace(105, 118.2, 107.5)
    with cache.work_folder() as work:
        cache.keep_pace("key", pace, Path(work))
    assert cache.find_pace("key") == pace
    for damage in ("", "[]", '{"rate": 105}', '{"rate": "x", "wpm": 1, "ms_per_letter": 1}'):
        (tmp_path / "paces" / "key.json").write_text(damage)
        assert cache.find_pace("key") is None


def test_the_work_of_a_build_that_was_killed_is_removed_after_a_day(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    for name, age_s in (("work-dead", 100_000), ("work-alive", 1_000)):
        (tmp_path / name).mkdir()
        then = time.time() - age_s
        os.utime(tmp_path / name, (then, then))
    with cache.work_folder() as work:
        assert sorted(path.name for path in tmp_path.glob("work-*")) == sorted(["work-alive", Path(work).name])
