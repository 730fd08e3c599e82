"""Reading files of any kind and size: what is no regular file, or too large, is refused at once."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast.document.files import is_file, read_limited, sha256_of_file
from kneadcast.errors import RoutineError
from kneadcast.plain_text import printable

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def refusal(path: Path, limit_bytes: int = 1000) -> str:
    """Returns the message with which a file is refused, which both ways to read have in common."""
    messages = set()
    readers: tuple[Callable[..., object], ...] = (read_limited, sha256_of_file)
    for reader in readers:
        with pytest.raises(RoutineError) as caught:
            reader(path, limit_bytes, RoutineError)
        messages.add(str(caught.value).removeprefix(f"{printable(str(path))}: "))
    (message,) = messages
    return message


def test_a_file_within_the_limit_is_read_completely(tmp_path: Path) -> None:
    """A file of exactly the limit is read, and its digest is that of its content."""
    path = tmp_path / "x"
    path.write_bytes(os.urandom(3_000_000))
    assert read_limited(path, 3_000_000, RoutineError) == path.read_bytes()
    assert sha256_of_file(path, 3_000_000, RoutineError) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_larger_file_is_refused_with_the_limit(tmp_path: Path) -> None:
    """One byte more than the limit is too much, and the message states the limit."""
    path = tmp_path / "x"
    path.write_bytes(b"x" * 1001)
    assert refusal(path) == "is larger than 1 kB, too large for a file of its kind"


def test_a_file_that_would_fill_the_memory_is_refused_at_once(tmp_path: Path) -> None:
    """A file with a hole of 100 GB is not read."""
    path = tmp_path / "x.mp3"
    with path.open("wb") as file:
        file.truncate(100_000_000_000)
    begin = time.monotonic()
    assert refusal(path, 50_000_000) == "is larger than 50 MB, too large for a file of its kind"
    assert time.monotonic() - begin < 1


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    """The message says what is in the place of the file."""
    assert refusal(tmp_path) == "cannot be read: it is a folder, not a file"
    assert refusal(tmp_path / "x") == "cannot be read: No such file or directory"


@POSIX
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    """A pipe into which nobody writes does not stop the program."""
    path = tmp_path / "x.yaml"
    os.mkfifo(path)
    assert refusal(path) == "cannot be read: it is a pipe, not a file"
    assert not is_file(path)


@POSIX
def test_a_file_that_is_replaced_by_a_pipe_does_not_stop_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if the kind of a file changes after it was looked at, opening it does not wait."""
    path, looked_at = tmp_path / "x.yaml", tmp_path / "y.yaml"
    os.mkfifo(path)
    looked_at.write_bytes(b"")
    found = looked_at.stat()
    monkeypatch.setattr(Path, "stat", lambda *_args, **_kwargs: found)
    reading = threading.Thread(target=lambda: read_limited(path, 1000, RoutineError), daemon=True)
    reading.start()
    reading.join(5)
    assert not reading.is_alive()


@POSIX
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full", "/dev/null", "/dev/urandom", "/dev/tty"])
def test_a_device_is_refused(device: str) -> None:
    """A device is not opened: it may have no end, and no beginning."""
    assert refusal(Path(device)) == "cannot be read: it is a device, not a file"
    assert not is_file(Path(device))


@POSIX
def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket is named as what it is."""
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("x.yaml")
        assert refusal(Path("x.yaml")) == "cannot be read: it is a socket, not a file"


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux has /proc")
def test_a_file_that_states_no_size_is_read_up_to_the_limit() -> None:
    """The size of a file of the system is 0, and the limit holds for what it contains."""
    assert b"python" in read_limited(Path("/proc/self/cmdline"), 100_000, RoutineError)
    assert refusal(Path("/proc/self/maps")) == "is larger than 1 kB, too large for a file of its kind"


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_a_text_that_cannot_be_a_name_is_no_file(name: str) -> None:
    """A text from a document may be no name at all, and is then reported like a missing file."""
    assert not is_file(Path(name))
    assert refusal(Path(name)) in ("cannot be read: no file can have this name", "cannot be read: Invalid argument")


def test_a_name_that_is_too_long_is_no_file() -> None:
    """A name that no disk can have is no file, instead of an error of the system."""
    assert not is_file(Path("x" * 5000))
    assert refusal(Path("x" * 5000)) == "cannot be read: the name is too long; use a shorter one"
