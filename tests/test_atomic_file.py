"""Files are there whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kneadcast.atomic_file import atomic_file
from kneadcast.errors import OutputError
from kneadcast.output import Tags, check_replaceable, write_tags
from tests.output.files import encode, tone


def test_what_was_written_takes_the_targets_place(tmp_path: Path) -> None:
    target = tmp_path / "session.mp3"
    target.write_bytes(b"old")
    with atomic_file(target) as part:
        part.write_bytes(b"new")
        assert target.read_bytes() == b"old"
        assert part.parent == tmp_path
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("interruption", [RuntimeError, KeyboardInterrupt, SystemExit, OutputError])
def test_whatever_goes_wrong_leaves_the_target_as_it_was_and_nothing_beside_it(
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


def test_a_file_that_cannot_take_its_place_is_told_and_removed(tmp_path: Path) -> None:
    target = tmp_path / "session.mp3"

    def write_where_a_folder_appears() -> None:
        with atomic_file(target) as part:
            part.write_bytes(b"new")
            target.mkdir()

    with pytest.raises(OutputError, match=r"session.mp3' could not be written"):
        write_where_a_folder_appears()
    assert list(tmp_path.iterdir()) == [target]


def test_the_file_has_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    plain, target = tmp_path / "plain", tmp_path / "session.mp3"
    plain.write_bytes(b"")
    with atomic_file(target) as part:
        part.write_bytes(b"new")
    assert target.stat().st_mode == plain.stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link_and_the_file_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real, link = tmp_path / "elsewhere" / "real.mp3", tmp_path / "session.mp3"
    real.write_bytes(b"old")
    link.symlink_to(real)
    with atomic_file(link) as part:
        part.write_bytes(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_new_name_may_be_written(tmp_path: Path) -> None:
    check_replaceable(tmp_path / "session.mp3")


def test_a_name_without_a_folder_is_one_in_the_folder_we_are_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    check_replaceable(Path("session.mp3"))
    with atomic_file(Path("session.mp3")) as part:
        part.write_bytes(b"new")
    assert (tmp_path / "session.mp3").read_bytes() == b"new"


def test_a_session_of_ours_may_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "session.mp3"
    encode([tone(4410)], target)
    write_tags(target, Tags("A title", "a-routine", "en"), ())
    check_replaceable(target)


def test_a_file_of_somebody_elses_is_only_replaced_by_force(tmp_path: Path) -> None:
    target = tmp_path / "song.mp3"
    encode([tone(4410)], target)
    with pytest.raises(OutputError, match=r"song.mp3' already exists and is not a session of Kneadcast; .*--force"):
        check_replaceable(target)
    check_replaceable(target, force=True)


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is not a file"):
        check_replaceable(tmp_path, force=True)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"there is no folder '.*nowhere' for 'session.mp3'"):
        check_replaceable(tmp_path / "nowhere" / "session.mp3")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="cannot be written to"):
        check_replaceable(tmp_path / "session.mp3")
