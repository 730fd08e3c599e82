"""A file that is shared: opened by its path, and given only as long as it is the file that was named."""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path

from kneadcast.document.files import check_regular
from kneadcast.errors import ServingError

_NS_PER_S = 1_000_000_000
_TAG_LETTERS = 20
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class ChangedFileError(Exception):
    """A file that has been removed, replaced or changed since it was named: the answer is 410."""


@dataclass(frozen=True)
class FileIdentity:
    """What tells whether a file is still the same, and has the same content."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> FileIdentity:
        """Returns the identity of a file."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True)
class SharedFile:
    """A file, and its identity when it was named."""

    path: Path
    identity: FileIdentity

    @classmethod
    def of(cls, path: Path) -> SharedFile:
        """Returns a file as it is now; its path stays true if the working folder changes.

        Raises:
            ServingError: If it is no regular file.
        """
        return cls(path.absolute(), FileIdentity.of(check_regular(path, ServingError)))

    @property
    def size(self) -> int:
        """Bytes."""
        return self.identity.size

    @property
    def etag(self) -> str:
        """A strong entity tag; it does not disclose what it is made from."""
        return f'"{hashlib.sha256(repr(self.identity).encode()).hexdigest()[:_TAG_LETTERS]}"'

    @property
    def last_modified(self) -> str:
        """The date of the last change, as HTTP writes it."""
        return formatdate(self.identity.modified_ns // _NS_PER_S, usegmt=True)

    def check(self) -> None:
        """Checks that the path leads to the same file with the same content.

        Raises:
            ChangedFileError: If it does not.
        """
        self.open().close()

    def open(self) -> io.FileIO:
        """Opens the file.

        Raises:
            ChangedFileError: If it is another file, has another content or cannot be opened.
        """
        try:
            file = io.FileIO(self.path, opener=lambda name, flags: os.open(name, flags | _FLAGS))
        except OSError as reason:
            raise ChangedFileError from reason
        try:
            self._check_open(file)
        except ChangedFileError:
            file.close()
            raise
        return file

    def read(self, file: io.FileIO, start: int, length: int) -> bytes:
        """Returns bytes of the open file that belong to the content that was named.

        Args:
            file: From `open`.
            start: The position of the first byte.
            length: How many bytes at most; fewer may be returned, but not none.

        Raises:
            ChangedFileError: If the file has changed or cannot be read.
        """
        try:
            file.seek(start)
            data = file.read(length)
        except OSError as reason:
            raise ChangedFileError from reason
        self._check_open(file)  # afterwards: a change before or during the read is noticed
        if not data:
            raise ChangedFileError
        return data

    def _check_open(self, file: io.FileIO) -> None:
        if FileIdentity.of(os.fstat(file.fileno())) != self.identity:
            raise ChangedFileError
