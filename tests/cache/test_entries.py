"""Entries on disk and their seals."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kneadcast.cache import entries
from kneadcast.cache.entries import read_entry, write_entry
from kneadcast.cache.keys import key_of
from kneadcast.temporary_names import temporary_name

KEY = key_of({"text": "Hello."})


def entry(folder: Path, kind: str = "paces", key: str = KEY) -> Path:
    return folder / kind / f"{key}.json"


@pytest.mark.parametrize("payload", [b"", b"{}", bytes(10_000), b"\n\n\n", b"x" * 3 + b"\n"])
def test_an_entry_is_read_as_it_was_written(tmp_path: Path, payload: bytes) -> None:
    write_entry(entry(tmp_path), KEY, payload)
    assert read_entry(entry(tmp_path), KEY) == payload
    assert [path.name for path in tmp_path.iterdir()] == ["paces"]


def test_an_entry_in_the_place_of_another_key_or_kind_does_not_hold(tmp_path: Path) -> None:
    other = key_of({"text": "Goodbye."})
    for place, key in ((entry(tmp_path, key=other), other), (entry(tmp_path, "lengths"), KEY)):
        write_entry(entry(tmp_path), KEY, b"{}")
        place.parent.mkdir(exist_ok=True)
        entry(tmp_path).rename(place)
        assert read_entry(place, key) is None
        assert not place.exists()


def test_what_does_not_hold_is_removed_and_what_cannot_be_read_for_lack_of_resources_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_files(*_: object) -> int:
        raise OSError(24, "Too many open files")

    write_entry(entry(tmp_path), KEY, b"{}")
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", out_of_files)
        assert read_entry(entry(tmp_path), KEY) is None
    assert read_entry(entry(tmp_path), KEY) == b"{}"
    entry(tmp_path).write_bytes(b"{}")
    assert read_entry(entry(tmp_path), KEY) is None
    assert not entry(tmp_path).exists()


def test_an_entry_that_could_not_be_read_again_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "MOST_ENTRY_BYTES", 1000)
    with pytest.raises(OSError, match="too large"):
        write_entry(entry(tmp_path), KEY, bytes(900))
    assert not list(tmp_path.iterdir())


def test_a_failure_leaves_the_old_entry_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write_entry(entry(tmp_path), KEY, b"old")
    for name in ("write_bytes", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, name, refuse)
            with pytest.raises(OSError, match="No space"):
                write_entry(entry(tmp_path), KEY, b"new")
    assert read_entry(entry(tmp_path), KEY) == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["paces"]


def test_whoever_writes_an_entry_removes_what_a_process_that_has_gone_left(tmp_path: Path) -> None:
    ours, gone = tmp_path / temporary_name(), tmp_path / temporary_name().replace(f"-{os.getpid()}-", "-4194999-")
    ours.touch()
    gone.touch()
    write_entry(entry(tmp_path), KEY, b"{}")
    assert (ours.exists(), gone.exists()) == (True, False)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes with names")
def test_a_pipe_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry(tmp_path).parent.mkdir()
    os.mkfifo(entry(tmp_path))
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("opened"))
    assert read_entry(entry(tmp_path), KEY) is None
    assert not entry(tmp_path).exists()
