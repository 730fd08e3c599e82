"""The cache of the voices of each driver."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kneadcast.cache.environment import CACHE_FOLDER_VARIABLE
from kneadcast.cache.store import keep_payload, speech_folder
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


@pytest.mark.parametrize(
    "rows",
    [
        None,
        7,
        [1],
        [{"id": "x"}],
        [{"id": "x", "name": 3, "languages": ["en"]}],
        [{"id": "x", "name": "X", "languages": "en"}],
        [{"id": "x", "name": "X", "languages": [None]}],
    ],
)
def test_what_is_no_list_of_voices_counts_as_missing_even_with_a_seal(cache: Path, rows: object) -> None:
    save_voice_list(DRIVER, VOICES)
    (path,) = (speech_folder(cache) / "voices").iterdir()
    assert keep_payload(cache, "voices", path.stem, json.dumps(rows).encode()) is None
    assert load_voice_list(DRIVER) is None


def test_a_list_that_cannot_be_written_is_remembered_by_the_process_without_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(CACHE_FOLDER_VARIABLE, str(tmp_path / "file"))
    save_voice_list(DRIVER, VOICES)
    assert load_voice_list(DRIVER) == VOICES
    assert not recwarn.list
