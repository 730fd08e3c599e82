"""Several files are written completely, all of them or none."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kneadcast.errors import OutputError
from kneadcast.staged_files import staged_files


def tree(folder: Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def test_all_files_appear_together_when_the_body_ends(tmp_path: Path) -> None:
    """No file is in its place before all are complete; missing folders are made; old files are removed."""
    (tmp_path / "a").write_bytes(b"old a")
    (tmp_path / "gone").write_bytes(b"old")
    with staged_files() as files:
        for name in ("a", "b", "new/folder/c"):
            files.add(tmp_path / name).write_bytes(f"new {name}".encode())
        files.remove(tmp_path / "gone")
        assert (tmp_path / "a").read_bytes() == b"old a"
        assert not (tmp_path / "b").exists()
        assert not (tmp_path / "new").exists()
    assert tree(tmp_path) == {
        "a": b"new a", "b": b"new b", "new": None, "new/folder": None, "new/folder/c": b"new new/folder/c",
    }  # fmt: skip


def test_a_file_that_is_replaced_is_not_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of an earlier album are removed, but not the new ones, however the folder is named."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_bytes(b"old")
    with staged_files() as files:
        files.add(Path("a")).write_bytes(b"new")
        files.remove(Path("a"))
        files.remove(tmp_path / "a")
    assert tree(tmp_path) == {"a": b"new"}


@pytest.mark.parametrize("failing", range(4))
def test_if_one_file_cannot_be_put_into_place_none_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    """Files that were already moved are moved back, and folders that were made are removed."""
    (tmp_path / "a").write_bytes(b"old a")
    (tmp_path / "gone").write_bytes(b"old")
    before = tree(tmp_path)
    real, calls = Path.replace, []

    def replace(path: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == failing + 1:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return real(path, target)

    def write() -> None:
        with staged_files() as files:
            for name in ("a", "new/b", "c"):
                files.add(tmp_path / name).write_bytes(b"new")
            files.remove(tmp_path / "gone")
            if failing == 3:
                raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt if failing == 3 else OutputError):
        write()
    assert tree(tmp_path) == before


def test_a_file_system_without_links_is_written_to_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot have two names, a copy is the backup."""

    def link(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", link)
    (tmp_path / "a").write_bytes(b"old a")

    def write() -> None:
        with staged_files() as files:
            files.add(tmp_path / "a").write_bytes(b"new")
            files.add(tmp_path / "b").write_bytes(b"new")
            (tmp_path / "b").mkdir()

    with pytest.raises(OutputError, match=r"b' could not be written"):
        write()
    assert tree(tmp_path) == {"a": b"old a", "b": None}


def test_a_full_disk_is_a_sentence_that_names_the_file(tmp_path: Path) -> None:
    """A write that fails carries no file name, but the error does."""

    def write() -> None:
        with staged_files() as files:
            files.add(tmp_path / "session.mp3")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError, match=r"session\.mp3' could not be written: the disk is full; free some space"):
        write()
    assert not tree(tmp_path)


def test_an_error_about_another_file_stays_as_it_is(tmp_path: Path) -> None:
    """An input that cannot be read while a file is written is not reported as a fault of that file."""
    with pytest.raises(FileNotFoundError), staged_files() as files:
        files.add(tmp_path / "session.mp3").write_bytes((tmp_path / "input").read_bytes())
    assert not tree(tmp_path)


@pytest.mark.parametrize("folder", ["", "new", "new/er/still"])
def test_leftovers_of_a_target_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    """A killed process cannot remove what it was writing, so the next one does, also if the folder was new then."""
    with monkeypatch.context() as past:
        past.setattr("kneadcast.temporary_names.time.time", lambda: 1_000_000.0)
        from kneadcast.temporary_names import temporary_name

        leftover = tmp_path / temporary_name()
    leftover.mkdir()
    (leftover / "session.mp3").write_bytes(b"half")
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    with staged_files() as files:
        files.add(tmp_path / folder / "session.mp3").write_bytes(b"new")
    assert not leftover.exists()
    assert (tmp_path / folder / "session.mp3").read_bytes() == b"new"
