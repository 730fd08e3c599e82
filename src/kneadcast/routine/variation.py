"""Variations of a routine: a text may have several wordings, of which a session speaks one.

A listener who asks for the same session every evening should not hear the same sentences. What is said for safety does
not vary: the safety line and the cautions of steps have one wording.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from kneadcast.document import Document
from kneadcast.errors import KeyPath, RoutineError

VARIED = frozenset({"say", "again", "brief", "preview", "farewell"})
"""The keys whose text may have several wordings."""
_ORDERED = frozenset({"remind"})
"""The keys of lists whose order depends on the variation, because not every session speaks all of a list."""
_SAFETY: KeyPath = ("opening", "safety")
MOST_WORDINGS = 20
"""The most wordings of a text. Each is checked with all rules, and nobody hears so many of one step."""


def with_wordings(document: Document, variation: int, keys: frozenset[str] = VARIED) -> Document:
    """Returns a document with one wording of each text, and its reminders in the order of the variation.

    Args:
        document: The document of a complete routine or of phrases.
        variation: From 1 on; the first has the first wording of every text.
        keys: The keys whose text may be a list of wordings.
    """
    chosen = {place: _index(place, number, variation) for place, number in _lists(document.data, keys)}
    turned = {place: _index(place, number, variation) for place, number in _lists(document.data, _ORDERED)}
    if not chosen and not any(turned.values()):
        return document
    origins = {place: place for place in document.values}
    origins |= {place: (*place, index) for place, index in chosen.items()}
    for place, number in _lists(document.data, _ORDERED):
        origins |= {(*place, index): (*place, (index + turned[place]) % number) for index in range(number)}
    return document.rebuilt(_chosen(document.data, (), chosen, turned), origins)


def _index(place: KeyPath, number: int, variation: int) -> int:
    """Returns which of some wordings a variation has.

    As many variations in a row as a text has wordings have all of them once. After that, texts with equal numbers of
    wordings go out of step with each other, so that their combinations do not return soon.
    """
    if number == 1:
        return 0
    shift = zlib.crc32("/".join(map(str, place)).encode())
    turn, index = divmod(variation - 1, number)
    while turn:
        turn, digit = divmod(turn, number)
        shift, step = divmod(shift, number)
        index += digit * step
    return index % number


def check_wordings(document: Document, keys: frozenset[str] = VARIED) -> None:
    """Checks that no text has more wordings than `MOST_WORDINGS`.

    Raises:
        RoutineError: If one has; with each such text.
    """
    problems = [
        document.problem(place, f"{number} wordings; at most {MOST_WORDINGS} are possible")
        for place, number in _lists(document.data, keys)
        if number > MOST_WORDINGS
    ]
    if problems:
        raise RoutineError(*problems)


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


def _chosen(data: Any, place: KeyPath, chosen: dict[KeyPath, int], turned: dict[KeyPath, int]) -> Any:
    if place in chosen:
        return data[chosen[place]]
    if turned.get(place):
        return [*data[turned[place] :], *data[: turned[place]]]
    if isinstance(data, dict):
        return {key: _chosen(value, (*place, key), chosen, turned) for key, value in data.items()}
    if isinstance(data, list):
        return [_chosen(value, (*place, index), chosen, turned) for index, value in enumerate(data)]
    return data
