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
    """Gives a temporary name beside a target, and moves what was written there to the target once all is well.

    Whatever ends the body early, an interrupt too, removes the temporary file and leaves the target as it was. Where
    the target is a link, the file that it leads to is replaced.

    Raises:
        OutputError: If the file cannot be put in place.
    """
    place = Path(os.path.realpath(target))
    temporary = place.with_name(f".kneadcast-{secrets.token_hex(6)}{place.suffix}")
    try:
        yield temporary
        _move(temporary, place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _move(temporary: Path, place: Path) -> None:
    try:
        # The name must not be on disk before the content is, or a power cut leaves an empty file under it.
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(place)
    except OSError as reason:
        raise OutputError(f"'{place}' could not be written: {reason.strerror}") from reason
