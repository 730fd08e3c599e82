"""The files of entries: listing them, and removing those that were least recently used."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kneadcast.cache.entries import MOST_ENTRY_BYTES
from kneadcast.cache.store import KEY_NAME, Kind, kind_folder

_TARGET_SHARE = 0.9
"""Files are removed down to this share of the limit, so that not every build has to remove some."""


@dataclass(frozen=True)
class EntryFile:
    """A file in the place of an entry.

    Attributes:
        path: The file.
        size_bytes: Its size.
        used_s: When it was written or last used, in seconds since 1970.
    """

    path: Path
    size_bytes: int
    used_s: float


def entry_paths(root: Path, kinds: Iterable[Kind]) -> Iterator[Path]:
    """Returns whatever is in the place of an entry of some kinds."""
    for kind in kinds:
        folder = kind_folder(root, kind)
        with suppress(OSError):  # there is none, or it cannot be read; then no entry in it can be used either
            yield from (folder / name for name in os.listdir(folder) if KEY_NAME.fullmatch(name))  # noqa: PTH208


def entry_files(root: Path, kinds: Iterable[Kind]) -> list[EntryFile]:
    """Returns the regular files in the places of entries of some kinds."""
    files = []
    for path in entry_paths(root, kinds):
        with suppress(OSError):  # another build may have removed it
            found = path.lstat()
            if stat.S_ISREG(found.st_mode):
                files.append(EntryFile(path, found.st_size, found.st_mtime))
    return files


def shrink_files(files: Iterable[EntryFile], limit_bytes: int) -> None:
    """Removes the least recently used files if all of them together exceed a limit.

    Builds that do so at the same time choose the same files, so they remove no more than one of them would.
    """
    # What is too large to be an entry is removed first.
    oldest_first = sorted(files, key=lambda file: (file.size_bytes <= MOST_ENTRY_BYTES, file.used_s))
    size = sum(file.size_bytes for file in oldest_first)
    if size <= limit_bytes:
        return
    for file in oldest_first:
        if size <= limit_bytes * _TARGET_SHARE:
            return
        with suppress(OSError):  # another build may be reading it, or may have removed it
            file.path.unlink(missing_ok=True)
            size -= file.size_bytes
