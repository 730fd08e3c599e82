"""The lengths that were measured on this computer."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from kneadcast.speech.cache.clip_cache import ClipCache
from kneadcast.speech.cache.length_store import find_lengths, remember_lengths

KEY = "a-voice-at-a-rate"


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "cache")


def file_of(cache: ClipCache) -> Path:
    return cache.root / "lengths" / f"{KEY}.json"


def test_what_is_remembered_is_found_under_its_key_alone(cache: ClipCache) -> None:
    assert find_lengths(cache, KEY) == {}
    remember_lengths(cache, KEY, {"Breathe out.": 1400, "Über den Rist.": 1800})
    assert find_lengths(cache, KEY) == {"Breathe out.": 1400, "Über den Rist.": 1800}
    assert find_lengths(cache, "another") == {}


def test_lengths_are_added_to_those_that_another_build_wrote_and_the_newest_counts(cache: ClipCache) -> None:
    remember_lengths(cache, KEY, {"One.": 700, "Two.": 800})
    remember_lengths(ClipCache(cache.root), KEY, {"Two.": 810, "Three.": 900})
    assert find_lengths(cache, KEY) == {"One.": 700, "Two.": 810, "Three.": 900}


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "7",
        '{"format": 1}',
        '{"format": 2, "lengths_ms": {"One.": 700}}',
        '{"format": 1, "lengths_ms": 3}',
    ],
)
def test_a_damaged_or_foreign_file_counts_as_missing_and_is_written_anew(cache: ClipCache, damage: str) -> None:
    remember_lengths(cache, KEY, {"One.": 700})
    file_of(cache).write_text(damage, encoding="utf-8")
    assert find_lengths(cache, KEY) == {}
    remember_lengths(cache, KEY, {"Two.": 800})
    assert find_lengths(cache, KEY) == {"Two.": 800}


@pytest.mark.parametrize("length", [0, -3, 7.5, True, "700", None])
def test_an_entry_that_is_no_length_counts_as_missing(cache: ClipCache, length: object) -> None:
    remember_lengths(cache, KEY, {"One.": 700})
    text = json.dumps({"format": 1, "lengths_ms": {"One.": 700, "Two.": length}})
    file_of(cache).write_text(text, encoding="utf-8")
    assert find_lengths(cache, KEY) == {"One.": 700}


def test_a_file_cut_off_in_the_middle_of_a_character_counts_as_missing(cache: ClipCache) -> None:
    remember_lengths(cache, KEY, {"Ü": 700})
    whole = file_of(cache).read_bytes()
    file_of(cache).write_bytes(whole[: whole.index("Ü".encode()) + 1])
    assert find_lengths(cache, KEY) == {}


def test_builds_that_write_at_the_same_time_never_leave_a_damaged_file_or_a_work_folder(cache: ClipCache) -> None:
    texts = [f"Line {number}." for number in range(8)]

    def remember(text: str) -> None:
        for _ in range(10):
            remember_lengths(cache, KEY, {text: 700})

    builds = [threading.Thread(target=remember, args=[text]) for text in texts]
    for build in builds:
        build.start()
    for build in builds:
        build.join()
    found = find_lengths(cache, KEY)
    assert found
    assert found.items() <= dict.fromkeys(texts, 700).items()
    assert not list(cache.root.glob("work-*"))


def test_a_file_that_cannot_be_replaced_is_no_error(cache: ClipCache, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    remember_lengths(cache, KEY, {"One.": 700})
    monkeypatch.setattr(Path, "replace", refuse)
    remember_lengths(cache, KEY, {"One.": 710})
    assert find_lengths(cache, KEY) == {"One.": 700}
