"""Disk usage of the cache: measuring, limiting and clearing it.

Clips and pieces of sound have a limit each. The least recently used ones are removed first. Lengths, paces and lists of
voices are small, and are never removed because of a limit. A build holds what it uses in memory, so it does not need
what is removed.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kneadcast.cache.entries import discard
from kneadcast.cache.entry_files import entry_files, entry_paths, shrink_files
from kneadcast.cache.environment import clip_folder, limit_bytes, sound_limit_bytes
from kneadcast.cache.old_entries import remove_old_entries
from kneadcast.cache.store import KEY_NAME, SOUND_KINDS, SUFFIXES, kind_folder, sound_folder, speech_folder
from kneadcast.errors import SpeechError, describe_os_error
from kneadcast.temporary_names import remove_leftovers


@dataclass(frozen=True)
class CacheUse:
    """The disk usage of the cache.

    Attributes:
        folder: The folder of the cache.
        clips: The number of clips.
        size_bytes: The size of all clips.
        limit_bytes: The largest size of all clips.
        sound_pieces: The number of pieces of sound.
        sound_size_bytes: The size of all pieces of sound.
        sound_limit_bytes: The largest size of all pieces of sound; 0 if none are kept.
    """

    folder: Path
    clips: int
    size_bytes: int
    limit_bytes: int
    sound_pieces: int
    sound_size_bytes: int
    sound_limit_bytes: int


@dataclass(frozen=True)
class Cleared:
    """What was removed from the cache: numbers of clips and of pieces of sound."""

    clips: int
    sound_pieces: int


def cache_use(folder: Path | None = None) -> CacheUse:
    """Returns the disk usage of the cache.

    Raises:
        SettingsError: If the settings of the cache cannot be right; see `clip_folder`.
    """
    root = clip_folder(folder)
    clips = [file.size_bytes for file in entry_files(root, ["clips"])]
    pieces = [file.size_bytes for file in entry_files(root, SOUND_KINDS)]
    return CacheUse(root, len(clips), sum(clips), limit_bytes(), len(pieces), sum(pieces), sound_limit_bytes())


def clear_cache(folder: Path | None = None) -> Cleared:
    """Removes all entries, also of earlier versions, and returns the numbers of clips and pieces of sound among them.

    Other files stay, because the cache may be any folder of the user. A build that is running meanwhile goes on.

    Raises:
        SettingsError: If the settings of the cache cannot be right; see `clip_folder`.
        SpeechError: If a file cannot be removed.
    """
    root = clip_folder(folder)
    before = Cleared(len(entry_files(root, ["clips"])), len(entry_files(root, SOUND_KINDS)))
    for path in entry_paths(root, SUFFIXES):
        discard(path)
    remove_old_entries(root)
    groups = (speech_folder(root), sound_folder(root))
    for group in groups:
        remove_leftovers(group)
    for path in (*(kind_folder(root, kind) for kind in SUFFIXES), *groups):
        with suppress(OSError):  # there is none, or it has other files or those of a running build
            path.rmdir()
    _check_cleared(root)
    return before


def shrink_cache(folder: Path, limit: int | None = None) -> None:
    """Removes the least recently used clips if the clips exceed their limit."""
    shrink_files(entry_files(folder, ["clips"]), limit_bytes() if limit is None else limit)


def _check_cleared(root: Path) -> None:
    """Raises an error for the first entry that is left."""
    for kind in SUFFIXES:
        folder = kind_folder(root, kind)
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
