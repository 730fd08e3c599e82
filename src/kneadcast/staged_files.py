"""Writing several files completely, all of them or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kneadcast.errors import OutputError, describe_os_error
from kneadcast.temporary_names import remove_leftovers, remove_tree, temporary_name

_LEVELS = 3
"""A folder that did not exist has its leftovers some levels higher, in the one that did."""


@contextmanager
def staged_files() -> Iterator[StagedFiles]:
    """Returns an empty set of files, and puts the files that were written into place when the body ends.

    If the body ends with an exception, including an interrupt, or if one file cannot be put into place, then no target
    changes. Leftovers of killed processes next to the targets are removed.

    Raises:
        OutputError: If a file cannot be written or put into place.
    """
    files = StagedFiles()
    try:
        with files.os_errors():
            yield files
            files.put_in_place()
    finally:
        files.discard()


class StagedFiles:
    """Files that are written under temporary names, on the disks of their targets."""

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}
        """The temporary folder for each folder that receives files."""
        self._staged: dict[Path, Path] = {}
        """The temporary file for each target."""
        self._removed: list[Path] = []
        self._writing: Path | None = None
        """The file that an error is about."""

    def add(self, target: Path) -> Path:
        """Returns the name under which the file of a target is to be written.

        The name has the file name of the target. If the target is a symbolic link, the file that it points to will be
        replaced. Folders that do not exist are made when the files are put into place.

        Raises:
            OutputError: If no file can be written there.
        """
        destination = Path(os.path.realpath(target))
        self._writing = target
        self._staged[destination] = self._temporary_folder(destination.parent) / target.name
        return self._staged[destination]

    def remove(self, target: Path) -> None:
        """Removes an existing file when the new files are put into place, unless one of them replaces it."""
        self._removed.append(target)

    def put_in_place(self) -> None:
        """Moves each file to its target; if one cannot be moved, those that were moved are moved back.

        Raises:
            OSError: If one cannot be moved.
        """
        for destination, staged in self._staged.items():
            self._writing = destination
            _flush(staged)
        with ExitStack() as undo:
            for destination, staged in self._staged.items():
                self._writing = destination
                _make_folders(destination.parent, undo)
                self._back_up(destination, undo)
                staged.replace(destination)
            for target in self._removed:
                if Path(os.path.realpath(target)) not in self._staged:
                    self._writing = target
                    self._back_up(target, undo)
                    target.unlink(missing_ok=True)
            undo.pop_all()

    def discard(self) -> None:
        """Removes everything temporary."""
        for folder in self._folders.values():
            remove_tree(folder)

    @contextmanager
    def os_errors(self) -> Iterator[None]:
        """Converts an error of the operating system about one of the files to an `OutputError`.

        A write to a full disk reports no file name, and the other errors report a name in a temporary folder. An error
        about any other file is not changed.
        """
        try:
            yield
        except OSError as reason:
            named = Path(os.fsdecode(reason.filename)) if isinstance(reason.filename, (str, bytes)) else None
            if named is None or self._is_own(named):
                target = self._target_of(named) or self._writing
                raise OutputError(f"'{target}' could not be written: {describe_os_error(reason)}") from reason
            raise

    def _target_of(self, named: Path | None) -> Path | None:
        return next((target for target, staged in self._staged.items() if named in (target, staged)), None)

    def _is_own(self, path: Path) -> bool:
        """Returns whether a path is one of the files or folders that are written."""
        within = {path, *path.parents}
        folders = {folder for destination in self._staged for folder in destination.parents}
        return path in folders or not within.isdisjoint((*self._folders.values(), *self._staged))

    def _temporary_folder(self, folder: Path) -> Path:
        if folder not in self._folders:
            existing = next(one for one in (folder, *folder.parents) if one.is_dir())
            for one in (existing, *existing.parents[:_LEVELS]):
                remove_leftovers(one)
            self._folders[folder] = existing / temporary_name()
            with self.os_errors():
                self._folders[folder].mkdir()
        return self._folders[folder]

    def _back_up(self, target: Path, undo: ExitStack) -> None:
        """Keeps a second name of an existing file until everything is in place."""
        if not os.path.lexists(target):
            undo.callback(target.unlink, missing_ok=True)
            return
        backup = self._temporary_folder(target.parent) / temporary_name()
        try:
            os.link(target, backup, follow_symlinks=False)
        except (OSError, NotImplementedError):
            shutil.copy2(target, backup)  # some file systems have no second names
        undo.callback(backup.replace, target)


def _flush(file: Path) -> None:
    # The content must be on disk before the name is, or a power failure leaves an empty file under it.
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _make_folders(folder: Path, undo: ExitStack) -> None:
    for missing in reversed([one for one in (folder, *folder.parents) if not one.is_dir()]):
        try:
            missing.mkdir()
        except FileExistsError as reason:
            raise OSError(reason.errno, f"'{missing}' is not a folder", str(missing)) from reason
        undo.callback(missing.rmdir)
