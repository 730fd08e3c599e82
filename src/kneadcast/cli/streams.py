"""Standard output and standard error while a command runs: printed text is safe, and lost text is noticed.

Text on them goes through `printable`, whoever prints it, so that no command can forget it. Results on standard output
that cannot be written raise `OutputLostError`. What is said on standard error is about the work and not its result:
if it cannot be written, the work goes on.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, TextIO, cast

import click

from kneadcast.plain_text import printable

_STANDARD_DESCRIPTORS = 3
_CLOSED = "it is closed; send it to a file, or to the null device if nobody reads it"


class OutputLostError(OSError):
    """Results that could not be written to standard output."""


class SafeStream(io.TextIOBase):
    """A standard stream that shows control characters of its text, other than line breaks, as escapes.

    Attributes:
        lost: Why text could not be written; `None` if nothing was lost.
    """

    def __init__(self, stream: TextIO | None, *, required: bool) -> None:
        """Wraps a stream.

        Args:
            stream: The stream; `None` if it was closed before the program started.
            required: Whether text that is lost raises `OutputLostError`.
        """
        self.lost: OSError | None = None
        self._stream = stream
        self._required = required

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """UTF-8: any text can be written, and what the stream below cannot encode is shown as an escape."""
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        """Strict, since any text can be written."""
        return "strict"

    @property
    def shown_encoding(self) -> str:
        """The encoding of the stream below, which decides what can be shown without escapes."""
        return getattr(self._stream, "encoding", None) or self.encoding

    @property
    def buffer(self) -> BinaryIO:
        """The stream for bytes, to which click writes the scripts that complete commands in a shell."""
        return cast("BinaryIO", _Bytes(self))

    @property
    def has_failed(self) -> bool:
        """Whether text was lost that somebody meant to read: the stream was not closed, and its reader is not gone."""
        return self.lost is not None and self.lost.errno not in (errno.EBADF, errno.EPIPE)

    def writable(self) -> bool:
        """Returns `True`: text that cannot be written is noticed when it is."""
        return True

    def isatty(self) -> bool:
        """Returns whether the stream is a terminal."""
        try:
            return self._stream is not None and self._stream.isatty()
        except ValueError:  # the stream below is closed
            return False

    def fileno(self) -> int:
        """Returns the file descriptor."""
        if self._stream is None:
            raise io.UnsupportedOperation("fileno")
        return self._stream.fileno()

    def write(self, text: str) -> int:
        """Writes text, in which all control characters but line breaks become visible."""
        self._send("\n".join(map(printable, text.split("\n"))))
        return len(text)

    def write_controls(self, text: str) -> None:
        """Writes text with its control characters, which draw on a terminal; nothing of it comes from a file."""
        self._send(text)

    def write_name(self, name: str) -> None:
        """Writes the name of a file: byte for byte for other programs, safely for a terminal."""
        if self.isatty():
            self.write(name)
        else:
            self.write_bytes(os.fsencode(name))

    def write_bytes(self, content: bytes) -> None:
        """Writes bytes as they are; as text if the stream below has no bytes."""
        buffer = getattr(self._stream, "buffer", None)
        if buffer is None:
            self.write(content.decode("utf-8", "backslashreplace"))
            return
        self.flush()
        try:
            buffer.write(content)
        except OSError as reason:
            self._lose(reason)

    def flush(self) -> None:
        """Writes what is buffered, until text was lost: Python keeps that text, and would lose it again."""
        try:
            if self._stream is not None and self.lost is None:
                self._stream.flush()
        except OSError as reason:
            self._lose(reason)

    def _send(self, text: str) -> None:
        if self.lost and not self._required:
            return
        if self._stream is None:
            self._lose(OSError(errno.EBADF, _CLOSED))
            return
        try:
            self._write_encoded(self._stream, text)
        except OSError as reason:
            self._lose(reason)

    def _write_encoded(self, stream: TextIO, text: str) -> None:
        try:
            stream.write(text)
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(text.encode(encoding, "backslashreplace").decode(encoding))

    def _lose(self, reason: OSError) -> None:
        self.lost = self.lost or reason
        if self._required:
            raise OutputLostError(reason.errno, reason.strerror or str(reason)) from reason


class _Bytes(io.RawIOBase):
    """The bytes of a safe stream."""

    def __init__(self, stream: SafeStream) -> None:
        self._stream = stream

    def writable(self) -> bool:
        """Returns `True`."""
        return True

    def write(self, content: Any) -> int:
        """Writes bytes."""
        self._stream.write_bytes(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Writes what is buffered."""
        self._stream.flush()


class _Controls(io.TextIOBase):
    """A stream whose text is written with its control characters."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def isatty(self) -> bool:
        """Returns whether the stream is a terminal."""
        return self._stream.isatty()

    def write(self, text: str) -> int:
        """Writes text with its control characters."""
        write_controls(self._stream, text)
        return len(text)

    def flush(self) -> None:
        """Writes what is buffered."""
        self._stream.flush()


def controls(stream: TextIO) -> TextIO:
    """Returns the same stream for a progress bar, whose control characters draw on the terminal."""
    return cast("TextIO", _Controls(stream))


def is_drawable(stream: TextIO) -> bool:
    """Returns whether a stream is a terminal that moves its cursor on request."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def encoding_of(stream: TextIO) -> str:
    """Returns the encoding that decides which characters a stream can show."""
    return stream.shown_encoding if isinstance(stream, SafeStream) else stream.encoding or "utf-8"


def write_controls(stream: TextIO, text: str) -> None:
    """Writes text with its control characters, which draw on a terminal; nothing of it comes from a file."""
    if isinstance(stream, SafeStream):
        stream.write_controls(text)
    else:
        click.echo(text, file=stream, nl=False)


@contextmanager
def safe_streams() -> Iterator[SafeStream]:
    """Replaces the standard streams by `SafeStream`s, and an input that is closed by an empty one.

    Returns:
        Standard error.
    """
    before = sys.stdin, sys.stdout, sys.stderr
    with open(os.devnull, encoding="utf-8") as nothing:  # noqa: PTH123 (the null device is no path of a file)
        sys.stdin = before[0] or nothing
        errors = SafeStream(before[2], required=False)
        sys.stdout, sys.stderr = cast("TextIO", SafeStream(before[1], required=True)), cast("TextIO", errors)
        try:
            yield errors
        finally:
            sys.stdin, sys.stdout, sys.stderr = before
            for stream in before[1:]:
                _drop_unwritten(stream)


def reserve_descriptors() -> None:
    """Opens the null device in place of standard streams that are closed.

    Otherwise the next file that is opened gets the descriptor, and whatever a library or another program prints is
    written into that file.
    """
    descriptor = os.open(os.devnull, os.O_RDWR)
    while descriptor < _STANDARD_DESCRIPTORS:
        os.set_inheritable(descriptor, True)
        descriptor = os.open(os.devnull, os.O_RDWR)
    os.close(descriptor)


def _drop_unwritten(stream: TextIO | None) -> None:
    """Drops text that could not be written, which the interpreter otherwise fails to write once more when it ends."""
    try:
        if stream is not None:
            stream.flush()
    except (OSError, ValueError):
        try:
            descriptor = stream.fileno() if stream is not None else -1
        except (OSError, ValueError):  # a stream in memory, or a closed one
            return
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, descriptor)
        os.close(null)
