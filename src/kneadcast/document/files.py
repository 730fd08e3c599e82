"""Reading the user's files: only regular files, and never more of them than a limit.

A device, a pipe or a file of the system may never end or never answer, so the kind of a file is known before it is
opened, and its size is not believed while it is read.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kneadcast.errors import KneadcastError, Problem, describe_os_error

_CHUNK_BYTES = 1 << 20
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Flags for opening: never wait for data, and never convert line ends, where the platform does either."""


def is_file(path: Path) -> bool:
    """Returns whether a path is a regular file; `False` also for a text that cannot be the name of a file."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def check_regular(path: Path, error: type[KneadcastError]) -> os.stat_result:
    """Checks that a path is a regular file, or a link to one, and returns its status.

    Raises:
        KneadcastError: Of the given class, if it is not.
    """
    try:
        found = path.stat()
    except OSError as reason:
        raise error(Problem(f"cannot be read: {describe_os_error(reason)}", str(path))) from reason
    except ValueError as reason:  # a NUL, or half of a surrogate pair
        raise error(Problem("cannot be read: no file can have this name", str(path))) from reason
    if not stat.S_ISREG(found.st_mode):
        kind = next((name for matches, name in _KINDS if matches(found.st_mode)), "something else")
        raise error(Problem(f"cannot be read: it is {kind}, not a file", str(path)))
    return found


def check_size(path: Path, limit_bytes: int, error: type[KneadcastError]) -> None:
    """Checks that a path is a regular file that is not larger than a limit.

    Raises:
        KneadcastError: Of the given class, if it is not.
    """
    if check_regular(path, error).st_size > limit_bytes:
        raise error(_too_large(path, limit_bytes))


def is_missing(path: Path) -> bool:
    """Returns whether there is nothing under a name; what cannot be looked at is there, so that reading it says why."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def expanded(path: Path) -> Path:
    """Returns a path with the home folder in place of `~`; one of a user who does not exist stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def read_limited(path: Path, limit_bytes: int, error: type[KneadcastError]) -> bytes:
    """Returns the content of a file.

    Args:
        path: The file.
        limit_bytes: The size above which the file is refused; no more than one byte beyond it is read.
        error: The class of the errors that are raised.

    Raises:
        KneadcastError: Of the given class, if it is no regular file, cannot be read, or is larger.
    """
    with open_limited(path, limit_bytes, error) as file:
        return b"".join(_chunks(file, path, limit_bytes, error))


def sha256_of_file(path: Path, limit_bytes: int, error: type[KneadcastError]) -> str:
    """Returns the SHA-256 of the content of a file, in hexadecimal.

    Args:
        path: The file.
        limit_bytes: The size above which the file is refused.
        error: The class of the errors that are raised.

    Raises:
        KneadcastError: Of the given class, if it is no regular file, cannot be read, or is larger.
    """
    digest = hashlib.sha256()
    with open_limited(path, limit_bytes, error) as file:
        for chunk in _chunks(file, path, limit_bytes, error):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def open_limited(path: Path, limit_bytes: int, error: type[KneadcastError]) -> Iterator[io.FileIO]:
    """Opens a file for reading, without a buffer, if it is a regular file and not larger than a limit.

    A file of the system can state the size 0 and still have content, so the caller limits how much it reads.

    Raises:
        KneadcastError: Of the given class, if it is no regular file or larger, or if opening it or the body raises an
            `OSError`.
    """
    try:
        with _opened(path, limit_bytes, error) as file:
            yield file
    except OSError as reason:
        raise error(Problem(f"cannot be read: {describe_os_error(reason)}", str(path))) from reason


def _opened(path: Path, limit_bytes: int, error: type[KneadcastError]) -> io.FileIO:
    check_size(path, limit_bytes, error)
    return io.FileIO(path, opener=lambda name, flags: os.open(name, flags | _NO_WAITING))


def _chunks(file: io.FileIO, path: Path, limit_bytes: int, error: type[KneadcastError]) -> Iterator[bytes]:
    left = limit_bytes
    while chunk := file.read(min(_CHUNK_BYTES, left + 1)):
        left -= len(chunk)
        if left < 0:
            raise error(_too_large(path, limit_bytes))
        yield chunk
    if chunk is None:
        raise BlockingIOError(errno.EAGAIN, "it has no content yet")


def _too_large(path: Path, limit_bytes: int) -> Problem:
    limit = f"{limit_bytes // 1_000_000:,} MB" if limit_bytes >= 10_000_000 else f"{limit_bytes // 1000} kB"
    return Problem(f"is larger than {limit}, too large for a file of its kind", str(path))
