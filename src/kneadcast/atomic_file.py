"""Writing a file completely or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kneadcast.errors import OutputError


@contextmanager
def atomic_file(target: Path) -> Iterator[Path]:
    """Returns a temporary name next to a target, and moves the file written there to the target when the body ends.

    If the body ends with an exception, including an interrupt, the temporary file is removed and the target does not
    change. If the target is a symbolic link, the file that it points to is replaced.

    Raises:
        OutputError: If the file cannot be moved to its target.
    """
    destination = Path(os.path.realpath(target))
    temporary = destination.with_name(f".kneadcast-{secrets.token_hex(6)}{destination.suffix}")
    try:
        yield temporary
        _move(temporary, destination)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _move(temporary: Path, destination: Path) -> None:
    try:
        # The content must be on disk before the name is, or a power failure leaves an empty file under it.
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(destination)
    except OSError as reason:
        raise OutputError(f"'{destination}' could not be written: {reason.strerror}") from reason
