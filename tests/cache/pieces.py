"""Pieces of sound for the tests of what is kept."""

from __future__ import annotations

from pathlib import Path

from kneadcast.cache.keys import key_of

KEY = key_of({"number": 0})
OTHER = key_of({"number": 1})
PIECE = bytes(range(1, 251)) * 8
"""Without zeros, so that each damage changes it."""


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if not path.is_dir()]
