"""What a terminal offers to draw with: its size, and the characters that it can show."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Size:
    """The size of a terminal."""

    columns: int
    lines: int


@dataclass(frozen=True)
class Glyphs:
    """The characters that draw, which not every terminal can show."""

    left: str
    right: str
    done: str
    open: str
    done_mark: str
    open_mark: str
    left_key: str
    right_key: str
    dot: str

    def __str__(self) -> str:
        return "".join(getattr(self, field.name) for field in fields(self))


UNICODE = Glyphs("◀", "▶", "━", "─", "┻", "┴", "←", "→", " · ")
ASCII = Glyphs("<<", ">>", "=", "-", "+", "+", "<-", "->", ", ")
