"""Reading the answers of a worker."""

from __future__ import annotations

import json


def parsed(line: bytes) -> object:
    """Returns the value of a JSON line, or `None` if the line is not JSON."""
    try:
        return json.loads(line or b"null")
    except (ValueError, RecursionError):
        return None


def text_field(line: bytes, name: str) -> str:
    """Returns a text in a message, or an empty string if there is none of that name."""
    message = parsed(line)
    value = message.get(name) if isinstance(message, dict) else None
    return value if isinstance(value, str) else ""
