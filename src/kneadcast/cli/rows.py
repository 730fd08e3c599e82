"""Rows of a screen: text with styles, measured, cut and wrapped in columns of a terminal. Everything here is pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

Style = Literal["plain", "faint", "strong", "mark", "left", "right"]
ELLIPSIS = "…"


@dataclass(frozen=True)
class Span:
    """A piece of text in one style."""

    text: str
    style: Style = "plain"

    @property
    def columns(self) -> int:
        """The number of columns that the text takes."""
        return columns_of(self.text)


Row = tuple[Span, ...]


def columns_of(text: str) -> int:
    """Returns the number of columns that a terminal uses for a text.

    Wide and full-width characters take two, and marks that combine with the one before none. Source: Unicode Standard
    Annex 11, which leaves it to the terminal how ambiguous characters are shown; in all but old East Asian fonts they
    take one.
    """
    return sum(map(_columns_of_char, text))


def _columns_of_char(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def row_columns(row: Row) -> int:
    """Returns the number of columns of a row."""
    return sum(span.columns for span in row)


def cut(row: Row, columns: int) -> Row:
    """Returns a row that is not wider than a number of columns; one that is cut ends with an ellipsis."""
    if row_columns(row) <= columns:
        return row
    kept: list[Span] = []
    left = columns - 1
    for span in row:
        text = _beginning(span.text, left)
        kept.append(Span(text, span.style))
        left -= columns_of(text)
        if text != span.text:
            break
    return (*kept[:-1], Span(kept[-1].text + ELLIPSIS, kept[-1].style)) if columns > 0 else ()


def apart(left: Row, right: Row, columns: int) -> Row:
    """Returns a row with one part at the left edge and another at the right; the left one is cut to the rest."""
    if not row_columns(right):
        return cut(left, columns)
    right = cut(right, columns)
    room = max(0, columns - row_columns(right) - 1)
    left = cut(left, room)
    return (*left, Span(" " * (columns - row_columns(left) - row_columns(right))), *right)


def wrapped(words: Iterable[Span], columns: int) -> list[Row]:
    """Returns rows of words with spaces between them; a word that is wider than a row is broken."""
    rows: list[list[Span]] = []
    for piece in chain.from_iterable(_pieces(word, columns) for word in words):
        if rows and row_columns(tuple(rows[-1])) + 1 + piece.columns <= columns:
            rows[-1] += [Span(" "), piece]
        else:
            rows.append([piece])
    return [tuple(row) for row in rows]


def flowed(items: Sequence[str], columns: int, gap: str, style: Style = "plain") -> list[Row]:
    """Returns rows of items that are not broken, with a gap between them; an item that is too wide is cut."""
    lines: list[str] = []
    for item in items:
        if lines and columns_of(lines[-1] + gap + item) <= columns:
            lines[-1] += gap + item
        else:
            lines.append(item)
    return [cut((Span(line, style),), columns) for line in lines]


def _pieces(word: Span, columns: int) -> Iterator[Span]:
    text = word.text
    while columns_of(text) > columns and (first := _beginning(text, columns)):
        yield Span(first, word.style)
        text = text.removeprefix(first)
    yield Span(text, word.style)


def _beginning(text: str, columns: int) -> str:
    """Returns as much of a text from its beginning as a number of columns can show."""
    for index, char in enumerate(text):
        columns -= _columns_of_char(char)
        if columns < 0:
            return text[:index]
    return text
