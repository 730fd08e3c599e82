"""Files that are there whole or not at all, and never in place of one that is somebody else's."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kneadcast.errors import OutputError
from kneadcast.output.tags import is_ours


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
    if not force and not is_ours(target):
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


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
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
