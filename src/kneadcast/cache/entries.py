"""Entries of the cache on disk: a payload, and a seal that proves that the payload was written under this very name.

The seal is the last line of the file, in JSON: the number of the format, the kind and the key of the entry, and the
SHA-256 of the payload. An entry that does not hold counts as missing, whatever happened to it, and is removed: it is
truncated or changed, belongs to another key, is no regular file, cannot be read or is too large.

The payload is the beginning of the file, so that any program for sound can play the clips in the cache.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from contextlib import suppress
from pathlib import Path

from kneadcast.temporary_names import remove_leftovers, temporary_name

FORMAT = 2
"""The number of the format. Increase it whenever entries of an earlier format must not be used."""
MOST_ENTRY_BYTES = 64_000_000
"""The largest entry: a clip of eleven minutes at 48 kHz, or six minutes of stereo. The longest line of a routine takes
seconds."""
_OUT_OF_RESOURCES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""Why an entry that holds cannot be read at the moment."""
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that takes the place of the file after it was looked at
)


def read_entry(path: Path, key: str) -> bytes | None:
    """Returns the payload of an entry, or `None` if there is none that holds.

    Args:
        path: The file, in a folder with the name of the kind of entry.
        key: The key of the entry.
    """
    try:
        payload, seal = _read_regular_file(path, _seal_bytes(path, key))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno not in _OUT_OF_RESOURCES:
            discard(path)
        return None
    if seal != _seal(path, key, payload):
        discard(path)
        return None
    return payload


def write_entry(path: Path, key: str, payload: bytes) -> None:
    """Writes an entry, completely or not at all.

    Args:
        path: The file, in a folder with the name of the kind of entry. Unfinished files are written beside that folder.
        key: The key of the entry.
        payload: The content, at most `MOST_ENTRY_BYTES` with the seal.

    Raises:
        OSError: If it cannot be written.
    """
    content = payload + _seal(path, key, payload)
    if len(content) > MOST_ENTRY_BYTES:
        raise OSError(errno.EFBIG, "the entry is too large")
    _make_folder(path.parent)
    remove_leftovers(path.parent.parent)
    part = path.parent.parent / temporary_name()
    try:
        part.write_bytes(content)
        _replace(part, path, key, payload)
    finally:
        with suppress(OSError):  # after a success there is no such file
            part.unlink()


def read_regular_file(path: Path) -> bytes:
    """Returns the content of a regular file of at most `MOST_ENTRY_BYTES`; nothing else is opened.

    Raises:
        OSError: If it cannot be read, or is no such file.
    """
    return _read_regular_file(path, 0)[0]


def _read_regular_file(path: Path, end_bytes: int) -> tuple[bytes, bytes]:
    """Returns the content of a regular file in two parts.

    Args:
        path: The file.
        end_bytes: How much of the content is returned apart from the rest, of which there is then no second copy.

    Raises:
        OSError: If it cannot be read, or is no such file.
    """
    _check_regular(path.lstat())
    with os.fdopen(os.open(path, _OPEN_FLAGS), "rb") as file:
        found = os.fstat(file.fileno())
        _check_regular(found)
        return file.read(max(0, found.st_size - end_bytes)), file.read(end_bytes)


def discard(path: Path) -> None:
    """Removes what is in the place of an entry, unless the system refuses or it is a folder that is not empty."""
    with suppress(OSError):
        if stat.S_ISDIR(path.lstat().st_mode):
            path.rmdir()
        else:
            path.unlink()


def _check_regular(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "this is no regular file")
    if found.st_size > MOST_ENTRY_BYTES:
        raise OSError(errno.EFBIG, "the file is too large")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        discard(folder)  # a file in the place of the folder of a kind
        folder.mkdir()


def _replace(part: Path, path: Path, key: str, payload: bytes) -> None:
    try:
        part.replace(path)
    except PermissionError:
        # Windows does not replace a file that is being read; then another build has written the same entry.
        if os.name != "nt" or read_entry(path, key) != payload:
            raise


def _seal(path: Path, key: str, payload: bytes) -> bytes:
    facts = {"format": FORMAT, "entry": f"{path.parent.name}/{key}", "sha256": hashlib.sha256(payload).hexdigest()}
    return b"\n" + json.dumps(facts).encode() + b"\n"


def _seal_bytes(path: Path, key: str) -> int:
    """Returns the length of the seal of an entry, which its payload does not change."""
    return len(_seal(path, key, b""))
