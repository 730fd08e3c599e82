"""Folders for unfinished files: in the cache, or among the temporary files of the system if the cache has no room."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kneadcast.errors import SpeechError, describe_os_error
from kneadcast.temporary_names import remove_leftovers, remove_tree, temporary_name

_ROOM_BYTES = 4_000_000
"""The room that a work folder must have: some clips that are spoken at once, recorded and trimmed."""


@contextmanager
def work_folder(preferred: Path, unusable: Callable[[OSError], None]) -> Iterator[Path]:
    """Returns a new folder with room for unfinished files; it is removed when the body ends.

    Its name states its owner, so that the next build removes it if this process is killed.

    Args:
        preferred: The folder to create it in, created as well.
        unusable: Called with the reason if it is created among the temporary files of the system instead.

    Raises:
        SpeechError: If there is no room anywhere.
    """
    folder = _new_folder(preferred, unusable)
    try:
        yield folder
    finally:
        remove_tree(folder)


def check_room(folder: Path) -> None:
    """Checks that a folder exists and has room for unfinished files.

    Raises:
        OSError: If it has not.
    """
    probe = folder / temporary_name()
    try:
        probe.write_bytes(bytes(_ROOM_BYTES))
    finally:
        with suppress(OSError):
            probe.unlink()


def _new_folder(preferred: Path, unusable: Callable[[OSError], None]) -> Path:
    try:
        preferred.mkdir(parents=True, exist_ok=True)
        return _new_folder_in(preferred)
    except OSError as error:
        unusable(error)
        reason = error
    try:
        return _new_folder_in(Path(tempfile.gettempdir()))
    except OSError as error:
        raise SpeechError(
            f"there is no room for spoken lines, neither in '{preferred}' ({describe_os_error(reason)}) nor among the"
            f" temporary files of the system ({describe_os_error(error)}); set TMPDIR to a folder that has room"
        ) from error


def _new_folder_in(parent: Path) -> Path:
    remove_leftovers(parent)
    folder = parent.absolute() / temporary_name()
    folder.mkdir(mode=0o700)
    try:
        check_room(folder)
    except BaseException:
        remove_tree(folder)
        raise
    return folder
