"""Merges a routine file over the routine that it extends or translates, and records the origin of each value.

Both are merged as plain data. With the origins, a problem in the result is reported at its line in the author's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kneadcast.document import Document
from kneadcast.errors import KeyPath, Problem
from kneadcast.routine.wording import slug

ENTRY_NOUNS = {"sections": "section", "steps": "step"}
"""The keys of lists whose entries are identified by id, with the noun for an entry."""


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
        """Reports a problem at a place of the file."""
        self.problems.append(self.document.problem(origin, message, of_key=of_key, rule=rule))


def entry_id(entry: Any) -> str | None:
    """Returns the id that identifies a section or step of a file, or `None` if it has no id."""
    if not isinstance(entry, Mapping):
        return None
    if entry.get("id"):
        return str(entry["id"])
    if "area" in entry and "technique" in entry:
        return f"{entry['area']}-{entry['technique']}".replace("_", "-")
    return slug(str(entry["name"])) if entry.get("name") else None
