"""Entries in the memory of a process: the latest ones, up to a total size."""

from __future__ import annotations

import threading
from pathlib import Path


class HeldEntries:
    """Payloads by the paths of their entries; the ones that were added first are dropped when they become too many."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._payloads: dict[Path, bytes] = {}
        self._size_bytes = 0
        self._lock = threading.Lock()

    def add(self, path: Path, payload: bytes) -> None:
        """Adds an entry or replaces it."""
        with self._lock:
            self._remove(path)
            self._payloads[path] = payload
            self._size_bytes += len(payload)
            while self._size_bytes > self._most_bytes and len(self._payloads) > 1:
                self._remove(next(iter(self._payloads)))

    def find(self, path: Path) -> bytes | None:
        """Returns the payload of an entry, or `None` if it is not held."""
        return self._payloads.get(path)

    def remove(self, path: Path) -> None:
        """Removes an entry, if it is held."""
        with self._lock:
            self._remove(path)

    def _remove(self, path: Path) -> None:
        self._size_bytes -= len(self._payloads.pop(path, b""))
