"""Disk usage of the cache: measuring, limiting and clearing it.

The least recently used clips are removed first. Lengths, paces and lists of voices are small, and are never removed
because of the limit.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kneadcast.errors import SpeechError
from kneadcast.speech.cache.clip_cache import (
    CLIPS_FOLDER,
    LENGTHS_FOLDER,
    PACES_FOLDER,
    VOICES_FOLDER,
    clip_folder,
)

LIMIT_VARIABLE = "KNEADCAST_CACHE_MB"
DEFAULT_LIMIT_MB = 500
"""About three thousand sentences of 165 kB; a routine has about two hundred for each voice and pace."""
_BYTES_A_MB = 1_000_000
_TARGET_SHARE = 0.9
"""The cache is shrunk to this share of the limit, so that not every build has to shrink it."""
_RECENT_USE_S = 3600
"""A running build may still need clips that were found or spoken this recently."""


@dataclass(frozen=True)
class CacheUse:
    """The disk usage of the cache."""

    folder: Path
    clips: int
    size_bytes: int
    limit_bytes: int


@dataclass(frozen=True)
class _CacheFile:
    path: Path
    size_bytes: int
    used_s: float


def limit_bytes() -> int:
    """Returns the largest size of the cache, from the environment variable KNEADCAST_CACHE_MB or 500 MB.

    Raises:
        SpeechError: If the variable is not a whole number.
    """
    given = os.environ.get(LIMIT_VARIABLE, str(DEFAULT_LIMIT_MB))
    if not given.isdecimal():
        raise SpeechError(f"{LIMIT_VARIABLE} is a whole number of megabytes, got '{given}'")
    return int(given) * _BYTES_A_MB


def cache_use(folder: Path | None = None) -> CacheUse:
    """Returns the disk usage of the cache."""
    root = clip_folder(folder)
    entries = list(_clips(root))
    return CacheUse(root, len(entries), sum(entry.size_bytes for entry in entries), limit_bytes())


def clear_cache(folder: Path | None = None) -> int:
    """Removes all clips, lengths, paces and lists of voices, and returns the number of clips.

    A build that is running meanwhile may miss a clip and fail.
    """
    root = clip_folder(folder)
    entries = list(_clips(root))
    kinds = (LENGTHS_FOLDER, PACES_FOLDER, VOICES_FOLDER)
    other = [one for kind in kinds for one in _entries(root / kind, "*.json")]
    for entry in [*entries, *other]:
        entry.path.unlink(missing_ok=True)
    return len(entries)


def shrink_cache(folder: Path, limit: int | None = None) -> None:
    """Removes the least recently used clips if the cache exceeds its limit, but none used in the last hour."""
    limit = limit_bytes() if limit is None else limit
    entries = sorted(_clips(folder), key=lambda entry: entry.used_s)
    size = sum(entry.size_bytes for entry in entries)
    if size <= limit:
        return
    latest_s = time.time() - _RECENT_USE_S
    for entry in entries:
        if size <= limit * _TARGET_SHARE or entry.used_s > latest_s:
            return
        with suppress(OSError):  # another build may be reading it, or may have removed it
            entry.path.unlink()
            size -= entry.size_bytes


def _clips(root: Path) -> Iterator[_CacheFile]:
    return _entries(root / CLIPS_FOLDER, "*.wav")


def _entries(folder: Path, pattern: str) -> Iterator[_CacheFile]:
    for path in folder.glob(pattern):
        with suppress(FileNotFoundError):  # another build may have removed it
            stat = path.stat()
            yield _CacheFile(path, stat.st_size, stat.st_mtime)
