"""A file is written completely or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kneadcast.atomic_file import atomic_file
from kneadcast.errors import OutputError


def test_the_target_is_replaced_when_the_body_ends(tmp_path: Path) -> None:
    target = tmp_path / "session.mp3"
    target.write_bytes(b"old")
    with atomic_file(target) as part:
        part.write_bytes(b"new")
        assert target.read_bytes() == b"old"
        assert part.name == target.name
        assert part.stat().st_dev == tmp_path.stat().st_dev
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("interruption", [RuntimeError, KeyboardInterrupt, SystemExit, OutputError])
def test_an_exception_leaves_the_target_unchanged_and_nothing_next_to_it(
    tmp_path: Path, interruption: type[BaseException]
) -> None:
    target = tmp_path / "session.mp3"
    target.write_bytes(b"old")

    def write_half() -> None:
        with atomic_file(target) as part:
            part.write_bytes(b"half of it")
            raise interruption

    with pytest.raises(interruption):
        write_half()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_before_anything_is_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), atomic_file(tmp_path / "session.mp3"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_moved_to_its_target_is_reported_and_removed(tmp_path: Path) -> None:
    target = tmp_path / "session.mp3"

    def write_where_a_folder_appears() -> None:
        with atomic_file(target) as part:
            part.write_bytes(b"new")
            target.mkdir()

    with pytest.raises(OutputError, match=r"session.mp3' could not be written"):
        write_where_a_folder_appears()
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    plain, target = tmp_path / "plain", tmp_path / "session.mp3"
    plain.write_bytes(b"")
    with atomic_file(target) as part:
        part.write_bytes(b"new")
    assert target.stat().st_mode == plain.stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need permission there")
def test_a_symbolic_link_remains_and_the_file_that_it_points_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real, link = tmp_path / "elsewhere" / "real.mp3", tmp_path / "session.mp3"
    real.write_bytes(b"old")
    link.symlink_to(real)
    with atomic_file(link) as part:
        part.write_bytes(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_name_without_a_folder_is_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with atomic_file(Path("session.mp3")) as part:
        part.write_bytes(b"new")
    assert (tmp_path / "session.mp3").read_bytes() == b"new"
