"""Routine files that translate another routine: they hold all its words in another language, and no other data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kneadcast.document import Document
from kneadcast.errors import KeyPath, did_you_mean
from kneadcast.routine.merging import ENTRY_NOUNS, Merge, MergeLocation, entry_id
from kneadcast.routine.variation import VARIED

WORDS = frozenset(
    {"title", "summary", "needs", "remind", "say", "again", "brief", "ask", "caution", "farewell", "preview"}
)
"""Keys that hold words of the language; the `name` of a section is another."""
OPTIONAL_WORDS = frozenset({"needs"})
"""Words that a translation may leave out if the routine has none."""
DISPENSABLE = frozenset({"brief", "pause"})
"""Keys that a translation may leave out: `say` stands in for `brief`, and the phrase of the language for `pause`."""
_HEADER = ("format", "translates", "language")


def translate(document: Document, base: Mapping[str, Any]) -> Document:
    """Returns the complete document of a translated routine.

    Sections and steps keep their ids, so that scripts of both languages name the same steps.

    Args:
        document: The file with the key `translates`.
        base: The data of the routine that it translates.

    Raises:
        RoutineError: If words are missing, or the file holds more than words.
    """
    own = {key: value for key, value in document.data.items() if key not in _HEADER}
    merge = Merge(document)
    data = _translate_mapping(base, own, MergeLocation(), merge)
    merge.finish()
    data["language"] = document.data.get("language", "")
    merge.record(MergeLocation().inner("language"))
    return document.rebuilt(data, merge.origins, top=("translates",))


def _translate_mapping(base: Mapping[str, Any], own: Any, at: MergeLocation, merge: Merge) -> dict[str, Any]:
    given: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
    result = dict(base)
    for key, value in base.items():
        inner = at.inner(key)
        if key in DISPENSABLE and key not in given:
            del result[key]
        elif key in WORDS or (key == "name" and at.place):
            result[key] = _translate_words(value, given, inner, merge)
        elif key in ENTRY_NOUNS and isinstance(value, list):
            result[key] = list(_translate_entries(value, given.get(key), inner, merge))
        elif isinstance(value, Mapping):
            merge.record(inner)
            result[key] = _translate_mapping(value, given.get(key), inner, merge)
    _report_other_keys(base, given, at.origin, merge)
    return result


def _translate_words(value: Any, given: Mapping[str, Any], at: MergeLocation, merge: Merge) -> Any:
    """Returns the translation of a text or a list of texts, and reports lines that are missing."""
    key = str(at.place[-1])
    if key not in given:
        if value or key not in OPTIONAL_WORDS:
            _report_missing(at.origin, f"the words of '{key}' are missing", merge)
        return value
    merge.record_all(at, given[key])
    translated = given[key]
    if key not in VARIED and isinstance(value, list) and isinstance(translated, list) and len(translated) < len(value):
        message = f"{len(value) - len(translated)} of the {len(value)} lines are missing"
        _report_missing(at.origin, message, merge)
    return translated


def _translate_entries(base: list[Any], own: Any, at: MergeLocation, merge: Merge) -> Iterator[dict[str, Any]]:
    """Yields the sections or steps of a routine with translated words; in the file they are keyed by id."""
    given: Mapping[str, Any] = own if isinstance(own, Mapping) else {}
    noun = ENTRY_NOUNS[str(at.place[-1])]
    ids = [str(entry_id(entry)) for entry in base]
    for number, (id_, entry) in enumerate(zip(ids, base, strict=True)):
        inner = at.inner(number, id_)
        merge.record(inner)
        if id_ in given:
            yield {**_translate_mapping(entry, given[id_], inner, merge), "id": id_}
        else:
            _report_missing(inner.origin, f"the words of the {noun} '{id_}' are missing", merge)
            yield {**entry, "id": id_}
    for key in given:
        if key not in ids:
            message = f"the routine has no {noun} '{key}'{did_you_mean(str(key), ids)}; known: {', '.join(ids)}"
            merge.report((*at.origin, key), message, of_key=True)


def _report_other_keys(base: Mapping[str, Any], given: Mapping[str, Any], origin: KeyPath, merge: Merge) -> None:
    """Reports keys of a translation that have no words in the routine."""
    known = {key for key, value in base.items() if key in WORDS or key in ENTRY_NOUNS or isinstance(value, Mapping)}
    known |= {"name"} if origin else set()
    for key in given:
        if key not in known:
            message = f"a translation holds words only, and the routine has none under '{key}' here"
            message += f"{did_you_mean(str(key), known)}; known: {', '.join(sorted(known))}"
            merge.report((*origin, key), message, of_key=True)


def _report_missing(origin: KeyPath, message: str, merge: Merge) -> None:
    merge.report(origin, message, rule="translation-complete")
