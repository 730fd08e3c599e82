"""Single keys from a terminal, without waiting for Enter."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt
else:
    import termios
    import tty

ReadKey = Callable[[float], str]
"""Waits for a key, at most a number of seconds; returns an empty string if no key was pressed."""
_POLL_S = 0.02
_KEY = re.compile(r"\x1b[\[O][0-9;]*[A-Za-z~]|.", re.DOTALL)
"""An arrow or another special key is an escape sequence; any other key is one character."""
LEFT, RIGHT = "\x1b[D", "\x1b[C"
_APPLICATION_ARROWS = {"\x1bOD": LEFT, "\x1bOC": RIGHT}
"""What the arrows send while the terminal is in its application mode."""
_MOST_BYTES = 1024


if sys.platform == "win32":

    @contextmanager
    def keys() -> Iterator[ReadKey]:
        """Yields a function that reads keys."""
        yield _read_key

    def _read_key(timeout_s: float) -> str:
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            if msvcrt.kbhit():
                char = msvcrt.getwch()
                return _ARROWS.get(msvcrt.getwch(), "") if char in _PREFIXES and msvcrt.kbhit() else char
            time.sleep(_POLL_S)
        return ""

    _PREFIXES = ("\x00", "\xe0")
    _ARROWS = {"K": LEFT, "M": RIGHT}
    """What a special key sends after a prefix, by the documentation of `_getwch`."""

else:

    @contextmanager
    def keys() -> Iterator[ReadKey]:
        """Yields a function that reads keys; the mode of the terminal is restored when the body ends."""
        terminal = sys.stdin.fileno()
        mode = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal)
            _ignore_suspension(terminal)
            yield _KeyQueue(terminal).next
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, mode)

    def _ignore_suspension(terminal: int) -> None:
        """Makes Ctrl-Z a key as any other: a program that it stops cannot give the terminal back first."""
        mode = termios.tcgetattr(terminal)
        mode[6][termios.VSUSP] = bytes([os.fpathconf(terminal, "PC_VDISABLE") & 0xFF])
        termios.tcsetattr(terminal, termios.TCSADRAIN, mode)

    class _KeyQueue:
        """Splits the input into keys, since one read may return several keys if they are pressed fast or held down."""

        def __init__(self, terminal: int) -> None:
            self._terminal = terminal
            self._waiting: deque[str] = deque()

        def next(self, timeout_s: float) -> str:
            if not self._waiting and select.select([self._terminal], [], [], timeout_s)[0]:
                keys = _KEY.findall(os.read(self._terminal, _MOST_BYTES).decode("utf-8", "ignore"))
                self._waiting.extend(_APPLICATION_ARROWS.get(key, key) for key in keys)
            return self._waiting.popleft() if self._waiting else ""
