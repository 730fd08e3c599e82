"""Keeping the cache of clips within bounds: what was not used for the longest time goes first."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kneadcast.errors import SpeechError
from kneadcast.speech.cache.clips import CLIPS_FOLDER, PACES_FOLDER, VOICES_FOLDER, clip_folder

LIMIT_VARIABLE = "KNEADCAST_CACHE_MB"
DEFAULT_LIMIT_MB = 500
"""Some three thousand sentences: a routine has about two hundred, at 165 kB each, for each voice and pace."""
_BYTES_A_MB = 1_000_000
_ROOM_LEFT = 0.9
"""Shrunk to this share of the limit, so that not every build has to look for what can go."""
_IN_USE_S = 3600
"""A build may still be about to mix a clip that it found or made so long ago."""


@dataclass(frozen=True)
class CacheUse:
    """How full the cache is."""

    folder: Path
    clips: int
    size_bytes: int
    limit_bytes: int


@dataclass(frozen=True)
class _Entry:
    path: Path
    size_bytes: int
    used_s: float


def limit_bytes() -> int:
    """Returns how large the cache may get: that of the environment's KNEADCAST_CACHE_MB, or 500 MB.

    Raises:
        SpeechError: If that is no number of megabytes.
    """
    given = os.environ.get(LIMIT_VARIABLE, str(DEFAULT_LIMIT_MB))
    if not given.isdecimal():
        raise SpeechError(f"{LIMIT_VARIABLE} is a whole number of megabytes, got '{given}'")
    return int(given) * _BYTES_A_MB


def cache_use(folder: Path | None = None) -> CacheUse:
    """Returns how full the cache is."""
    root = clip_folder(folder)
    entries = list(_clips(root))
    return CacheUse(root, len(entries), sum(entry.size_bytes for entry in entries), limit_bytes())


def clear_cache(folder: Path | None = None) -> int:
    """Removes all clips and what was found out about voices and paces, and returns how many clips there were.

    A build that goes on meanwhile may miss a clip that it had found, and then ends with an error.
    """
    root = clip_folder(folder)
    entries = list(_clips(root))
    findings = [one for kind in (PACES_FOLDER, VOICES_FOLDER) for one in _entries(root / kind, "*.json")]
    for entry in [*entries, *findings]:
        entry.path.unlink(missing_ok=True)
    return len(entries)


def shrink_cache(folder: Path, limit: int | None = None) -> None:
    """Removes the clips not used for the longest time where there are too many; none that was used in the last hour."""
    limit = limit_bytes() if limit is None else limit
    entries = sorted(_clips(folder), key=lambda entry: entry.used_s)
    size = sum(entry.size_bytes for entry in entries)
    if size <= limit:
        return
    latest_s = time.time() - _IN_USE_S
    for entry in entries:
        if size <= limit * _ROOM_LEFT or entry.used_s > latest_s:
            return
        with suppress(OSError):  # another build may be reading it, or may have removed it first
            entry.path.unlink()
            size -= entry.size_bytes


def _clips(root: Path) -> Iterator[_Entry]:
    return _entries(root / CLIPS_FOLDER, "*.wav")


def _entries(folder: Path, pattern: str) -> Iterator[_Entry]:
    for path in folder.glob(pattern):
        with suppress(FileNotFoundError):  # removed meanwhile by another build
            stat = path.stat()
            yield _Entry(path, stat.st_size, stat.st_mtime)
