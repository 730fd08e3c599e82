"""Merges a routine file over the routine that it extends or translates, and records the origin of each value.

Both are merged as plain data. With the origins, a problem in the result is reported at its line in the author's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kneadcast.document import Document
from kneadcast.document.reading import MOST_PROBLEMS, listed
from kneadcast.errors import KeyPath, Problem, RoutineError, in_line_order
from kneadcast.routine.wording import slug

ENTRY_NOUNS = {"sections": "section", "steps": "step"}
"""The keys of lists whose entries are identified by id, with the noun for an entry."""
MOST_ENTRIES = 200
"""The most sections of a routine and steps of a section; the built-in ones have at most 20. Merging and checking take a
time that grows with the square of the number."""


class MergeLocation(NamedTuple):
    """A place in the merged data, and the place in the file that its value comes from."""

    place: KeyPath = ()
    origin: KeyPath = ()

    def inner(self, key: str | int, origin_key: str | int | None = None) -> MergeLocation:
        """Returns the location of an entry; `origin_key` is its key in the file, by default the same."""
        return MergeLocation((*self.place, key), (*self.origin, key if origin_key is None else origin_key))


@dataclass
class Merge:
    """A merge of a file over its base: the origins of its values and the problems found so far."""

    document: Document
    """The file that is merged over its base."""
    origins: dict[KeyPath, KeyPath] = field(default_factory=dict)
    """For each place of the merged data whose value comes from the file, the place in the file."""
    problems: list[Problem] = field(default_factory=list)

    def record(self, at: MergeLocation) -> None:
        """Records that the value at a place comes from the file, apart from what is inside it."""
        self.origins[at.place] = at.origin

    def record_all(self, at: MergeLocation, value: Any) -> None:
        """Records that the value at a place, with everything inside it, comes from the file."""
        self.record(at)
        inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
        for key, one in inner:
            self.record_all(at.inner(key), one)

    def report(self, origin: KeyPath, message: str, *, of_key: bool = False, rule: str = "") -> None:
        """Reports a problem at a place of the file.

        Raises:
            RoutineError: If there are so many problems that the search for more would take long.
        """
        self.problems.append(self.document.problem(origin, message, of_key=of_key, rule=rule))
        if len(self.problems) > MOST_PROBLEMS:
            self.finish()

    def finish(self) -> None:
        """Raises the problems that were reported, if there are any.

        Raises:
            RoutineError: With the problems in order of their lines.
        """
        if self.problems:
            raise RoutineError(*listed(in_line_order(self.problems), self.document.path))


def entry_id(entry: Any) -> str | None:
    """Returns the id that identifies a section or step of a file, or `None` if it has no id."""
    if not isinstance(entry, Mapping):
        return None
    id_, area, technique, name = (_word(entry.get(key)) for key in ("id", "area", "technique", "name"))
    if id_:
        return id_
    if area and technique:
        return f"{area}-{technique}".replace("_", "-")
    return slug(name) if name else None


def _word(value: Any) -> str:
    """Returns a value that can be part of an id as text; empty for nothing, and for a list or keys and values."""
    return "" if value is None or isinstance(value, (list, Mapping)) else str(value)
