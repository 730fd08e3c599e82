"""Routine files made from another one: what they change, put over what they leave as it is.

Two kinds of file are read so. One that `extends` a routine changes what it likes and inherits the rest. One that
`translates` a routine gives all its words in another language and nothing else. Both are merged as plain data that
remembers where each value stands, so that a problem is told with its line in the file that the author wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kneadcast.document import Document
from kneadcast.errors import Problem, RoutineError, did_you_mean
from kneadcast.routine.model import slug

Place = tuple["str | int", ...]

LISTED = {"sections": "section", "steps": "step"}
"""Lists whose entries are found by id."""
WORDS = frozenset({"title", "summary", "needs", "remind", "say", "again", "preview"})
"""Keys that hold words of the language; a section's `name` is one too."""
OPTIONAL_WORDS = frozenset({"needs"})


@dataclass
class Merged:
    """Plain data with, for every place that a file has a say in, the place in that file."""

    data: dict[str, Any]
    origins: dict[Place, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, at: Place, origin: Place, value: Any) -> None:
        """Remembers where a value and all within it stand."""
        self.origins[at] = origin
        inner = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
        for key, below in inner:
            self.note((*at, key), (*origin, key), below)


def entry_id(entry: Any) -> str | None:
    """Returns the id that a section or step of a file is found by; none if it has none."""
    if not isinstance(entry, Mapping):
        return None
    if entry.get("id"):
        return str(entry["id"])
    if "area" in entry and "technique" in entry:
        return f"{entry['area']}-{entry['technique']}".replace("_", "-")
    return slug(str(entry["name"])) if entry.get("name") else None


def extended(document: Document, base: Mapping[str, Any]) -> Document:
    """Returns a document that extends another as one that stands for itself.

    Keys that both have as keys and values are merged; sections and steps are found by their ids, new ones are added at
    the end or behind the one that `after` names; `remove` lists what goes, as `section` or `section.step`. All else
    replaces what was there.

    Raises:
        RoutineError: If it names what is not there.
    """
    own = dict(document.data)
    merged = Merged({})
    removed = own.pop("remove", [])
    own.pop("extends")
    merged.data = _mapping(dict(base), own, (), (), merged, document)
    for index, gone in enumerate(removed if isinstance(removed, list) else [removed]):
        if not _remove(merged, str(gone)):
            message = f"there is nothing called '{gone}' to remove{did_you_mean(str(gone), _ids(merged.data))}"
            known = ", ".join(_ids_beside(str(gone), merged.data))
            merged.problems.append(document.problem(("remove", index), f"{message}; known: {known}"))
    if merged.problems:
        raise RoutineError(*sorted(merged.problems, key=lambda problem: (problem.line, problem.column)))
    return document.rebuilt(merged.data, merged.origins, top=("extends",))


def _mapping(
    base: dict[str, Any], own: Mapping[str, Any], at: Place, origin: Place, merged: Merged, document: Document
) -> dict[str, Any]:
    result = dict(base)
    for key, value in own.items():
        here, there = (*at, key), (*origin, key)
        if key in LISTED and isinstance(value, list) and isinstance(base.get(key), list):
            result[key] = _entries(base[key], value, here, there, merged, document)
        elif isinstance(value, Mapping) and isinstance(base.get(key), Mapping):
            merged.origins[here] = there
            result[key] = _mapping(dict(base[key]), value, here, there, merged, document)
        else:
            merged.note(here, there, value)
            result[key] = value
    return result


def _entries(
    base: list[Any], own: list[Any], at: Place, origin: Place, merged: Merged, document: Document
) -> list[Any]:
    """Merges a list by ids; places are noted last, when every entry has found its index."""
    order: list[tuple[Any, int | None, Any]] = [(entry, None, None) for entry in base]
    for index, entry in enumerate(own):
        wanted = entry_id(entry)
        if wanted is None:
            message = f"this {LISTED[str(at[-1])]} has no id to be found by; give it an `id`"
            merged.problems.append(document.problem((*origin, index), message))
            continue
        ids = [entry_id(known) for known, _, _ in order]
        change = {key: value for key, value in entry.items() if key != "after"}
        if wanted in ids:
            known = order[ids.index(wanted)][0]
            order[ids.index(wanted)] = (known, index, change)
        elif entry.get("after") is None:
            order.append(({}, index, change))
        elif entry["after"] in ids:
            order.insert(ids.index(entry["after"]) + 1, ({}, index, change))
        else:
            known_ids = list(filter(None, ids))
            message = f"there is nothing called '{entry['after']}'{did_you_mean(str(entry['after']), known_ids)}"
            message += f"; known: {', '.join(known_ids)}"
            merged.problems.append(document.problem((*origin, index, "after"), message))
    result = []
    for number, (known, place, change) in enumerate(order):
        if place is None:
            result.append(known)
            continue
        here: Place = (*at, number)
        there: Place = (*origin, place)
        merged.origins[here] = there
        result.append(_mapping(dict(known), change, here, there, merged, document))
    return result


def _ids(data: Mapping[str, Any]) -> list[str]:
    sections = [section for section in data.get("sections", []) if isinstance(section, Mapping)]
    steps = [f"{entry_id(section)}.{entry_id(step)}" for section in sections for step in section.get("steps", [])]
    return [str(entry_id(section)) for section in sections] + steps


def _ids_beside(gone: str, data: Mapping[str, Any]) -> list[str]:
    """Returns what a mistyped id may have meant: steps where its section is there, else sections."""
    section, _, step = gone.partition(".")
    within = [id_ for id_ in _ids(data) if step and id_.startswith(f"{section}.")]
    return within or [id_ for id_ in _ids(data) if "." not in id_]


def _remove(merged: Merged, gone: str) -> bool:
    """Takes a section or step out, with the places behind it moved up; tells whether it was there."""
    section_id, _, step_id = gone.partition(".")
    for s, section in enumerate(merged.data.get("sections", [])):
        if entry_id(section) != section_id:
            continue
        if not step_id:
            merged.data["sections"] = _without(merged, ("sections",), merged.data["sections"], s)
            return True
        for i, step in enumerate(section.get("steps", [])):
            if entry_id(step) == step_id:
                section["steps"] = _without(merged, ("sections", s, "steps"), section["steps"], i)
                return True
    return False


def _without(merged: Merged, at: Place, entries: list[Any], index: int) -> list[Any]:
    depth = len(at)
    moved: dict[Place, Place] = {}
    for place, origin in merged.origins.items():
        number = place[depth] if len(place) > depth and place[:depth] == at else None
        if not isinstance(number, int) or number < index:
            moved[place] = origin
        elif number > index:
            before: Place = (*at, number - 1, *place[depth + 1 :])
            moved[before] = origin
    merged.origins = moved
    return [entry for number, entry in enumerate(entries) if number != index]


def translated(document: Document, base: Mapping[str, Any]) -> tuple[Document, tuple[Problem, ...]]:
    """Returns a translation as a routine that stands for itself, and what is missing from it.

    Sections and steps keep their ids, so that scripts of both languages name the same steps.
    """
    own = {key: value for key, value in document.data.items() if key not in ("format", "translates", "language")}
    merged = Merged({})
    merged.data = _words(dict(base), own, (), (), merged, document)
    merged.data["language"] = document.data.get("language", "")
    merged.origins["language",] = ("language",)
    return document.rebuilt(merged.data, merged.origins, top=("translates",)), tuple(merged.problems)


def _words(
    base: dict[str, Any], own: Any, at: Place, origin: Place, merged: Merged, document: Document
) -> dict[str, Any]:
    """Puts words over a mapping of the routine; whatever has no words in the translation is a problem."""
    given: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
    result = dict(base)
    for key, value in base.items():
        here, there = (*at, key), (*origin, key)
        if key in WORDS or (key == "name" and at):
            if key in given:
                merged.note(here, there, given[key])
                result[key] = given[key]
                _count(value, given[key], there, merged, document)
            elif value or key not in OPTIONAL_WORDS:
                merged.problems.append(_missing(document, there, f"the words of '{key}' are missing"))
        elif key in LISTED and isinstance(value, list):
            result[key] = list(_listed(value, given.get(key), here, there, merged, document))
        elif isinstance(value, Mapping):
            merged.origins[here] = there
            result[key] = _words(dict(value), given.get(key), here, there, merged, document)
    _strangers(base, given, origin, merged, document)
    return result


def _listed(
    base: list[Any], own: Any, at: Place, origin: Place, merged: Merged, document: Document
) -> Iterator[dict[str, Any]]:
    given: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
    ids = [str(entry_id(entry)) for entry in base]
    for number, (id_, entry) in enumerate(zip(ids, base, strict=True)):
        here, there = (*at, number), (*origin, id_)
        merged.origins[here] = there
        if id_ not in given:
            what = LISTED[str(at[-1])]
            merged.problems.append(_missing(document, there, f"the words of the {what} '{id_}' are missing"))
            yield {**entry, "id": id_}
        else:
            yield {**_words(dict(entry), given[id_], here, there, merged, document), "id": id_}
    for key in given:
        if key not in ids:
            message = f"the routine has no {LISTED[str(at[-1])]} '{key}'{did_you_mean(str(key), ids)}"
            known = f"{message}; known: {', '.join(ids)}"
            merged.problems.append(document.problem((*origin, key), known, of_key=True))


def _count(base: Any, given: Any, there: Place, merged: Merged, document: Document) -> None:
    if isinstance(base, list) and isinstance(given, list) and len(given) < len(base):
        message = f"{len(base) - len(given)} of the {len(base)} lines are missing"
        merged.problems.append(_missing(document, there, message))


def _strangers(
    base: Mapping[str, Any], given: Mapping[str, Any], origin: Place, merged: Merged, document: Document
) -> None:
    known = {key for key, value in base.items() if key in WORDS or key in LISTED or isinstance(value, Mapping)}
    known |= {"name"} if origin else set()
    for key in given:
        if key not in known:
            message = f"a translation holds words only, and the routine has none under '{key}' here"
            hint = did_you_mean(str(key), known)
            merged.problems.append(
                document.problem((*origin, key), f"{message}{hint}; known: {', '.join(sorted(known))}", of_key=True)
            )


def _missing(document: Document, there: Place, message: str) -> Problem:
    found = document.problem(there, message)
    return Problem(found.message, found.path, found.line, found.column, found.place, "translation-complete")
