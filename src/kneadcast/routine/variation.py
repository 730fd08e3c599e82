"""Variations of a routine: a text may have several wordings, of which a session speaks one.

A listener who asks for the same session every evening should not hear the same sentences. What is said for safety does
not vary: the safety line and the cautions of steps have one wording.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kneadcast.document import Document
from kneadcast.errors import KeyPath

VARIED = frozenset({"say", "again", "brief", "preview", "farewell"})
"""The keys whose text may have several wordings."""
_SAFETY: KeyPath = ("opening", "safety")


def with_wordings(document: Document, variation: int, keys: frozenset[str] = VARIED) -> Document:
    """Returns a document with one wording of each text.

    Args:
        document: The document of a complete routine or of phrases.
        variation: From 1 on: the number of the wording, counted in circles in shorter lists.
        keys: The keys whose text may be a list of wordings.
    """
    chosen = {place: (variation - 1) % number for place, number in _lists(document.data, keys)}
    if not chosen:
        return document
    origins = {place: place for place in document.values}
    origins |= {place: (*place, index) for place, index in chosen.items()}
    return document.rebuilt(_chosen(document.data, (), chosen), origins)


def most_wordings(document: Document, keys: frozenset[str] = VARIED) -> int:
    """Returns the greatest number of wordings of a text; see `with_wordings`."""
    return max((number for _, number in _lists(document.data, keys)), default=1)


def _lists(data: Any, keys: frozenset[str], place: KeyPath = ()) -> Iterator[tuple[KeyPath, int]]:
    """Yields the places of texts with several wordings, and their number."""
    if place == _SAFETY:
        return
    if isinstance(data, dict):
        for key, value in data.items():
            inner = (*place, key)
            if key in keys and isinstance(value, list) and value:
                yield inner, len(value)
            else:
                yield from _lists(value, keys, inner)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _lists(value, keys, (*place, index))


def _chosen(data: Any, place: KeyPath, chosen: dict[KeyPath, int]) -> Any:
    if place in chosen:
        return data[chosen[place]]
    if isinstance(data, dict):
        return {key: _chosen(value, (*place, key), chosen) for key, value in data.items()}
    if isinstance(data, list):
        return [_chosen(value, (*place, index), chosen) for index, value in enumerate(data)]
    return data
