"""Single keys from a terminal, without waiting for Enter."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt
else:
    import termios
    import tty

ReadKey = Callable[[float], str]
"""Waits so many seconds for a key; an empty string if none was pressed."""
_POLL_S = 0.02


if sys.platform == "win32":

    @contextmanager
    def keys() -> Iterator[ReadKey]:
        """Gives a function that reads keys."""
        yield _read_key

    def _read_key(timeout_s: float) -> str:
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            if msvcrt.kbhit():
                return msvcrt.getwch()
            time.sleep(_POLL_S)
        return ""

else:

    @contextmanager
    def keys() -> Iterator[ReadKey]:
        """Gives a function that reads keys; the terminal is as it was once the body ends."""
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal)
            yield _read_key
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    def _read_key(timeout_s: float) -> str:
        ready, _, _ = select.select([sys.stdin], [], [], timeout_s)
        return os.read(sys.stdin.fileno(), 8).decode("utf-8", "ignore") if ready else ""
