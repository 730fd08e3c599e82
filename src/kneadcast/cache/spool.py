"""Payloads that a process keeps while it runs: the first ones in memory, the others in a temporary file.

So the memory of a process does not grow with the number of its payloads, and whoever clears the cache takes nothing
from it. The file has no name, or is removed by the system, when the process ends, also if it is killed.
"""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import IO

_MOST_IN_MEMORY_BYTES = 1_000_000
"""Enough for an answer about a few lines; a session of ten minutes has several times as much."""


@dataclass(frozen=True)
class SpooledPayload:
    """A payload of a spool, equal to any other with the same bytes. Several threads can read it at once."""

    sha256: str
    size_bytes: int
    _read: Callable[[], bytes] = field(repr=False, compare=False)

    def read(self) -> bytes:
        """Returns the payload.

        Raises:
            OSError: If the temporary file cannot be read.
        """
        return self._read()


class Spool:
    """A sequence of payloads. If there is no room for a temporary file, all of them stay in memory."""

    def __init__(self, most_in_memory_bytes: int = _MOST_IN_MEMORY_BYTES) -> None:
        """Prepares the spool.

        Args:
            most_in_memory_bytes: The total size of the payloads in memory while there is a temporary file.
        """
        self._most_in_memory_bytes = most_in_memory_bytes
        self._in_memory: dict[str, bytes] = {}
        """The payloads in memory by their SHA-256."""
        self._in_memory_bytes = 0
        self._file: IO[bytes] | None = None
        """Closed when neither the spool nor any of its payloads is used any more."""
        self._file_bytes = 0
        self._lock = threading.Lock()

    def add(self, payload: bytes) -> SpooledPayload:
        """Adds a payload, and returns what it is read from."""
        sha256 = hashlib.sha256(payload).hexdigest()
        with self._lock:
            at_byte = self._file_bytes
            held = sha256 in self._in_memory
            fits = self._in_memory_bytes + len(payload) <= self._most_in_memory_bytes
            if not held and (fits or not self._write(payload)):
                self._in_memory[sha256] = payload
                self._in_memory_bytes += len(payload)
                held = True
        size_bytes = len(payload)
        read = partial(self._in_memory.__getitem__, sha256) if held else partial(self._read, at_byte, size_bytes)
        return SpooledPayload(sha256, size_bytes, read)

    def _read(self, at_byte: int, size_bytes: int) -> bytes:
        with self._lock:
            if self._file is None:
                raise OSError("there is no temporary file")
            self._file.seek(at_byte)
            payload = self._file.read(size_bytes)
        if len(payload) != size_bytes:
            raise OSError("a temporary file was truncated")
        return payload

    def _write(self, payload: bytes) -> bool:
        """Appends a payload to the temporary file; returns whether there was room for it."""
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="kneadcast-", buffering=0)  # noqa: SIM115 -- see _file
            self._file.seek(self._file_bytes)
            if self._file.write(payload) != len(payload):
                return False
        except OSError:
            return False
        self._file_bytes += len(payload)
        return True
