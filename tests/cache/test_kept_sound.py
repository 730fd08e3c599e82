"""Pieces of sound that are kept between builds: what is found, and what cannot be kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.cache.environment import CACHE_FOLDER_VARIABLE
from kneadcast.cache.kept_sound import KeptSound, SoundKind, kept_sound
from kneadcast.cache.store import SOUND_KINDS, entry_path
from tests.cache.damages import CONTENT, LASTING, PLACES, Damage
from tests.cache.pieces import KEY, OTHER, PIECE, files


def refuse(error: OSError) -> Callable[..., None]:
    def raise_error(*_: object, **__: object) -> None:
        raise error

    return raise_error


@given(st.sampled_from(SOUND_KINDS), st.binary(max_size=2000))
def test_a_piece_is_found_as_it_was_kept(kind: SoundKind, payload: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        KeptSound(Path(folder)).keep(kind, KEY, payload)
        assert KeptSound(Path(folder)).find(kind, KEY) == payload


def test_a_piece_is_found_under_its_kind_and_key_alone(tmp_path: Path) -> None:
    kept = KeptSound(tmp_path)
    kept.keep("loops", KEY, PIECE)
    assert [kept.find(kind, KEY) for kind in SOUND_KINDS] == [None, None, PIECE, None]
    assert kept.find("loops", OTHER) is None


def test_pieces_are_in_the_cache_folder_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_FOLDER_VARIABLE, str(tmp_path / "named"))
    kept_sound().keep("chunks", KEY, PIECE)
    kept_sound(tmp_path / "given").keep("chunks", OTHER, PIECE)
    assert files(tmp_path / "named") == [entry_path(tmp_path / "named", "chunks", KEY)]
    assert files(tmp_path / "given") == [entry_path(tmp_path / "given", "chunks", OTHER)]


def test_pieces_stay_where_they_are_when_the_current_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kept = KeptSound(Path("cache"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    kept.keep("chunks", KEY, PIECE)
    assert files(tmp_path) == [entry_path(tmp_path / "cache", "chunks", KEY)]


@pytest.mark.parametrize("kind", SOUND_KINDS)
@pytest.mark.parametrize("name", [*CONTENT, *PLACES])
def test_a_piece_that_is_damaged_counts_as_missing_and_can_be_kept_again(
    tmp_path: Path, kind: SoundKind, name: str
) -> None:
    damage: Damage = {**CONTENT, **PLACES}[name]
    kept = KeptSound(tmp_path)
    kept.keep(kind, KEY, PIECE)
    damage(entry_path(tmp_path, kind, KEY))
    assert kept.find(kind, KEY) is None or name == "unreadable"  # root reads everything
    kept.keep(kind, KEY, PIECE)
    assert kept.find(kind, KEY) == PIECE


@pytest.mark.parametrize("name", LASTING)
def test_a_file_of_the_user_in_the_place_of_a_piece_is_left_alone(tmp_path: Path, name: str) -> None:
    kept = KeptSound(tmp_path)
    kept.keep("loops", KEY, PIECE)
    LASTING[name](entry_path(tmp_path, "loops", KEY))
    mine = files(tmp_path)
    assert mine
    kept.keep("loops", KEY, PIECE)
    assert kept.find("loops", KEY) is None
    kept.shrink()
    assert files(tmp_path) == mine


def test_a_piece_in_the_place_of_another_counts_as_missing(tmp_path: Path) -> None:
    kept = KeptSound(tmp_path)
    for place in (entry_path(tmp_path, "loops", OTHER), entry_path(tmp_path, "levelled", KEY)):
        kept.keep("loops", KEY, PIECE)
        place.parent.mkdir(exist_ok=True)
        entry_path(tmp_path, "loops", KEY).rename(place)
    assert (kept.find("loops", OTHER), kept.find("levelled", KEY), files(tmp_path)) == (None, None, [])


def test_finding_a_piece_marks_it_as_used(tmp_path: Path) -> None:
    kept = KeptSound(tmp_path)
    kept.keep("loops", KEY, PIECE)
    path = entry_path(tmp_path, "loops", KEY)
    os.utime(path, (1000, 1000))
    kept.find("loops", KEY)
    assert path.stat().st_mtime > 1000


def test_a_piece_in_a_folder_that_cannot_be_written_to_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    KeptSound(tmp_path).keep("loops", KEY, PIECE)
    monkeypatch.setattr(os, "utime", refuse(OSError(30, "Read-only file system")))
    assert KeptSound(tmp_path).find("loops", KEY) == PIECE


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["mkdir", "write_bytes", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")])
def test_a_piece_that_cannot_be_written_is_not_kept_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: OSError
) -> None:
    kept = KeptSound(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, name, refuse(error))
        kept.keep("chunks", KEY, PIECE)
    assert kept.find("chunks", KEY) is None
    assert not files(tmp_path)


@pytest.mark.filterwarnings("error")
def test_a_cache_that_is_no_folder_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    kept = KeptSound(tmp_path / "file")
    kept.keep("chunks", KEY, PIECE)
    kept.shrink()
    assert kept.find("chunks", KEY) is None
    assert (tmp_path / "file").read_text() == "mine"
