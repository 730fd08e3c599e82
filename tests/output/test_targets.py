"""Checks before a file is written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kneadcast.errors import OutputError
from kneadcast.output import Tags, Target, check_targets
from kneadcast.output.tags.id3 import write_tags
from tests.output.files import encode, tone


def check_replaceable(target: Path, *, force: bool = False) -> None:
    check_targets([Target(target, "the session")], force=force)


def check_new(target: Path) -> None:
    check_targets([Target.document(target, "the script")])


def test_a_new_name_may_be_written(tmp_path: Path) -> None:
    check_replaceable(tmp_path / "session.mp3")
    check_new(tmp_path / "session.mp3")


def test_a_name_without_a_folder_is_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_replaceable(Path("session.mp3"))


def test_a_session_of_kneadcast_may_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "session.mp3"
    encode([tone(4410)], target)
    write_tags(target, Tags("A title", "a-routine", "en"), ())
    check_replaceable(target)


def test_any_other_file_is_only_replaced_by_force(tmp_path: Path) -> None:
    target = tmp_path / "song.mp3"
    encode([tone(4410)], target)
    with pytest.raises(OutputError, match=r"song.mp3' already exists and was not made by Kneadcast, .*--force"):
        check_replaceable(target)
    check_replaceable(target, force=True)


def test_a_file_that_people_edit_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "script.yaml"
    target.write_text("my edits", encoding="utf-8")
    with pytest.raises(OutputError, match=r"script.yaml' already exists; .*--force"):
        check_new(target)


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is not a file"):
        check_replaceable(tmp_path, force=True)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"there is no folder '.*nowhere' for 'session.mp3'"):
        check_replaceable(tmp_path / "nowhere" / "session.mp3")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_writable_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match=r"the folder '.*' is not writable"):
        check_replaceable(tmp_path / "session.mp3")


def test_all_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").mkdir()
    (tmp_path / "b.md").write_text("mine", encoding="utf-8")
    targets = [Target(tmp_path / name, f"the {name}") for name in ("a.mp3", "b.md", "no/where.mp3")]
    with pytest.raises(OutputError) as error:
        check_targets(targets)
    assert len(error.value.problems) == 3


@pytest.mark.parametrize("force", [False, True])
def test_a_file_that_is_read_is_never_written(tmp_path: Path, force: bool) -> None:
    source = tmp_path / "script.yaml"
    source.write_text("cues", encoding="utf-8")
    with pytest.raises(OutputError, match="is the file to read, which the session would replace"):
        check_targets([Target(tmp_path / "x" / ".." / "script.yaml", "the session")], inputs=[source], force=force)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need permission there")
def test_two_names_of_one_file_are_the_same_target(tmp_path: Path) -> None:
    (tmp_path / "real.mp3").write_bytes(b"")
    (tmp_path / "link.mp3").symlink_to(tmp_path / "real.mp3")
    targets = [Target(tmp_path / "real.mp3", "one"), Target(tmp_path / "link.mp3", "the other")]
    with pytest.raises(OutputError, match="one and the other would have the same name"):
        check_targets(targets, force=True)


@pytest.mark.parametrize("name", ["s" * 256 + ".mp3", "d/" * 3000 + "s.mp3", "\0.mp3"])
def test_a_name_that_the_system_does_not_take_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"cannot be written as|there is no folder"):
        check_targets([Target(tmp_path / name, "the session")])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files there")
@pytest.mark.parametrize("force", [False, True])
def test_a_device_or_a_pipe_is_not_a_target(tmp_path: Path, force: bool) -> None:
    os.mkfifo(tmp_path / "pipe.mp3")
    for path in (tmp_path / "pipe.mp3", Path("/dev/null")):
        with pytest.raises(OutputError, match="is not a file"):
            check_targets([Target(path, "the session")], force=force)
