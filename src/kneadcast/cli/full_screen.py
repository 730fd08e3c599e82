"""A screen of rows that takes the whole terminal and gives it back as it was."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TextIO

from kneadcast.cli.drawing import ASCII, UNICODE, Glyphs, Size
from kneadcast.cli.rows import ELLIPSIS, Row, Style
from kneadcast.cli.streams import encoding_of, write_controls
from kneadcast.plain_text import printable

_OPEN = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J"
"""Another screen than the one with the commands before; no cursor; long lines do not go on in the next."""
_CLOSE = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l"
_RESET = "\x1b[0m"
_WINDOWS_OUTPUT, _WINDOWS_SEQUENCES = -11, 0x0004
"""`STD_OUTPUT_HANDLE` and `ENABLE_VIRTUAL_TERMINAL_PROCESSING`."""
_CODES: Mapping[Style, str] = {
    "plain": "",
    "faint": "\x1b[2m",
    "strong": "\x1b[1m",
    "mark": "\x1b[1;7m",
    "left": "\x1b[1;30;43m",
    "right": "\x1b[1;30;46m",
}
"""Black on amber is the left side, and black on teal the right one."""
_CODES_WITHOUT_COLOUR: Mapping[Style, str] = {**_CODES, "left": "\x1b[1;7m", "right": "\x1b[1;7m"}


class FullScreen:
    """Draws rows; only what has changed is written, so that nothing flickers."""

    def __init__(self, stream: TextIO) -> None:
        """Prepares to draw on a terminal."""
        self._stream = stream
        self._codes = _CODES_WITHOUT_COLOUR if os.environ.get("NO_COLOR") else _CODES
        self._encoding = encoding_of(stream)
        self._size = Size(0, 0)
        self._shown: list[str] = []

    @property
    def size(self) -> Size:
        """The size of the terminal now."""
        return Size(*shutil.get_terminal_size())

    @property
    def glyphs(self) -> Glyphs:
        """The characters for drawing that the terminal can show."""
        return UNICODE if _can_encode(f"{UNICODE}{ELLIPSIS}", self._encoding) else ASCII

    def draw(self, rows: Sequence[Row]) -> None:
        """Shows rows, which are not wider than the terminal, in place of those before."""
        painted = [self._painted(row) for row in rows]
        if self.size != self._size:
            self._size, self._shown = self.size, []
            write_controls(self._stream, "\x1b[2J")
        before = self._shown + [""] * (len(painted) - len(self._shown))
        after = painted + [""] * (len(before) - len(painted))
        changes = (
            f"\x1b[{number};1H\x1b[2K{new}"
            for number, (old, new) in enumerate(zip(before, after, strict=True), 1)
            if old != new
        )
        write_controls(self._stream, "".join(changes))
        self._stream.flush()
        self._shown = painted

    def _painted(self, row: Row) -> str:
        spans = ((self._codes[span.style], self._shown_as(span.text)) for span in row if span.text)
        return "".join(f"{code}{text}{_RESET}" if code else text for code, text in spans).rstrip()

    def _shown_as(self, text: str) -> str:
        """Returns text as the terminal can show it: each character that it does not have becomes a question mark."""
        return printable(text).encode(self._encoding, "replace").decode(self._encoding)


if sys.platform == "win32":

    @contextmanager
    def _control_sequences() -> Iterator[None]:
        """Makes the console understand control sequences, as Microsoft documents it for `SetConsoleMode`."""
        kernel, mode = ctypes.windll.kernel32, ctypes.c_ulong()
        console = kernel.GetStdHandle(_WINDOWS_OUTPUT)
        is_console = bool(kernel.GetConsoleMode(console, ctypes.byref(mode)))
        if is_console:
            kernel.SetConsoleMode(console, mode.value | _WINDOWS_SEQUENCES)
        try:
            yield
        finally:
            if is_console:
                kernel.SetConsoleMode(console, mode.value)

else:

    @contextmanager
    def _control_sequences() -> Iterator[None]:
        """Does nothing: every other terminal understands control sequences."""
        yield


@contextmanager
def full_screen(stream: TextIO) -> Iterator[FullScreen]:
    """Yields a screen on a terminal, which is given back as it was, however the body ends."""
    with _control_sequences():
        try:
            write_controls(stream, _OPEN)
            yield FullScreen(stream)
        finally:
            write_controls(stream, _CLOSE)
            stream.flush()


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
