"""The cache of the voices of each driver."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kneadcast.speech.cache.clip_cache import CACHE_FOLDER_VARIABLE
from kneadcast.speech.cache.voice_lists import load_voice_list, save_voice_list
from kneadcast.speech.drivers.driver import FoundVoice
from tests.speech.fake_driver import FAKE

DRIVER = replace(FAKE, cache_voices=True)
VOICES = [FoundVoice("fake-voice", "Fake", ("en",))]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_FOLDER_VARIABLE, str(tmp_path))
    return tmp_path


def test_a_list_is_valid_until_the_version_of_the_driver_changes() -> None:
    save_voice_list(DRIVER, VOICES)
    assert load_voice_list(DRIVER) == VOICES
    assert load_voice_list(replace(DRIVER, version=lambda: "2")) is None


def test_voices_that_may_change_are_not_cached(cache: Path) -> None:
    save_voice_list(FAKE, VOICES)
    assert load_voice_list(FAKE) is None
    assert not list(cache.iterdir())


@pytest.mark.parametrize("damage", ["", "[1]", '[{"id": "x"}]'])
def test_a_damaged_list_is_ignored(cache: Path, damage: str) -> None:
    save_voice_list(DRIVER, VOICES)
    (path,) = (cache / "voices").iterdir()
    path.write_text(damage)
    assert load_voice_list(DRIVER) is None


def test_a_folder_that_cannot_be_written_to_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(CACHE_FOLDER_VARIABLE, str(tmp_path / "file"))
    save_voice_list(DRIVER, VOICES)
