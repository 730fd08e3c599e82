"""The processes of a command, recognised by a text in their environment, which all of them inherit."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
_POLL_S = 0.01
_LIMIT_S = 10
"""A process that begins on a busy computer needs seconds to notice that it is not needed any more."""


def running(mark: str) -> dict[int, str]:
    """Returns the command lines of running processes whose environment contains a text, by their ids.

    Finds none where there is no /proc. A fork of this process has the environment that this process began with.
    """
    return dict(_found(mark.encode())) if PROC.is_dir() else {}


def wait_until_gone(mark: str, limit_s: float = _LIMIT_S) -> tuple[str, ...]:
    """Waits until the processes with a text have ended; ends those that have not, and returns their command lines."""
    end_s = time.monotonic() + limit_s
    while (left := running(mark)) and time.monotonic() < end_s:
        time.sleep(_POLL_S)
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return tuple(left.values())


def _found(mark: bytes) -> Iterator[tuple[int, str]]:
    for folder in PROC.iterdir():
        # A process may end at any moment, and those of other users cannot be read.
        with suppress(OSError):
            if not folder.name.isdigit() or mark not in (folder / "environ").read_bytes():
                continue
            if (folder / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX":
                yield int(folder.name), (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
