"""The disk of the tests of the cache."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest


class Disk(NamedTuple):
    """What `shutil.disk_usage` returns."""

    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the free space of every disk, which is plenty at first."""

    def set_free(free_bytes: int) -> None:
        def disk_usage(folder: Path) -> Disk:
            assert Path(folder).is_dir()
            return Disk(10**15, 0, free_bytes)

        monkeypatch.setattr(shutil, "disk_usage", disk_usage)

    set_free(10**12)
    return set_free
