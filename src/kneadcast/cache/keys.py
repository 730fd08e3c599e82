"""The keys of entries: a hash of everything that affects the content of an entry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import JsonValue


def key_of(facts: Mapping[str, JsonValue]) -> str:
    """Returns the key of the entry that is made from facts: the SHA-256 of their canonical JSON, in hexadecimal.

    The order of the facts does not matter. A change to what this function returns makes every entry of every cache
    invalid.
    """
    return hashlib.sha256(json.dumps(dict(facts), sort_keys=True).encode()).hexdigest()
