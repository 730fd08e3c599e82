"""The lengths of lines that were measured on this computer; they outlast the clips, which the cache limit removes.

A file holds the lengths of one voice at one rate. It is written to a work folder and then renamed. Builds that write at
the same time may lose entries, which are then measured again. A damaged entry counts as missing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kneadcast.speech.cache.clip_cache import LENGTHS_FOLDER, ClipCache

_FORMAT = 1


def find_lengths(cache: ClipCache, key: str) -> dict[str, int]:
    """Returns the remembered lengths of a key, in milliseconds by text."""
    try:
        data = json.loads(_file(cache, key).read_text("utf-8"))
        entries = data["lengths_ms"].items() if data["format"] == _FORMAT else ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    return {text: length_ms for text, length_ms in entries if type(length_ms) is int and length_ms > 0}


def remember_lengths(cache: ClipCache, key: str, lengths_ms: Mapping[str, int]) -> None:
    """Adds lengths to those that are remembered; a folder that cannot be written to remembers nothing."""
    target = _file(cache, key)
    with suppress(OSError), cache.work_folder() as work:
        part = Path(work) / target.name
        merged = {**find_lengths(cache, key), **lengths_ms}
        part.write_text(json.dumps({"format": _FORMAT, "lengths_ms": merged}, ensure_ascii=False), "utf-8")
        target.parent.mkdir(exist_ok=True)
        part.replace(target)


def _file(cache: ClipCache, key: str) -> Path:
    return cache.root / LENGTHS_FOLDER / f"{key}.json"
