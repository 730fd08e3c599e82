"""The places of entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.cache.keys import key_of
from kneadcast.cache.store import KEY_NAME, SUFFIXES, Kind, entry_path

KEY = key_of({"text": "Hello."})
PLACES = {
    "clips": f"kneadcast-speech-2/clips/{KEY}.wav",
    "lengths": f"kneadcast-speech-2/lengths/{KEY}.json",
    "paces": f"kneadcast-speech-2/paces/{KEY}.json",
    "voices": f"kneadcast-speech-2/voices/{KEY}.json",
    "chunks": f"kneadcast-sound-1/chunks/{KEY}.bin",
    "levelled": f"kneadcast-sound-1/levelled/{KEY}.pcm",
    "loops": f"kneadcast-sound-1/loops/{KEY}.pcm",
    "levels": f"kneadcast-sound-1/levels/{KEY}.json",
}


@pytest.mark.parametrize("kind", SUFFIXES)
def test_entries_stay_where_they_are_so_that_a_later_version_finds_them(tmp_path: Path, kind: Kind) -> None:
    assert entry_path(tmp_path, kind, KEY) == tmp_path / PLACES[kind]


@pytest.mark.parametrize("kind", SUFFIXES)
def test_the_name_of_an_entry_is_recognised_and_no_other(tmp_path: Path, kind: Kind) -> None:
    name = entry_path(tmp_path, kind, KEY).name
    assert KEY_NAME.fullmatch(name)
    assert not any(map(KEY_NAME.fullmatch, (f"a{name}", f"{name}~", name[1:], f"{KEY}.mp3", KEY)))
