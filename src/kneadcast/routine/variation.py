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


def with_wordings(document: Document, variation: int) -> Document:
    """Returns a document with one wording of each text.

    Args:
        document: The document of a complete routine, in which a text of the keys `VARIED` may be a list of wordings.
        variation: From 1 on: the number of the wording, counted in circles in shorter lists.
    """
    chosen = {place: (variation - 1) % number for place, number in _lists(document.data)}
    if not chosen:
        return document
    origins = {place: place for place in document.values}
    origins |= {place: (*place, index) for place, index in chosen.items()}
    return document.rebuilt(_chosen(document.data, (), chosen), origins)


def most_wordings(document: Document) -> int:
    """Returns the greatest number of wordings of a text."""
    return max((number for _, number in _lists(document.data)), default=1)


def _lists(data: Any, place: KeyPath = ()) -> Iterator[tuple[KeyPath, int]]:
    """Yields the places of texts with several wordings, and their number."""
    if place == _SAFETY:
        return
    if isinstance(data, dict):
        for key, value in data.items():
            inner = (*place, key)
            if key in VARIED and isinstance(value, list) and value:
                yield inner, len(value)
            else:
                yield from _lists(value, inner)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _lists(value, (*place, index))


def _chosen(data: Any, place: KeyPath, chosen: dict[KeyPath, int]) -> Any:
    if place in chosen:
        return data[chosen[place]]
    if isinstance(data, dict):
        return {key: _chosen(value, (*place, key), chosen) for key, value in data.items()}
    if isinstance(data, list):
        return [_chosen(value, (*place, index), chosen) for index, value in enumerate(data)]
    return data
