"""What a killed process leaves behind is recognised and removed; what a running one writes is not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kneadcast.temporary_names import remove_leftovers, temporary_name

_MAKE_AND_WAIT = """
import sys, time, pathlib
from kneadcast.temporary_names import temporary_name
folder = pathlib.Path(sys.argv[1])
(folder / temporary_name(".mp3")).write_bytes(b"half")
(folder / temporary_name()).mkdir()
print("made", flush=True)
time.sleep(60)
"""


def test_no_two_names_are_the_same() -> None:
    """Names differ, also those of one process within one second."""
    assert len({temporary_name() for _ in range(1000)}) == 1000


def test_a_file_of_this_process_stays(tmp_path: Path) -> None:
    """The files that are being written are not leftovers."""
    (tmp_path / temporary_name(".mp3")).write_bytes(b"half")
    remove_leftovers(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_files_and_folders_stay_until_their_process_has_gone(tmp_path: Path) -> None:
    """The files of a running process stay; those of a killed one are removed, folders with their contents."""
    (tmp_path / ".kneadcast-notes").write_text("mine", encoding="utf-8")
    child = subprocess.Popen([sys.executable, "-c", _MAKE_AND_WAIT, str(tmp_path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        child.stdout.readline()
        remove_leftovers(tmp_path)
        assert len(list(tmp_path.iterdir())) == 3
        child.kill()
        if sys.platform != "win32":
            os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # until it has ended, but is still listed
        else:
            child.wait()
        remove_leftovers(tmp_path)
        child.wait()
    assert [path.name for path in tmp_path.iterdir()] == [".kneadcast-notes"]


def test_a_number_that_a_later_process_has_is_no_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file from before the start of the process that now has its number is a leftover."""
    monkeypatch.setattr("kneadcast.temporary_names.time.time", lambda: 1_000_000.0)
    (tmp_path / temporary_name()).mkdir()
    monkeypatch.undo()
    remove_leftovers(tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_files_of_another_computer_stay_for_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that shares the disk may still be writing, and its processes cannot be seen."""
    monkeypatch.setattr("kneadcast.temporary_names.platform.node", lambda: "another")
    (tmp_path / temporary_name()).write_bytes(b"")
    old = tmp_path / temporary_name()
    old.write_bytes(b"")
    os.utime(old, (time.time() - 100_000,) * 2)
    monkeypatch.undo()
    remove_leftovers(tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
    assert not old.exists()
