"""Routine files that extend another routine: they override some of its keys and inherit the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kneadcast.document import Document
from kneadcast.errors import KeyPath, did_you_mean
from kneadcast.routine.merging import ENTRY_NOUNS, MOST_ENTRIES, Merge, MergeLocation, entry_id

_SUPERSEDED: Mapping[str, tuple[str, ...]] = {
    "priority": ("optional",),
    "optional": ("priority",),
    "say": ("brief", "hand", "path"),
    "area": ("path",),
    "technique": ("hand", "path"),
    "tool": ("hand",),
}
"""Keys of a step, each with the inherited keys that it supersedes.

They are another spelling, a short form of other words, or the hand and the path of other words or other work.
"""


def extend(document: Document, base: Mapping[str, Any]) -> Document:
    """Returns the complete document of a routine that extends another one.

    Mappings are merged key by key. Sections and steps are identified by their ids; a new one goes to the end, or after
    the one that `after` names. `remove` lists what is removed, as `section` or `section.step`. Every other value
    replaces that of the base.

    Args:
        document: The file with the key `extends`.
        base: The data of the routine that it extends.

    Raises:
        RoutineError: If the file refers to a section or step that does not exist.
    """
    own = dict(document.data)
    removed = own.pop("remove", [])
    own.pop("extends")
    merge = Merge(document)
    data = _merge_mapping(base, own, MergeLocation(), merge)
    _remove_all(data, removed, merge)
    merge.finish()
    return document.rebuilt(data, merge.origins, top=("extends",))


def _remove_all(data: dict[str, Any], removed: Any, merge: Merge) -> None:
    """Removes what the file lists under `remove`, and reports what does not exist."""
    ids = removed if isinstance(removed, list) else [removed]
    if len(ids) > MOST_ENTRIES or not all(isinstance(id_, str) for id_ in ids):
        merge.report(("remove",), f"expected a list of up to {MOST_ENTRIES} ids, such as section or section.step")
        return
    for index, id_ in enumerate(ids):
        if not _remove(data, id_, merge):
            hint = did_you_mean(id_, _ids(data))
            message = f"there is nothing called '{id_}' to remove{hint}; known: {', '.join(_likely_ids(id_, data))}"
            merge.report(("remove", index), message)


def _merge_mapping(base: Mapping[str, Any], own: Mapping[str, Any], at: MergeLocation, merge: Merge) -> dict[str, Any]:
    result = dict(base)
    for key, value in own.items():
        inner = at.inner(key)
        if key in ENTRY_NOUNS and isinstance(value, list) and isinstance(base.get(key), list):
            result[key] = _merge_entries(base[key], value, inner, merge)
        elif isinstance(value, Mapping) and isinstance(base.get(key), Mapping):
            merge.record(inner)
            result[key] = _merge_mapping(base[key], value, inner, merge)
        else:
            merge.record_all(inner, value)
            result[key] = value
    return result


class _MergedEntry(NamedTuple):
    """A section or step of the merged list."""

    inherited: Any
    """The data of the base; empty for a new entry."""
    own_index: int | None = None
    """Its index in the file; `None` if the file does not change it."""
    change: Mapping[str, Any] = {}


def _merge_entries(base: list[Any], own: list[Any], at: MergeLocation, merge: Merge) -> list[Any]:
    """Merges a list of sections or steps; origins are recorded last, when each entry has its final index."""
    if max(len(base), len(own)) > MOST_ENTRIES:
        noun = ENTRY_NOUNS[str(at.place[-1])]
        merge.report(at.origin, f"there are more than {MOST_ENTRIES} {noun}s here, or in the routine that is extended")
        return base
    entries = [_MergedEntry(entry) for entry in base]
    for index, entry in enumerate(own):
        _place_entry(entries, index, entry, at, merge)
    result = []
    for number, (inherited, own_index, change) in enumerate(entries):
        if own_index is None:
            result.append(inherited)
            continue
        inner = at.inner(number, own_index)
        merge.record(inner)
        result.append(_merge_mapping(inherited, change, inner, merge))
    return result


def _place_entry(entries: list[_MergedEntry], index: int, entry: Any, at: MergeLocation, merge: Merge) -> None:
    """Adds a section or step of the file to the entries: as a change to the entry with its id, or as a new one."""
    id_ = entry_id(entry)
    if id_ is None:
        message = f"this {ENTRY_NOUNS[str(at.place[-1])]} cannot be identified; give it an `id`"
        merge.report((*at.origin, index), message)
        return
    ids = [entry_id(known.inherited) for known in entries]
    change = {key: value for key, value in entry.items() if key != "after"}
    after = entry.get("after")
    if id_ in ids:
        number = ids.index(id_)
        entries[number] = _MergedEntry(_without_superseded(entries[number].inherited, change), index, change)
    elif after is None:
        entries.append(_MergedEntry({}, index, change))
    elif after in ids:
        entries.insert(ids.index(after) + 1, _MergedEntry({}, index, change))
    else:
        known_ids = list(filter(None, ids))
        hint = did_you_mean(str(after), known_ids)
        message = f"there is nothing called '{after}'{hint}; known: {', '.join(known_ids)}"
        merge.report((*at.origin, index, "after"), message)


def _without_superseded(inherited: Mapping[str, Any], change: Mapping[str, Any]) -> Mapping[str, Any]:
    """Returns a section or step without the keys that those of the file supersede."""
    superseded = {key for given, keys in _SUPERSEDED.items() if given in change for key in keys}
    return {key: value for key, value in inherited.items() if key not in superseded}


def _remove(data: dict[str, Any], id_: str, merge: Merge) -> bool:
    """Removes a section, or a step given as `section.step`; returns whether it existed."""
    section_id, _, step_id = id_.partition(".")
    sections = _entries(data, "sections")
    number = _index_of(section_id, sections)
    if number is None:
        return False
    if not step_id:
        data["sections"] = _without_entry(sections, number, ("sections",), merge)
        return True
    steps = _entries(sections[number], "steps")
    index = _index_of(step_id, steps)
    if index is None:
        return False
    kept = _without_entry(steps, index, ("sections", number, "steps"), merge)
    data["sections"] = [*sections[:number], {**sections[number], "steps": kept}, *sections[number + 1 :]]
    return True


def _entries(data: Any, key: str) -> list[Any]:
    """Returns the list under a key, or `[]` if a type is wrong, which validation reports later."""
    found = data.get(key) if isinstance(data, Mapping) else None
    return found if isinstance(found, list) else []


def _index_of(id_: str, entries: list[Any]) -> int | None:
    return next((index for index, entry in enumerate(entries) if entry_id(entry) == id_), None)


def _without_entry(entries: list[Any], index: int, at: KeyPath, merge: Merge) -> list[Any]:
    """Returns a list without an entry, and shifts the origins of the entries after it."""
    depth = len(at)
    moved: dict[KeyPath, KeyPath] = {}
    for place, origin in merge.origins.items():
        number = place[depth] if len(place) > depth and place[:depth] == at else None
        if not isinstance(number, int) or number < index:
            moved[place] = origin
        elif number > index:
            new_place: KeyPath = (*at, number - 1, *place[depth + 1 :])
            moved[new_place] = origin
    merge.origins = moved
    return entries[:index] + entries[index + 1 :]


def _ids(data: Mapping[str, Any]) -> list[str]:
    sections = [section for section in _entries(data, "sections") if isinstance(section, Mapping)]
    steps = [f"{entry_id(section)}.{entry_id(step)}" for section in sections for step in _entries(section, "steps")]
    return [str(entry_id(section)) for section in sections] + steps


def _likely_ids(id_: str, data: Mapping[str, Any]) -> list[str]:
    """Returns ids to suggest for an unknown one: the steps of its section if that exists, otherwise the sections."""
    section, _, step = id_.partition(".")
    steps = [known for known in _ids(data) if step and known.startswith(f"{section}.")]
    return steps or [known for known in _ids(data) if "." not in known]
