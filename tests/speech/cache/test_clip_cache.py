"""The cache of clips and paces."""

from __future__ import annotations

import io
import json
import shutil
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.cache.keys import key_of
from kneadcast.cache.store import speech_folder
from kneadcast.errors import KneadcastWarning, SpeechError
from kneadcast.speech.cache.clip_cache import ClipCache, wav_length_ms
from kneadcast.speech.calibration import Pace

KEY = key_of({"driver": "espeak", "voice": "gmw/en-us", "rate": 105, "volume": 1.0, "text": "Hello."})


def wav_of(frames: int, frame_rate: int = 22_050, channels: int = 1) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as wav:
        wav.setnchannels(channels)
        wav.setsampwidth(2)
        wav.setframerate(frame_rate)
        wav.writeframes(bytes(2 * frames * channels))
    return content.getvalue()


@given(st.integers(1, 200_000), st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100]))
def test_a_length_is_rounded_up_to_whole_milliseconds(frames: int, frame_rate: int) -> None:
    length_ms = wav_length_ms(wav_of(frames, frame_rate))
    assert length_ms is not None
    assert (length_ms - 1) * frame_rate < frames * 1000 <= length_ms * frame_rate


def test_a_clip_without_frames_or_with_two_channels_or_cut_off_is_no_clip() -> None:
    assert wav_length_ms(wav_of(0)) is None
    assert wav_length_ms(wav_of(100, channels=2)) is None
    assert wav_length_ms(wav_of(100)[:-1]) is None
    assert wav_length_ms(b"RIFF of course") is None


def test_a_clip_is_found_by_another_cache_object_with_the_content_that_was_kept(tmp_path: Path) -> None:
    kept = ClipCache(tmp_path).keep(KEY, "Hello.", wav_of(2205))
    assert ClipCache(tmp_path).find(KEY, "Hello.") == kept
    assert kept.length_ms == 100
    assert kept.content is not None
    assert kept.content.read() == wav_of(2205)
    assert ClipCache(tmp_path).find(key_of({"text": "another"}), "Hello.") is None


def test_a_clip_in_the_cache_can_be_played_by_any_program(tmp_path: Path) -> None:
    kept = ClipCache(tmp_path).keep(KEY, "Hello.", wav_of(2205))
    with wave.open(str(kept.path)) as wav:
        assert wav.getnframes() == 2205


def test_what_is_no_clip_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="no mono 16-bit WAV"):
        ClipCache(tmp_path).keep(KEY, "Hello.", wav_of(100, channels=2))
    assert not list(tmp_path.iterdir())


def test_a_clip_that_was_found_stays_available_when_the_cache_is_removed(tmp_path: Path) -> None:
    ClipCache(tmp_path / "cache").keep(KEY, "Hello.", wav_of(2205))
    cache = ClipCache(tmp_path / "cache")
    found = cache.find(KEY, "Hello.")
    shutil.rmtree(tmp_path / "cache")
    assert cache.find(KEY, "Hello.") == found


PACE = Pace(105, 118.2, 107.5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rate": 105.0},
        {"rate": True},
        {"rate": -1},
        {"rate": 10**9},
        {"wpm": "118"},
        {"wpm": 0},
        {"wpm": 10**400},
        {"ms_per_letter": -3.0},
        {"ms_per_letter": None},
        {"volume": 1},
    ],
)
def test_a_pace_that_cannot_be_one_counts_as_missing_even_with_a_seal(tmp_path: Path, wrong: dict[str, object]) -> None:
    cache = ClipCache(tmp_path)
    cache.keep_pace(KEY, PACE)
    assert cache.find_pace(KEY) == PACE
    payload = json.dumps({"rate": 105, "wpm": 118.2, "ms_per_letter": 107.5, **wrong})
    cache.keep_payload("paces", KEY, payload.encode())
    assert cache.find_pace(KEY) is None


@pytest.mark.parametrize(
    "payload", [b"NaN", b'{"rate": 105, "wpm": NaN, "ms_per_letter": 1.0}', b"[" * 100_000, b"\xff"]
)
def test_a_pace_that_is_no_json_counts_as_missing_even_with_a_seal(tmp_path: Path, payload: bytes) -> None:
    cache = ClipCache(tmp_path)
    cache.keep_payload("paces", KEY, payload)
    assert cache.find_pace(KEY) is None


def test_entries_that_cannot_be_written_are_held_by_the_process_and_reported_once(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    (tmp_path / "file").touch()
    cache = ClipCache(tmp_path / "file")
    kept = cache.keep(KEY, "Hello.", wav_of(2205))
    cache.keep_pace(KEY, PACE)
    other = ClipCache(tmp_path / "file")
    assert (other.find(KEY, "Hello."), other.find_pace(KEY)) == (kept, PACE)
    assert [one.category for one in recwarn.list] == [KneadcastWarning]


def test_a_folder_that_is_not_empty_in_the_place_of_an_entry_is_neither_removed_nor_reported(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    path = ClipCache(tmp_path).keep(KEY, "Hello.", wav_of(2205)).path
    path.unlink()
    path.mkdir()
    (path / "notes.txt").touch()
    cache = ClipCache(tmp_path)
    assert cache.find(KEY, "Hello.") is None
    kept = cache.keep(KEY, "Hello.", wav_of(4410))
    assert ClipCache(tmp_path).find(KEY, "Hello.") == kept
    assert (path / "notes.txt").exists()
    assert not recwarn.list


@pytest.mark.parametrize("kind", ["clips", "paces"])
def test_a_file_in_the_place_of_the_folder_of_a_kind_is_replaced(tmp_path: Path, kind: str) -> None:
    speech_folder(tmp_path).mkdir()
    (speech_folder(tmp_path) / kind).write_text("no folder")
    cache = ClipCache(tmp_path)
    assert (cache.find(KEY, "Hello."), cache.find_pace(KEY)) == (None, None)
    cache.keep(KEY, "Hello.", wav_of(2205))
    cache.keep_pace(KEY, PACE)
    assert (speech_folder(tmp_path) / kind).is_dir()
    assert ClipCache(tmp_path).find(KEY, "Hello.")
    assert ClipCache(tmp_path).find_pace(KEY) == PACE
