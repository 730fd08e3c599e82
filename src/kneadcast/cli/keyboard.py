"""Single keys from a terminal, without waiting for Enter."""

from __future__ import annotations

import codecs
import os
import select
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from kneadcast.cli.key_sequences import (
    ASK_PROTOCOL,
    INTERRUPT,
    LEFT,
    POP_PROTOCOL,
    PUSH_PROTOCOL,
    QUIT_SIGNAL,
    RIGHT,
    is_kind_answer,
    is_protocol_answer,
    is_unfinished,
    key_of,
    tokens_in,
)
from kneadcast.cli.streams import write_controls

if sys.platform == "win32":
    import msvcrt
else:
    import termios
    import tty

ReadKey = Callable[[float], str]
"""Waits for a key, at most a number of seconds; returns an empty string if no key was pressed."""
_POLL_S = 0.02
_MOST_BYTES = 1024
_REST_S = 0.03
"""How long the rest of a sequence may take; after that, its beginning was the escape key."""
_ANSWER_S = 0.2
"""How long an answer of the terminal is awaited at the end, so that it does not become input of the shell."""


if sys.platform == "win32":

    @contextmanager
    def keys(_terminal: TextIO | None = None) -> Iterator[ReadKey]:
        """Yields a function that reads keys; the console has no protocol for media keys."""
        yield _read_key

    def _read_key(timeout_s: float) -> str:
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            if msvcrt.kbhit():
                char = msvcrt.getwch()
                return _ARROWS.get(msvcrt.getwch(), "") if char in _PREFIXES and msvcrt.kbhit() else key_of(char)
            time.sleep(_POLL_S)
        return ""

    _PREFIXES = ("\x00", "\xe0")
    _ARROWS = {"K": LEFT, "M": RIGHT}
    """What a special key sends after a prefix, by the documentation of `_getwch`."""

else:

    @contextmanager
    def keys(terminal: TextIO | None = None) -> Iterator[ReadKey]:
        """Yields a function that reads keys; the mode of the terminal is restored when the body ends.

        Args:
            terminal: Where the terminal is asked to report media keys as well; by default it is not asked. It has to
                show the same screen when the body ends, because each screen has its own state of the keyboard.
        """
        source = sys.stdin.fileno()
        mode = termios.tcgetattr(source)
        queue = _KeyQueue(source, terminal)
        try:
            tty.setcbreak(source)
            _ignore_suspension(source)
            queue.open()
            yield queue.next
        finally:
            try:
                queue.close()
            finally:
                termios.tcsetattr(source, termios.TCSADRAIN, mode)

    def _ignore_suspension(terminal: int) -> None:
        """Makes Ctrl-Z a key as any other: a program that it stops cannot give the terminal back first."""
        mode = termios.tcgetattr(terminal)
        mode[6][termios.VSUSP] = bytes([os.fpathconf(terminal, "PC_VDISABLE") & 0xFF])
        termios.tcsetattr(terminal, termios.TCSADRAIN, mode)

    class _KeyQueue:
        """Splits the input into keys, since one read may return several keys if they are pressed fast or held down.

        The terminal is asked for the keyboard protocol without waiting: its answers are found among the keys.
        """

        def __init__(self, source: int, terminal: TextIO | None) -> None:
            self._source, self._terminal = source, terminal
            self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
            self._waiting: deque[str] = deque()
            self._asked, self._pushed = False, False

        def open(self) -> None:
            """Asks for the protocol."""
            self._asked = self._write(ASK_PROTOCOL)

        def close(self) -> None:
            """Takes the protocol back, and reads the answers that are still missing."""
            if self._pushed:
                self._write(POP_PROTOCOL)
            until = time.monotonic() + _ANSWER_S
            while self._asked and self._is_ready(until - time.monotonic()):
                if not (text := self._read()):
                    break
                self._asked = not any(map(is_kind_answer, tokens_in(text)))

        def next(self, timeout_s: float) -> str:
            """Returns the next key."""
            if not self._waiting and self._is_ready(timeout_s):
                for token in tokens_in(self._read()):
                    self._take(token)
            return self._waiting.popleft() if self._waiting else ""

        def _take(self, token: str) -> None:
            if is_kind_answer(token):
                self._asked = False
            elif is_protocol_answer(token):
                self._pushed = self._pushed or self._write(PUSH_PROTOCOL)
            elif (key := key_of(token)) in _SIGNALS:  # with the protocol, the terminal sends no signals itself
                signal.raise_signal(_SIGNALS[key])
            else:
                self._waiting.append(key)

        def _read(self) -> str:
            """Returns what has come; waits for the rest of a sequence that has begun."""
            text = self._decoder.decode(os.read(self._source, _MOST_BYTES))
            while is_unfinished(text) and self._is_ready(_REST_S):
                if not (rest := self._decoder.decode(os.read(self._source, _MOST_BYTES))):
                    break
                text += rest
            return text

        def _is_ready(self, timeout_s: float) -> bool:
            return bool(select.select([self._source], [], [], max(0.0, timeout_s))[0])

        def _write(self, controls: str) -> bool:
            """Writes to the terminal and returns whether there is one."""
            if self._terminal is None:
                return False
            write_controls(self._terminal, controls)
            self._terminal.flush()
            return True

    _SIGNALS = {INTERRUPT: signal.SIGINT, QUIT_SIGNAL: signal.SIGQUIT}
