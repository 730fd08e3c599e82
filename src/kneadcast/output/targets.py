"""What a command may write where: one check of all its files, before any slow work.

A file that exists is replaced only if Kneadcast made it and nobody has changed it, or if the user allows it. The files
of a command must be distinct, and none may be a file that the command reads.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kneadcast.errors import OutputError, Problem, describe_os_error
from kneadcast.output.seals import is_sealed


def is_made_here(path: Path) -> bool:
    """Returns whether Kneadcast made a file, so that it may be made anew: by its tags, or by a seal that holds."""
    from kneadcast.output.provenance import is_kneadcast_file  # reads tags, which no name that is free needs

    return is_sealed(path) or is_kneadcast_file(path)


def _never(_path: Path) -> bool:
    return False


@dataclass(frozen=True)
class Target:
    """A file that a command will write."""

    path: Path
    what: str
    """What it is, for messages: `the session`, `its page`."""
    replaceable: Callable[[Path], bool] = is_made_here
    """Whether a file that exists under the name may be replaced."""

    @classmethod
    def document(cls, path: Path, what: str) -> Target:
        """Returns the target of a file that people edit: one that exists is not replaced."""
        return cls(path, what, _never)


def check_targets(
    targets: Sequence[Target], *, inputs: Iterable[Path] = (), new_folder: bool = False, force: bool = False
) -> None:
    """Checks that files can be written. Call it before any slow work.

    Args:
        targets: All files that the command writes.
        inputs: Files that the command reads, which none of the targets may be.
        new_folder: Whether the folder of the files is created if it does not exist.
        force: Whether the user allows other files to be replaced.

    Raises:
        OutputError: With every problem: a file that may not or cannot be written, or two files of one name.
    """
    problems = [problem for target in targets for problem in _problems(target, new_folder=new_folder, force=force)]
    problems += _collisions(targets)
    read = {_identity(path): path for path in inputs}
    for target in targets:
        if _identity(target.path) in read:
            problems.append(f"'{target.path}' is the file to read, which {target.what} would replace; name another")
    if problems:
        raise OutputError(*dict.fromkeys(map(Problem, problems)))


def _problems(target: Target, *, new_folder: bool, force: bool) -> Iterator[str]:
    path = target.path
    try:
        destination = Path(os.path.realpath(path))
        folder = destination.parent
        if new_folder:
            folder = next(one for one in (folder, *folder.parents) if one.exists())
        if not folder.is_dir():
            yield f"there is no folder '{path.parent}' for '{path.name}'; make it first"
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield f"the folder '{path.parent}' is not writable; choose another"
        elif (found := _mode(destination)) is not None:
            yield from _problems_of_existing(target, found, force)
    except OSError as reason:
        yield f"{target.what} cannot be written as '{path}': {describe_os_error(reason)}"
    except ValueError:
        yield f"{target.what} cannot be written as '{path}': a name cannot contain the character NUL"


def _problems_of_existing(target: Target, mode: int, force: bool) -> Iterator[str]:
    if not stat.S_ISREG(mode):
        yield f"'{target.path}' is not a file; choose another name"
    elif not force and not target.replaceable(target.path):
        known = "" if target.replaceable is _never else " and was not made by Kneadcast, or was changed since"
        yield f"'{target.path}' already exists{known}; choose another name or use --force"


def _collisions(targets: Sequence[Target]) -> Iterator[str]:
    seen: dict[object, Target] = {}
    for target in targets:
        other = seen.setdefault(_identity(target.path), target)
        if other is not target:
            yield f"{other.what} and {target.what} would have the same name, '{target.path}'; choose another name"


def _identity(path: Path) -> object:
    """Returns a value that is equal for two names of one file, also where case does not distinguish names."""
    try:
        destination = Path(os.path.realpath(path))
        found = destination.stat() if destination.exists() else None
    except (OSError, ValueError):
        return str(path)  # no file can have this name, which is reported as well
    return (found.st_dev, found.st_ino) if found else str(destination).casefold()


def _mode(path: Path) -> int | None:
    """Returns the type and permissions of an existing file, or `None`."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None
