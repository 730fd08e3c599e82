"""JSON Schema of routine files, for editors that complete and check while an author types.

A schema knows keys, words and forms. What hangs on two values at once, such as a pressure and an area's cap, only
`kneadcast check` knows.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from kneadcast.routine.model import Routine

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_CHANGED = "Changed"
_ID_LIST = {"type": "array", "items": {"type": "string"}}


def routine_schema() -> dict[str, Any]:
    """Returns the schema of a routine file: one that stands for itself, extends another or translates one."""
    whole = Routine.model_json_schema(ref_template="#/$defs/{model}")
    definitions = whole.pop("$defs")
    changed, changed_definitions = _changed(whole, definitions)
    definitions |= {"Routine": whole, "Extension": changed, "Translation": _TRANSLATION, **changed_definitions}
    for name in ("TranslatedSection", "TranslatedStep", "TranslatedWords"):
        definitions[name] = _TRANSLATED[name]
    return {
        "$schema": _DIALECT,
        "title": "Kneadcast routine",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/Extension"},
        "else": {
            "if": {"required": ["translates"]},
            "then": {"$ref": "#/$defs/Translation"},
            "else": {"$ref": "#/$defs/Routine"},
        },
        "$defs": definitions,
    }


def _changed(whole: dict[str, Any], definitions: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Returns the schema of a file that changes a routine: nothing is required of it."""
    extension = _loosened(whole)
    extension["required"] = ["extends"]
    extension["properties"]["extends"] = {"type": "string", "description": "The routine that this one changes."}
    extension["properties"]["remove"] = {
        **_ID_LIST,
        "description": "What goes, as `section` or `section.step`, by ids that `kneadcast show` lists.",
    }
    loosened = {f"{_CHANGED}{name}": _loosened(definition) for name, definition in definitions.items()}
    for name in ("Section", "Step"):
        place = {"type": "string", "description": "The id of the entry that this new one follows."}
        loosened[f"{_CHANGED}{name}"]["properties"]["after"] = place
    return extension, loosened


def _loosened(schema: dict[str, Any]) -> dict[str, Any]:
    loose = deepcopy(schema)
    loose.pop("required", None)
    _rename(loose)
    return loose


def _rename(node: Any) -> None:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            node["$ref"] = node["$ref"].replace("#/$defs/", f"#/$defs/{_CHANGED}")
        for value in node.values():
            _rename(value)
    elif isinstance(node, list):
        for value in node:
            _rename(value)


_TEXT = {"type": "string", "pattern": r"\S"}
_TEXTS = {"type": "array", "items": _TEXT}


def _words(*keys: str, **more: Any) -> dict[str, Any]:
    known = {key: _TEXTS if key in ("remind", "needs") else _TEXT for key in keys}
    return {"type": "object", "additionalProperties": False, "properties": {**known, **more}}


_TOLD = {"$ref": "#/$defs/TranslatedWords"}
_TRANSLATED: dict[str, dict[str, Any]] = {
    "TranslatedWords": _words("preview", "say", "remind"),
    "TranslatedStep": _words("say", "again", "remind"),
    "TranslatedSection": _words(
        "name",
        move=_TOLD,
        switch=_TOLD,
        steps={"type": "object", "additionalProperties": {"$ref": "#/$defs/TranslatedStep"}},
    ),
}
_TRANSLATION: dict[str, Any] = {
    **_words(
        "title",
        "summary",
        "needs",
        "remind",
        format={"const": 1},
        translates={"type": "string", "description": "The routine whose words these are."},
        language={"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
        opening=_words(safety=_TOLD, settle=_TOLD),
        closing=_words(rest=_TOLD, close=_TOLD),
        sections={"type": "object", "additionalProperties": {"$ref": "#/$defs/TranslatedSection"}},
    ),
    "required": ["format", "translates", "language", "title", "summary", "remind", "opening", "sections", "closing"],
}
