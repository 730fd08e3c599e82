"""Checks before writing: a file that Kneadcast did not make is never replaced without `force`."""

from __future__ import annotations

import os
from pathlib import Path

from kneadcast.errors import OutputError


def check_replaceable(target: Path, *, force: bool = False) -> None:
    """Checks that a file can be written under a name. Call it before any slow work.

    Args:
        target: The name.
        force: Whether a file that Kneadcast did not make may be replaced.

    Raises:
        OutputError: If the file may not or cannot be written.
    """
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(f"there is no folder '{folder}' for '{target.name}'; make it first")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"the folder '{folder}' is not writable; choose another")
    if not target.exists():
        return
    if not target.is_file():
        raise OutputError(f"'{target}' is not a file; choose another name")
    if not force and not _is_kneadcast_file(target):
        raise OutputError(
            f"'{target}' already exists and is not a session of Kneadcast; choose another name or use --force"
        )


def check_new(target: Path) -> None:
    """Checks that a file can be written under a name that does not exist yet, for files that people edit.

    Raises:
        OutputError: If the name exists, or the folder is not writable.
    """
    if target.exists():
        raise OutputError(f"'{target}' already exists; choose another name or use --force")
    check_replaceable(target)


def _is_kneadcast_file(target: Path) -> bool:
    from kneadcast.output.provenance import is_kneadcast_file  # reads tags, which no name that is free needs

    return is_kneadcast_file(target)
