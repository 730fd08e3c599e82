"""The lengths of lines that were measured on this computer; they outlast the clips, which the cache limit removes.

An entry holds the lengths of one voice at one rate. Builds that write at the same time may lose lengths, which are then
measured again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from kneadcast.cache.entries import MOST_ENTRY_BYTES
from kneadcast.cache.store import parse_json
from kneadcast.speech.cache.clip_cache import ClipCache

MOST_LENGTH_MS = 3_600_000
"""An hour: longer than any line that a voice can speak within its time limit, and than any that is recorded."""
_MOST_BYTES = MOST_ENTRY_BYTES // 8
"""About 80,000 lines, which take a tenth of a second to read."""


def find_lengths(cache: ClipCache, key: str) -> dict[str, int]:
    """Returns the remembered lengths of a key, in milliseconds by text."""
    found = parse_json(cache.find_payload("lengths", key))
    return found if isinstance(found, dict) and all(map(_is_length, found.values())) else {}


def remember_lengths(cache: ClipCache, key: str, lengths_ms: Mapping[str, int]) -> None:
    """Adds lengths to those that are remembered; if they become too many, only the new ones are kept."""
    for lengths in ({**find_lengths(cache, key), **lengths_ms}, lengths_ms):
        payload = json.dumps(lengths).encode()
        if len(payload) <= _MOST_BYTES:
            cache.keep_payload("lengths", key, payload)
            return


def _is_length(value: object) -> bool:
    return type(value) is int and 0 < value <= MOST_LENGTH_MS
