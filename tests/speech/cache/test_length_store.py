"""The lengths that were measured on this computer."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from kneadcast.cache.keys import key_of
from kneadcast.cache.store import speech_folder
from kneadcast.errors import KneadcastWarning
from kneadcast.speech.cache.clip_cache import ClipCache
from kneadcast.speech.cache.length_store import MOST_LENGTH_MS, find_lengths, remember_lengths

KEY = key_of({"voice": "fake", "rate": 118})


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "cache")


def test_what_is_remembered_is_found_under_its_key_alone(cache: ClipCache) -> None:
    assert find_lengths(cache, KEY) == {}
    remember_lengths(cache, KEY, {"Breathe out.": 1400, "Über den Rist.": 1800, "\ud800": 7})
    assert find_lengths(cache, KEY) == {"Breathe out.": 1400, "Über den Rist.": 1800, "\ud800": 7}
    assert find_lengths(cache, key_of({"voice": "another"})) == {}


def test_lengths_are_added_to_those_that_another_build_wrote_and_the_newest_counts(cache: ClipCache) -> None:
    remember_lengths(cache, KEY, {"One.": 700, "Two.": 800})
    remember_lengths(ClipCache(cache.root), KEY, {"Two.": 810, "Three.": 900})
    assert find_lengths(cache, KEY) == {"One.": 700, "Two.": 810, "Three.": 900}


@pytest.mark.parametrize("payload", ["", "{", "[]", "7", "[" * 100_000, '{"One.": NaN}'])
def test_an_entry_without_lengths_counts_as_missing_even_with_a_seal(cache: ClipCache, payload: str) -> None:
    cache.keep_payload("lengths", KEY, payload.encode())
    assert find_lengths(cache, KEY) == {}
    remember_lengths(cache, KEY, {"Two.": 800})
    assert find_lengths(cache, KEY) == {"Two.": 800}


@pytest.mark.parametrize("length", [0, -3, 7.5, True, "700", None, MOST_LENGTH_MS + 1, 10**100])
def test_lengths_of_which_one_cannot_be_count_as_missing_even_with_a_seal(cache: ClipCache, length: object) -> None:
    cache.keep_payload("lengths", KEY, json.dumps({"One.": 700, "Two.": length}).encode())
    assert find_lengths(cache, KEY) == {}


def test_lengths_that_become_too_many_make_room_for_new_ones(cache: ClipCache) -> None:
    remember_lengths(cache, KEY, {f"{number} {'la ' * 1000}": 700 for number in range(2600)})
    assert len(find_lengths(cache, KEY)) == 2600
    remember_lengths(cache, KEY, {f"{number} {'li ' * 1000}": 700 for number in range(100)})
    assert len(find_lengths(cache, KEY)) == 100


def test_builds_that_write_at_the_same_time_leave_nothing_damaged_and_no_temporary_file(cache: ClipCache) -> None:
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
    assert [path.name for path in speech_folder(cache.root).iterdir()] == ["lengths"]


def test_an_entry_that_cannot_be_replaced_is_held_by_the_process(
    cache: ClipCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    remember_lengths(cache, KEY, {"One.": 700})
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.warns(KneadcastWarning, match="you have no permission"):
            remember_lengths(cache, KEY, {"One.": 710})
        assert find_lengths(cache, KEY) == {"One.": 710}
    remember_lengths(cache, KEY, {"Two.": 800})
    assert find_lengths(ClipCache(cache.root), KEY) == {"One.": 710, "Two.": 800}
