"""The removal of what versions before the seals wrote; see also `test_usage` for what stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kneadcast.cache.keys import key_of
from kneadcast.cache.old_entries import remove_old_entries
from kneadcast.speech.cache.clip_cache import ClipCache

KEY = key_of({"text": "Hello."})
OLD = [f"clips/{KEY}.wav", f"lengths/{KEY}.json", f"paces/{KEY}.json", f"voices/{KEY}.json", "work-abc12_45/105-3.wav"]


def make(root: Path) -> None:
    for name in OLD:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"old")


def test_the_next_build_that_speaks_removes_what_an_earlier_version_left(tmp_path: Path) -> None:
    make(tmp_path)
    with ClipCache(tmp_path).work_folder() as work:
        assert list(tmp_path.iterdir()) == [work.parent]


def test_an_old_entry_is_never_found(tmp_path: Path) -> None:
    make(tmp_path)
    assert ClipCache(tmp_path).find(KEY, "Hello.") is None


def test_a_link_to_another_folder_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path / "mine")
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/clips").symlink_to(tmp_path / "mine/clips")
    remove_old_entries(tmp_path / "cache")
    assert (tmp_path / "mine" / OLD[0]).exists()


def test_a_folder_without_permission_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    make(tmp_path)
    for owner, name in ((os, "lstat"), (os, "listdir"), (os, "scandir"), (Path, "lstat"), (Path, "unlink")):
        monkeypatch.setattr(owner, name, refuse)
    remove_old_entries(tmp_path)
    monkeypatch.undo()
    assert all((tmp_path / name).exists() for name in OLD)
