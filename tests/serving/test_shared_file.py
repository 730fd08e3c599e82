"""Files that are given only while they are what they were."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kneadcast.errors import ServingError
from kneadcast.serving.shared_file import ChangedFileError, SharedFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "s.mp3"
    file.write_bytes(b"0123456789")
    return file


def test_bytes_are_read_from_any_position(path: Path) -> None:
    shared = SharedFile.of(path)
    with shared.open() as file:
        assert shared.read(file, 3, 4) == b"3456"
        assert shared.read(file, 8, 100) == b"89"
        assert shared.read(file, 0, 1) == b"0"


def test_nothing_is_given_beyond_the_end(path: Path) -> None:
    shared = SharedFile.of(path)
    with shared.open() as file, pytest.raises(ChangedFileError):
        shared.read(file, 10, 1)


def test_a_change_while_it_is_open_is_noticed(path: Path) -> None:
    shared = SharedFile.of(path)
    with shared.open() as file:
        path.write_bytes(b"9876543210")
        os.utime(path, ns=(0, 1))
        with pytest.raises(ChangedFileError):
            shared.read(file, 0, 1)


def test_another_file_under_the_name_is_not_opened(path: Path) -> None:
    shared = SharedFile.of(path)
    kept = path.stat()
    path.rename(path.with_name("kept"))
    path.write_bytes(b"9876543210")
    os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    with pytest.raises(ChangedFileError):
        shared.open()


def test_the_tag_belongs_to_the_content_and_tells_nothing(path: Path) -> None:
    shared = SharedFile.of(path)
    assert re.fullmatch(r'"[0-9a-f]{20}"', shared.etag)
    assert SharedFile.of(path).etag == shared.etag
    os.utime(path, ns=(0, 1))
    assert SharedFile.of(path).etag != shared.etag


def test_a_path_stays_true_in_another_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    shared = SharedFile.of(Path(path.name))
    monkeypatch.chdir("/")
    shared.check()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ServingError, match="it is a folder"):
        SharedFile.of(tmp_path)
