"""Pieces of sound that are kept between builds: the room that they may take."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast.cache import kept_sound as module
from kneadcast.cache.environment import SOUND_LIMIT_VARIABLE
from kneadcast.cache.kept_sound import FREE_RESERVE_BYTES, KeptSound, kept_sound
from kneadcast.cache.store import SOUND_KINDS, entry_path
from kneadcast.errors import SettingsError
from tests.cache.pieces import KEY, OTHER, PIECE, files


def test_a_piece_never_takes_the_room_of_a_session(tmp_path: Path, room: Callable[[int], None]) -> None:
    kept = KeptSound(tmp_path / "new" / "cache")
    room(FREE_RESERVE_BYTES + len(PIECE) - 1)
    kept.keep("chunks", KEY, PIECE)
    assert not files(tmp_path)
    room(FREE_RESERVE_BYTES + len(PIECE))
    kept.keep("chunks", KEY, PIECE)
    assert kept.find("chunks", KEY) == PIECE


def test_nothing_is_kept_on_a_disk_whose_room_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(shutil, "disk_usage", refuse)
    KeptSound(tmp_path).keep("chunks", KEY, PIECE)
    assert not files(tmp_path)


def limit(monkeypatch: pytest.MonkeyPatch, limit_bytes: int) -> None:
    """Sets a limit that is smaller than the smallest one of the environment variable."""
    monkeypatch.setattr(module, "sound_limit_bytes", lambda: limit_bytes)


def test_a_limit_of_zero_keeps_nothing_and_uses_nothing_that_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    KeptSound(tmp_path).keep("chunks", KEY, PIECE)
    monkeypatch.setenv(SOUND_LIMIT_VARIABLE, "0")
    kept = KeptSound(tmp_path)
    kept.keep("chunks", OTHER, b"")
    assert (kept.find("chunks", KEY), files(tmp_path)) == (None, [entry_path(tmp_path, "chunks", KEY)])
    kept.shrink()
    assert not files(tmp_path)


def test_a_piece_larger_than_the_limit_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, len(PIECE))
    kept = KeptSound(tmp_path)
    kept.keep("chunks", KEY, PIECE + b"x")
    kept.keep("chunks", OTHER, PIECE)
    assert (kept.find("chunks", KEY), kept.find("chunks", OTHER)) == (None, PIECE)


def test_a_piece_larger_than_any_entry_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneadcast.cache.entries.MOST_ENTRY_BYTES", 1000)
    KeptSound(tmp_path).keep("loops", KEY, PIECE)
    assert not files(tmp_path)


def test_the_pieces_of_all_kinds_that_were_not_used_for_longest_are_removed_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(monkeypatch, 3 * (len(PIECE) + 200))
    kept = KeptSound(tmp_path)
    for age, kind in enumerate(SOUND_KINDS):
        kept.keep(kind, KEY, PIECE)
        os.utime(entry_path(tmp_path, kind, KEY), (1000 - age,) * 2)
    kept.find("levels", KEY)
    kept.shrink()
    assert [kept.find(kind, KEY) for kind in SOUND_KINDS] == [PIECE, None, None, PIECE]


def test_a_budget_that_is_not_exceeded_removes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, 4 * (len(PIECE) + 200))
    kept = KeptSound(tmp_path)
    for kind in SOUND_KINDS:
        kept.keep(kind, KEY, PIECE)
    kept.shrink()
    assert [kept.find(kind, KEY) for kind in SOUND_KINDS] == [PIECE] * 4


def test_the_limit_of_sound_removes_no_spoken_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = entry_path(tmp_path, "clips", KEY)
    clip.parent.mkdir(parents=True)
    clip.write_bytes(PIECE)
    monkeypatch.setenv(SOUND_LIMIT_VARIABLE, "0")
    KeptSound(tmp_path).shrink()
    assert clip.exists()


def test_a_limit_that_is_no_number_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SOUND_LIMIT_VARIABLE, "much")
    for use in (KeptSound, kept_sound):
        with pytest.raises(SettingsError, match=SOUND_LIMIT_VARIABLE):
            use(tmp_path)
