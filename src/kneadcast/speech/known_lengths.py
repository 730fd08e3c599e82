"""The lengths of lines that are known without speaking them."""

from __future__ import annotations

from collections.abc import Mapping

from kneadcast.cache.keys import key_of
from kneadcast.speech.cache.clip_cache import ClipCache, Facts
from kneadcast.speech.cache.length_store import find_lengths, remember_lengths
from kneadcast.speech.length_table import LengthTable


class KnownLengths:
    """The known lengths of one voice at one rate: those measured on this computer, then those that ship."""

    def __init__(self, cache: ClipCache, origin: Facts, rate: int, table: LengthTable | None) -> None:
        self._cache = cache
        self._key = key_of({**origin, "rate": rate})
        shipped = table.lengths_ms if table and table.pace.rate == rate else {}
        self._lengths_ms = {**shipped, **find_lengths(cache, self._key)}

    def find(self, spelled: str) -> int | None:
        """Returns the length of a text that the driver receives, in milliseconds, or `None` if it is not known."""
        return self._lengths_ms.get(spelled)

    def remember(self, measured_ms: Mapping[str, int]) -> None:
        """Remembers measured lengths, unless they are known already; from then on they are used."""
        new = {text: length for text, length in measured_ms.items() if self._lengths_ms.get(text) != length}
        if new:
            self._lengths_ms.update(new)
            remember_lengths(self._cache, self._key, new)
