"""Disk usage of the cache: measuring, limiting and clearing it.

The least recently used clips are removed first. Lengths, paces and lists of voices are small, and are never removed
because of the limit. A build holds the clips that it uses in memory, so it does not need those that are removed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kneadcast.errors import SpeechError, describe_os_error
from kneadcast.speech.cache.entries import MOST_ENTRY_BYTES, discard
from kneadcast.speech.cache.environment import clip_folder, limit_bytes
from kneadcast.speech.cache.old_entries import remove_old_entries
from kneadcast.speech.cache.store import KEY_NAME, SUFFIXES, Kind, entries_folder
from kneadcast.temporary_names import remove_leftovers

_TARGET_SHARE = 0.9
"""The cache is shrunk to this share of the limit, so that not every build has to shrink it."""


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


def cache_use(folder: Path | None = None) -> CacheUse:
    """Returns the disk usage of the cache.

    Raises:
        SettingsError: If the settings of the cache cannot be right; see `clip_folder`.
    """
    root = clip_folder(folder)
    clips = list(_clips(root))
    return CacheUse(root, len(clips), sum(clip.size_bytes for clip in clips), limit_bytes())


def clear_cache(folder: Path | None = None) -> int:
    """Removes all clips, lengths, paces and lists of voices, also of earlier versions, and returns the number of clips.

    Other files stay, because the cache may be any folder of the user. A build that is running meanwhile goes on.

    Raises:
        SettingsError: If the settings of the cache cannot be right; see `clip_folder`.
        SpeechError: If a file cannot be removed.
    """
    root = clip_folder(folder)
    before = sum(1 for _ in _clips(root))
    for kind in SUFFIXES:
        for path in _entries(root, kind):
            discard(path)
    remove_old_entries(root)
    remove_leftovers(entries_folder(root))
    for path in (*(entries_folder(root) / kind for kind in SUFFIXES), entries_folder(root)):
        with suppress(OSError):  # there is none, or it has other files or those of a running build
            path.rmdir()
    _check_cleared(root)
    return before


def shrink_cache(folder: Path, limit: int | None = None) -> None:
    """Removes the least recently used clips if the cache exceeds its limit."""
    limit = limit_bytes() if limit is None else limit
    # What is too large to be a clip is removed first.
    clips = sorted(_clips(folder), key=lambda clip: (clip.size_bytes <= MOST_ENTRY_BYTES, clip.used_s))
    size = sum(clip.size_bytes for clip in clips)
    if size <= limit:
        return
    for clip in clips:
        if size <= limit * _TARGET_SHARE:
            return
        with suppress(OSError):  # another build may be reading it, or may have removed it
            clip.path.unlink(missing_ok=True)
            size -= clip.size_bytes


def _check_cleared(root: Path) -> None:
    """Raises an error for the first entry that is left."""
    for kind in SUFFIXES:
        folder = entries_folder(root) / kind
        path = folder
        try:
            for name in filter(KEY_NAME.fullmatch, os.listdir(folder)):  # noqa: PTH208 -- names alone
                path = folder / name
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            reason = describe_os_error(error)
            raise SpeechError(f"remove '{path}' yourself; it could not be removed: {reason}") from error


def _clips(root: Path) -> Iterator[_CacheFile]:
    for path in _entries(root, "clips"):
        with suppress(OSError):  # another build may have removed it
            found = path.lstat()
            if stat.S_ISREG(found.st_mode):
                yield _CacheFile(path, found.st_size, found.st_mtime)


def _entries(root: Path, kind: Kind) -> list[Path]:
    """Returns whatever is in the place of an entry of a kind."""
    folder = entries_folder(root) / kind
    try:
        names = os.listdir(folder)  # noqa: PTH208 -- names alone
    except OSError:
        return []
    return [folder / name for name in names if KEY_NAME.fullmatch(name)]
