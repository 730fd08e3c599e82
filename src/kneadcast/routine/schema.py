"""The JSON Schema of routine files, for editors that complete and validate YAML.

The schema covers keys, words and formats. Only `kneadcast check` covers constraints between two values, such as a
pressure and the cap of an area.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from kneadcast.routine.model import Routine
from kneadcast.routine.variation import MOST_WORDINGS, VARIED

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PREFIX = "Changed"
"""The prefix of the names of definitions without required keys."""
_ID_LIST = {"type": "array", "items": {"type": "string"}}


def routine_schema() -> dict[str, Any]:
    """Returns the schema of a routine file: a complete one, one that extends a routine or one that translates it."""
    whole = Routine.model_json_schema(ref_template="#/$defs/{model}")
    definitions = whole.pop("$defs")
    for definition in definitions.values():
        _allow_wordings(definition.get("properties", {}))
    extension, extension_definitions = _extension(whole, definitions)
    definitions |= {"Routine": whole, "Extension": extension, "Translation": _TRANSLATION}
    definitions |= {**extension_definitions, **_TRANSLATED}
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


def _extension(whole: dict[str, Any], definitions: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Returns the schema of a file that extends a routine, in which nothing else is required, and its definitions."""
    extension = _without_required(whole)
    extension["required"] = ["extends"]
    extension["properties"]["extends"] = {"type": "string", "description": "The routine that this one extends."}
    extension["properties"]["remove"] = {
        **_ID_LIST,
        "description": "What is removed, as `section` or `section.step`, by the ids that `kneadcast show` lists.",
    }
    changed = {f"{_PREFIX}{name}": _without_required(definition) for name, definition in definitions.items()}
    for name in ("Section", "Step"):
        place = {"type": "string", "description": "The id of the entry that this new one follows."}
        changed[f"{_PREFIX}{name}"]["properties"]["after"] = place
    return extension, changed


def _allow_wordings(properties: dict[str, Any]) -> None:
    """Lets the texts of `VARIED` have several wordings."""
    for key in VARIED & properties.keys():
        described = {name: properties[key].pop(name) for name in ("description",) if name in properties[key]}
        properties[key] = {**described, "anyOf": [properties[key], _WORDINGS]}


def _without_required(schema: dict[str, Any]) -> dict[str, Any]:
    changed = deepcopy(schema)
    changed.pop("required", None)
    _prefix_references(changed)
    return changed


def _prefix_references(node: Any) -> None:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            node["$ref"] = node["$ref"].replace("#/$defs/", f"#/$defs/{_PREFIX}")
        for value in node.values():
            _prefix_references(value)
    elif isinstance(node, list):
        for value in node:
            _prefix_references(value)


_TEXT = {"type": "string", "pattern": r"\S"}
_TEXTS = {"type": "array", "items": _TEXT}
_WORDINGS = {**_TEXTS, "maxItems": MOST_WORDINGS}


def _words(*keys: str, **more: Any) -> dict[str, Any]:
    known = {key: _TEXTS if key in ("remind", "needs") else _TEXT for key in keys}
    _allow_wordings(known)
    return {"type": "object", "additionalProperties": False, "properties": {**known, **more}}


_SPOKEN = {"$ref": "#/$defs/TranslatedWords"}
_TRANSLATED: dict[str, dict[str, Any]] = {
    "TranslatedSection": _words(
        "name",
        move=_SPOKEN,
        compare=_SPOKEN,
        switch=_SPOKEN,
        pause=_SPOKEN,
        steps={"type": "object", "additionalProperties": {"$ref": "#/$defs/TranslatedStep"}},
    ),
    "TranslatedStep": _words("ask", "say", "again", "brief", "caution", "remind"),
    "TranslatedWords": _words(
        "preview",
        "say",
        "brief",
        "farewell",
        "remind",
        **{"from": {"type": "object", "additionalProperties": {"$ref": "#/$defs/TranslatedWords"}}},
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
        opening=_words(welcome=_SPOKEN, safety=_SPOKEN, settle=_SPOKEN),
        closing=_words(rest=_SPOKEN, close=_SPOKEN),
        sections={"type": "object", "additionalProperties": {"$ref": "#/$defs/TranslatedSection"}},
    ),
    "required": ["format", "translates", "language", "title", "summary", "remind", "opening", "sections", "closing"],
}
