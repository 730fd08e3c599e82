"""The header Range of HTTP: which bytes of a file a request wants (RFC 9110, section 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNIT = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SPEC = re.compile(r"(?P<first>[0-9]*)-(?P<last>[0-9]*)")
_MOST_DIGITS = 20
"""The most digits of a position; a file of 4 GB has ten."""
_MOST_SPECS = 64


@dataclass(frozen=True)
class ByteRange:
    """A part of a file."""

    start: int
    end: int
    """The position after the last byte."""

    @property
    def length(self) -> int:
        """How many bytes it has."""
        return self.end - self.start

    def content_range(self, size: int) -> str:
        """Returns the header Content-Range for this part of a file of a size."""
        return f"bytes {self.start}-{self.end - 1}/{size}"


class UnsatisfiableRangeError(Exception):
    """A range that is not one of bytes of the file, or cannot be read: the answer is 416."""


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """Returns the part of a file that a request wants, or `None` for the whole file.

    Several ranges at once, and units other than bytes, are answered with the whole file, as the standard permits.

    Args:
        header: The value of the header, if there is one.
        size: The size of the file in bytes.

    Raises:
        UnsatisfiableRangeError: If it is no range, or has no byte of the file.
    """
    if header is None:
        return None
    unit, equals, text = header.partition("=")
    if not equals or not _UNIT.fullmatch(unit.strip()):
        raise UnsatisfiableRangeError
    if unit.strip().lower() != "bytes":
        return None
    specs = text.split(",", _MOST_SPECS)
    if len(specs) > _MOST_SPECS:
        raise UnsatisfiableRangeError
    found = [_parse_spec(spec.strip(" \t"), size) for spec in specs]
    if len(found) > 1:
        return None
    if found[0] is None:
        raise UnsatisfiableRangeError
    return found[0]


def _parse_spec(spec: str, size: int) -> ByteRange | None:
    """Returns the range of one specification, or `None` if the file has none of it.

    Raises:
        UnsatisfiableRangeError: If it is no specification.
    """
    match = _SPEC.fullmatch(spec)
    if match is None or len(spec) > 2 * _MOST_DIGITS or spec == "-":
        raise UnsatisfiableRangeError
    first, last = match["first"], match["last"]
    if first and last and int(last) < int(first):
        raise UnsatisfiableRangeError
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    return ByteRange(start, end) if start < end else None
