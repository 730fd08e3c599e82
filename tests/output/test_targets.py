"""Checks before a file is written."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kneadcast.errors import OutputError
from kneadcast.output import Tags, check_new, check_replaceable
from kneadcast.output.tags.id3 import write_tags
from tests.output.files import encode, tone


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
    with pytest.raises(OutputError, match=r"song.mp3' already exists and is not a session of Kneadcast; .*--force"):
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
