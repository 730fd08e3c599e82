"""Listing the files of entries and removing the oldest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.cache.entry_files import EntryFile, entry_files, shrink_files
from kneadcast.cache.keys import key_of
from kneadcast.cache.store import entry_path


def make(root: Path, number: int, size: int) -> Path:
    path = entry_path(root, "loops", key_of({"number": number}))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    os.utime(path, (1000 + number,) * 2)
    return path


@given(st.lists(st.integers(0, 100), max_size=20), st.integers(0, 1000))
def test_what_remains_holds_the_limit_and_is_the_newest(sizes: list[int], limit_bytes: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        removed: list[Path] = []
        patch.setattr(Path, "unlink", lambda path, **_: removed.append(path))
        files = [EntryFile(Path(str(number)), size, number) for number, size in enumerate(sizes)]
        shrink_files(reversed(files), limit_bytes)
    assert removed == [file.path for file in files[: len(removed)]]
    assert sum(sizes[len(removed) :]) <= limit_bytes
    assert not removed or sum(sizes) > limit_bytes


def test_builds_that_shrink_at_the_same_time_remove_no_more_than_one_of_them(tmp_path: Path) -> None:
    paths = [make(tmp_path, number, 100) for number in range(10)]
    seen_by_both = entry_files(tmp_path, ["loops"])
    shrink_files(seen_by_both, 500)
    shrink_files(seen_by_both, 500)
    assert [path.exists() for path in paths] == [False] * 6 + [True] * 4


def test_a_file_that_another_build_has_just_removed_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, stays = make(tmp_path, 1, 100), make(tmp_path, 2, 100)
    monkeypatch.setattr(os, "listdir", lambda _: [gone.name, stays.name])
    gone.unlink()
    assert [file.path for file in entry_files(tmp_path, ["loops"])] == [stays]


def test_a_file_that_cannot_be_removed_leaves_its_share_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [make(tmp_path, number, 100) for number in range(3)]
    unlink = Path.unlink

    def refuse_first(path: Path, missing_ok: bool = False) -> None:
        if path == paths[0]:
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse_first)
    shrink_files(entry_files(tmp_path, ["loops"]), 250)
    assert [path.exists() for path in paths] == [True, False, True]


def test_what_is_no_regular_file_is_not_listed(tmp_path: Path) -> None:
    piece = make(tmp_path, 1, 100)
    piece.with_name(f"{key_of({'number': 2})}.pcm").mkdir()
    piece.with_name(f"{key_of({'number': 3})}.pcm").symlink_to(piece)
    assert [file.path for file in entry_files(tmp_path, ["loops"])] == [piece]
