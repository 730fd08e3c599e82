"""Writing a file completely or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kneadcast.staged_files import staged_files


@contextmanager
def atomic_file(target: Path) -> Iterator[Path]:
    """Returns a temporary name on the disk of a target, and moves the file written there to it when the body ends.

    If the body ends with an exception, including an interrupt, the target does not change. If the target is a symbolic
    link, the file that it points to is replaced. A folder that does not exist is created.

    Raises:
        OutputError: If the file cannot be written or moved to its target.
    """
    with staged_files() as files:
        yield files.add(target)
