"""A terminal in memory, which understands what the player draws with."""

from __future__ import annotations

import io
import re

_PIECE = re.compile(r"\x1b\[(\??)([0-9;]*)([A-Za-z])|([^\x1b]+)", re.DOTALL)


class FakeTerminal(io.StringIO):
    """Shows what is written on lines of text; everything that was written is in `written`."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self.written: list[str] = []
        self.lines: dict[int, str] = {}
        self.modes: set[str] = {"?7", "?25"}
        """Wrapping and the cursor are on; `?1049` is the other screen."""
        self._encoding = encoding
        self._line, self._column = 1, 1

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        text.encode(self._encoding)
        self.written.append(text)
        for private, numbers, command, shown in _PIECE.findall(text):
            self._obey(private + numbers, command) if command else self._show(shown)
        return len(text)

    @property
    def text(self) -> str:
        """All lines, without styles."""
        return "\n".join(self.lines.get(number, "") for number in range(1, max(self.lines, default=0) + 1))

    def _show(self, text: str) -> None:
        self.lines[self._line] = self.lines.get(self._line, "") + text

    def _obey(self, numbers: str, command: str) -> None:
        if command in "hl":
            (self.modes.add if command == "h" else self.modes.discard)(numbers)
        elif command == "H":
            self._line = int(numbers.split(";")[0])
        elif command == "K":
            self.lines[self._line] = ""
        elif command == "J":
            self.lines.clear()
        elif command != "m":
            raise AssertionError(f"unknown command {numbers}{command}")
