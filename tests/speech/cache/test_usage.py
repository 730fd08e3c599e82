"""Limiting and clearing the cache."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech.cache.usage import LIMIT_VARIABLE, cache_use, clear_cache, limit_bytes, shrink_cache

DAY_S = 24 * 3600


def entry(root: Path, name: str, size: int, age_s: float) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def test_the_least_recently_used_clips_are_removed_first(tmp_path: Path) -> None:
    clips = [entry(tmp_path, f"clips/{age}.wav", 100, age * DAY_S) for age in range(1, 11)]
    shrink_cache(tmp_path, 500)
    assert [clip.exists() for clip in clips] == [True] * 4 + [False] * 6


def test_the_limit_removes_clips_and_never_their_lengths(tmp_path: Path) -> None:
    lengths = entry(tmp_path, "lengths/a.json", 100, 900 * DAY_S)
    clip = entry(tmp_path, "clips/a.wav", 100, 900 * DAY_S)
    shrink_cache(tmp_path, 50)
    assert (lengths.exists(), clip.exists()) == (True, False)


def test_a_cache_within_its_limit_is_not_changed(tmp_path: Path) -> None:
    clip = entry(tmp_path, "clips/a.wav", 100, 900 * DAY_S)
    shrink_cache(tmp_path, 100)
    assert clip.exists()


def test_recently_used_clips_are_kept_even_above_the_limit(tmp_path: Path) -> None:
    clips = [entry(tmp_path, f"clips/{number}.wav", 100, 60) for number in range(10)]
    shrink_cache(tmp_path, 100)
    assert all(clip.exists() for clip in clips)


def test_clearing_removes_clips_lengths_paces_and_voice_lists_and_nothing_else(tmp_path: Path) -> None:
    entry(tmp_path, "clips/a.wav", 10, 0)
    entry(tmp_path, "lengths/d.json", 10, 0)
    entry(tmp_path, "paces/b.json", 10, 0)
    entry(tmp_path, "voices/c.json", 10, 0)
    stranger = entry(tmp_path, "notes.txt", 10, 0)
    assert cache_use(tmp_path).size_bytes == 10
    assert clear_cache(tmp_path) == 1
    assert cache_use(tmp_path).clips == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [stranger]


def test_a_limit_that_is_not_a_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIMIT_VARIABLE, "20")
    assert limit_bytes() == 20_000_000
    monkeypatch.setenv(LIMIT_VARIABLE, "plenty")
    with pytest.raises(SpeechError, match="KNEADCAST_CACHE_MB is a whole number of megabytes, got 'plenty'"):
        limit_bytes()
