"""The entries of the cache of all kinds: where they are, and what is done if they cannot be written.

An entry that cannot be written stays in the memory of the process, so that a build needs no cache folder.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Literal

from kneadcast.speech.cache.entries import FORMAT, read_entry, write_entry
from kneadcast.speech.cache.held_entries import HeldEntries

Kind = Literal["clips", "lengths", "paces", "voices"]
SUFFIXES: dict[Kind, str] = {"clips": ".wav", "lengths": ".json", "paces": ".json", "voices": ".json"}
ENTRIES_FOLDER = f"kneadcast-speech-{FORMAT}"
"""The folder of everything that is written to the cache. The cache may be any folder of the user, with other files."""
KEY_NAME = re.compile(r"[0-9a-f]{64}\.(wav|json)")
"""The names of entries: their key, a SHA-256."""
_MOST_UNKEPT_BYTES = 128_000_000
"""All clips of about four routines; the memory of a batch does not grow beyond it."""

_unkept = HeldEntries(_MOST_UNKEPT_BYTES)


def entries_folder(root: Path) -> Path:
    """Returns the folder of all entries of the cache in a folder."""
    return root / ENTRIES_FOLDER


def entry_path(root: Path, kind: Kind, key: str) -> Path:
    """Returns the file of an entry."""
    return entries_folder(root) / kind / f"{key}{SUFFIXES[kind]}"


def find_payload(root: Path, kind: Kind, key: str) -> bytes | None:
    """Returns the payload of an entry, or `None` if there is none that holds."""
    path = entry_path(root, kind, key)
    held = _unkept.find(path)
    return read_entry(path, key) if held is None else held


def keep_payload(root: Path, kind: Kind, key: str, payload: bytes) -> OSError | None:
    """Writes an entry; returns why only this process has it, or `None` if it was written."""
    path = entry_path(root, kind, key)
    try:
        write_entry(path, key, payload)
    except OSError as error:
        _unkept.add(path, payload)
        return error
    _unkept.remove(path)
    return None


def parse_json(payload: bytes | None) -> object:
    """Returns a JSON value, or `None` if there is none that can be read; `NaN` and `Infinity` are no values."""
    try:
        return json.loads(payload or b"null", parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(name: str) -> object:
    raise ValueError(f"'{name}' is no value of JSON")
