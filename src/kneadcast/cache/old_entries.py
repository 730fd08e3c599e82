"""The removal of what earlier versions wrote to the cache: it has no seals, so it is not used.

The cache may be any folder of the user, even the home folder. Only files are removed whose folder and name are those of
an entry, and folders only if they are empty then.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kneadcast.cache.store import KEY_NAME, SPEECH_KINDS, SUFFIXES

_WORK_FOLDER = re.compile(r"work-[a-z0-9_]{8}")
_WORK_FILE = re.compile(r"\d+-\d+\.(wav|recorded)|recording\.wav|[0-9a-f]{64}\.json")


def remove_old_entries(root: Path) -> None:
    """Removes the entries and work folders of versions before the seals, as far as the system permits it."""
    for kind in SPEECH_KINDS:
        _remove_files(root / kind, KEY_NAME, SUFFIXES[kind])
    for folder in _entries_of(root):
        if _WORK_FOLDER.fullmatch(folder.name):
            _remove_files(folder, _WORK_FILE)


def _remove_files(folder: Path, names: re.Pattern[str], suffix: str = "") -> None:
    # A link was never made by Kneadcast. Unlike the method of `Path`, this one passes over a folder without permission.
    if os.path.islink(folder):  # noqa: PTH114
        return
    removed = False
    for path in _entries_of(folder):
        if names.fullmatch(path.name) and path.name.endswith(suffix):
            with suppress(OSError):
                path.unlink()
                removed = True
    if removed:
        with suppress(OSError):  # other files in it are not Kneadcast's
            folder.rmdir()


def _entries_of(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from list(folder.iterdir())
