"""What may be written where: a file that Kneadcast did not make is never replaced without `force`."""

from __future__ import annotations

import os
from pathlib import Path

from kneadcast.errors import OutputError
from kneadcast.output.provenance import is_kneadcast_file


def check_replaceable(target: Path, *, force: bool = False) -> None:
    """Makes sure that a file can be written under a name, before any slow work is done for it.

    Args:
        target: The name.
        force: Whether a file that Kneadcast did not make may be replaced.

    Raises:
        OutputError: If it may or can not.
    """
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(f"there is no folder '{folder}' to write '{target.name}' into; make it first")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"the folder '{folder}' cannot be written to; choose another")
    if not target.exists():
        return
    if not target.is_file():
        raise OutputError(f"'{target}' is not a file; name the file to write")
    if not force and not is_kneadcast_file(target):
        raise OutputError(
            f"'{target}' is there already and not a session of Kneadcast; choose another name or use --force"
        )


def check_new(target: Path) -> None:
    """Makes sure that a file can be written under a name that nothing has yet: a person's edits are never replaced.

    Raises:
        OutputError: If the name is taken, or the folder cannot be written to.
    """
    if target.exists():
        raise OutputError(f"'{target}' is there already; choose another name or use --force")
    check_replaceable(target)
