"""Names of temporary files, which state the process that owns them, and the removal of files whose owner has gone.

A process that is killed cannot remove its temporary files. The next command that writes into the same folder does.
"""

from __future__ import annotations

import os
import platform
import re
import secrets
import shutil
import time
import zlib
from contextlib import suppress
from pathlib import Path

_PREFIX = ".kneadcast-"
_NAME = re.compile(rf"{re.escape(_PREFIX)}(?P<host>[0-9a-f]{{8}})-(?P<process>\d+)-(?P<made_s>\d+)-[0-9a-f]{{8}}")
"""A temporary name without its suffix; see `temporary_name`."""
_CLOCK_ERROR_S = 2
"""The start of a process and the time in a name are read from different clocks."""
_OTHER_HOST_IDLE_S = 86_400
"""A temporary file of another computer, on a shared disk, is a leftover once nobody has written to it for a day."""


def temporary_name(suffix: str = "") -> str:
    """Returns a new name for a temporary file or folder: host, process, time in seconds, and a random number."""
    return f"{_PREFIX}{_host()}-{os.getpid()}-{int(time.time())}-{secrets.token_hex(4)}{suffix}"


def is_temporary_name(name: str) -> bool:
    """Returns whether a name is one that `temporary_name` returns."""
    return _NAME.match(name) is not None


def remove_leftovers(folder: Path) -> None:
    """Removes the temporary files and folders in a folder whose process has gone.

    One that cannot be removed stays, since it does not prevent the work of this process.
    """
    try:
        names = [name for name in os.listdir(folder) if name.startswith(_PREFIX)]  # noqa: PTH208 -- names alone
    except OSError:
        return  # writing into the folder reports what is wrong with it
    for name in names:
        path = folder / name
        if _is_leftover(path):
            remove_tree(path)


def remove_tree(path: Path) -> None:
    """Removes a temporary file or folder as far as possible; one that does not exist is no error."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):  # the next command tries again
        path.unlink(missing_ok=True)


def _host() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _is_leftover(path: Path) -> bool:
    name = _NAME.match(path.name)
    if name is None:
        return False
    if name["host"] == _host():
        return not _is_running(int(name["process"]), int(name["made_s"]))
    try:
        return time.time() - path.lstat().st_mtime > _OTHER_HOST_IDLE_S
    except OSError:
        return False  # its owner has just removed it


def _is_running(process: int, made_s: int) -> bool:
    """Returns whether the process still runs that had a number at a time; the number may since belong to another."""
    import psutil  # takes time to import, and most folders have no leftovers

    try:
        found = psutil.Process(process)
        return found.create_time() <= made_s + 1 + _CLOCK_ERROR_S and found.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True  # a process of another user, about which the system says nothing
