"""Folders for unfinished files."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from kneadcast.cache import work_folders
from kneadcast.cache.work_folders import check_room, work_folder
from kneadcast.errors import SpeechError


def test_a_work_folder_is_in_the_cache_and_removed_with_its_content_even_after_an_interrupt(tmp_path: Path) -> None:
    reasons: list[OSError] = []

    def interrupted() -> None:
        with work_folder(tmp_path / "cache", reasons.append) as work:
            (work / "1-1.wav").touch()
            assert work.parent == tmp_path / "cache"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not list((tmp_path / "cache").iterdir())
    assert not reasons


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns the folder for temporary files of the system."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_without_a_usable_cache_it_is_a_temporary_folder_of_the_system(tmp_path: Path, temporary: Path) -> None:
    (tmp_path / "file").touch()
    reasons: list[OSError] = []
    with work_folder(tmp_path / "file", reasons.append) as work:
        assert work.parent == temporary
    assert not list(temporary.iterdir())
    assert len(reasons) == 1


def test_a_disk_without_room_is_not_used(tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path) -> None:
        if folder.parent != temporary:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(work_folders, "check_room", full)
    reasons: list[OSError] = []
    with work_folder(tmp_path / "cache", reasons.append) as work:
        assert work.parent == temporary
    assert [reason.errno for reason in reasons] == [28]
    assert not list((tmp_path / "cache").iterdir())


def test_without_room_anywhere_the_error_says_what_to_set(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    with pytest.raises(SpeechError, match=r"no room for spoken lines.*set TMPDIR"):
        work_folder(tmp_path / "file", lambda _: None).__enter__()
    assert not list(temporary.iterdir())


def test_room_is_proved_by_writing_and_the_proof_is_removed(tmp_path: Path) -> None:
    check_room(tmp_path)
    assert not list(tmp_path.iterdir())
    with pytest.raises(FileNotFoundError):
        check_room(tmp_path / "gone")


@pytest.mark.skipif(sys.platform == "win32", reason="a process that is killed needs fork and SIGKILL")
def test_the_work_folder_of_a_process_that_was_killed_is_removed_by_the_next_one(tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        with work_folder(tmp_path, lambda _: None) as work:
            (work / "1-1.wav").touch()
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert len(list(tmp_path.iterdir())) == 1
    with work_folder(tmp_path, lambda _: None) as work:
        assert list(tmp_path.iterdir()) == [work]
    assert not list(tmp_path.iterdir())
