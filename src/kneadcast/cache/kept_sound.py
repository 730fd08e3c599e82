"""Pieces of sound that later sessions can use again: encoded chunks, levelled voices, and loops and levels of ambience.

The key of a piece is a hash of everything that it is made from, so a piece is never out of date. All of them can be
made again, so whatever prevents one from being kept costs time in a later build, and nothing else.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from kneadcast.cache.entries import read_entry, write_entry
from kneadcast.cache.entry_files import entry_files, shrink_files
from kneadcast.cache.environment import clip_folder, sound_limit_bytes
from kneadcast.cache.store import SOUND_KINDS, SoundKind, entry_path, sound_folder
from kneadcast.temporary_names import remove_leftovers

__all__ = ["FREE_RESERVE_BYTES", "KeptSound", "SoundKind", "kept_sound"]

FREE_RESERVE_BYTES = 2_000_000_000
"""What stays free on the disk when a piece is kept, so that a session on the same disk never fails for lack of room.
The longest session of a built-in routine, two and a half hours, takes 1.6 GB in stereo without any compression."""


class KeptSound:
    """Pieces of sound in the cache folder; safe among threads and concurrent builds.

    The folder is created when the first piece is kept. Leftovers of processes that have gone are removed. With a limit
    of 0, nothing is kept, and nothing that was kept is used.

    Raises:
        SettingsError: If KNEADCAST_SOUND_CACHE_MB is not a limit.
    """

    def __init__(self, root: Path) -> None:
        # Absolute, because the current folder may change while the object is in use.
        self._root = root.absolute()
        self._limit_bytes = sound_limit_bytes()
        remove_leftovers(sound_folder(self._root))

    def find(self, kind: SoundKind, key: str) -> bytes | None:
        """Returns a piece and marks it as used, or returns `None` if there is none that holds."""
        if not self._limit_bytes:
            return None
        path = entry_path(self._root, kind, key)
        payload = read_entry(path, key)
        if payload is not None:
            with suppress(OSError):  # a read-only folder can still be read from
                os.utime(path)
        return payload

    def keep(self, kind: SoundKind, key: str, payload: bytes) -> None:
        """Keeps a piece for later builds, if there is room for it.

        Args:
            kind: The kind of the piece.
            key: The key of the piece; see `key_of`.
            payload: The piece.
        """
        if not self._limit_bytes or len(payload) > self._limit_bytes:
            return
        # A piece that cannot be written is simply not kept: it is made again when a later build needs it, which costs
        # time and nothing else. That the cache cannot be written to is reported for spoken lines.
        with suppress(OSError):
            if _free_bytes(self._root) - len(payload) >= FREE_RESERVE_BYTES:
                write_entry(entry_path(self._root, kind, key), key, payload)

    def shrink(self) -> None:
        """Removes the least recently used pieces if the pieces exceed their limit."""
        shrink_files(entry_files(self._root, SOUND_KINDS), self._limit_bytes)


def kept_sound(root: Path | None = None) -> KeptSound:
    """Returns the pieces of sound in a folder, by default in that of the cache.

    Raises:
        SettingsError: If the settings of the cache cannot be right; see `clip_folder`.
    """
    return KeptSound(clip_folder(root))


def _free_bytes(folder: Path) -> int:
    """Returns the free space where a folder is, or will be created.

    Raises:
        OSError: If the system does not state it.
    """
    existing = next((place for place in (folder, *folder.parents) if place.is_dir()), folder)
    return shutil.disk_usage(existing).free
