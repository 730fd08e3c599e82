"""Turns plain data into a frozen pydantic model, and pydantic's errors into problems that an author can act on."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kneadcast.document.reading import MOST_PROBLEMS, Document, listed, read_document
from kneadcast.document.yaml_loader import shortened
from kneadcast.errors import KeyPath, KneadcastError, Problem, did_you_mean, in_line_order

Model = TypeVar("Model", bound=BaseModel)


def read_model(path: Path, model: type[Model], *, error: type[KneadcastError]) -> Model:
    """Reads a YAML file into a model.

    Raises:
        KneadcastError: Of the given class, with every problem of the file in order of its lines.
    """
    return validate(read_document(path, error), model, error=error)


def validate(document: Document, model: type[Model], *, error: type[KneadcastError]) -> Model:
    """Turns a document into a model.

    Raises:
        KneadcastError: Of the given class, with every problem of the document in order of its lines.
    """
    if not isinstance(document.data, dict):
        raise error(document.problem((), f"expected keys and values, got {_format_value(document.data)}"))
    try:
        return model.model_validate(document.data)
    except ValidationError as reason:
        findings = _findings(reason)
        problems = in_line_order(_problem(finding, document, model) for finding in findings[: MOST_PROBLEMS + 1])
        raise error(*listed(problems, document.path, len(findings))) from None


def _findings(reason: ValidationError) -> list[ErrorDetails]:
    """Returns what pydantic found, without lists that are too short only because their entries are wrong."""
    found = reason.errors(include_url=False)
    with_faults_inside = {finding["loc"][:depth] for finding in found for depth in range(len(finding["loc"]))}
    return [finding for finding in found if finding["type"] != "too_short" or finding["loc"] not in with_faults_inside]


def _problem(finding: ErrorDetails, document: Document, model: type[BaseModel]) -> Problem:
    place = _place_in_file(tuple(finding["loc"]), document.data, missing=finding["type"] == "missing")
    if finding["type"] == "extra_forbidden":
        key = str(place[-1])
        known = _keys_at(tuple(0 if isinstance(part, int) else part for part in place[:-1]), model)
        message = f"unknown key '{key}'{did_you_mean(key, known)}; known here: {', '.join(sorted(known))}"
        return document.problem(place, message, of_key=True)
    if finding["type"] == "missing":
        return document.problem(place, f"the key '{place[-1]}' is missing", of_key=True)
    if finding["type"] == "invalid_key":
        key = str(place[-1])
        return document.problem((*place[:-1], key), f"the key '{key}' is not text", of_key=True)
    return document.problem(place, _message(finding, document.data, place))


def _place_in_file(place: KeyPath, data: Any, *, missing: bool) -> KeyPath:
    """Returns a place without the parts that are not in the file: the tags that pydantic adds for members of a union.

    Args:
        place: The place as pydantic reports it.
        data: The data of the file.
        missing: Whether the last part is a missing key, which is kept.
    """
    kept: list[str | int] = []
    for number, part in enumerate(place):
        in_file = isinstance(part, int) or (isinstance(data, dict) and part in data)
        if in_file or (missing and number == len(place) - 1):
            kept.append(part)
            data = _value_at((part,), data, None)
    return tuple(kept)


def _message(finding: ErrorDetails, data: Any, place: KeyPath) -> str:
    context = finding.get("ctx", {})
    value = _value_at(place, data, finding["input"])
    got = f", got {_format_value(value)}"
    if finding["type"] == "literal_error":
        words = [word.strip("' ") for word in str(context["expected"]).replace(" or ", ",").split(",")]
        return f"expected one of {', '.join(words)}{got}{did_you_mean(value, words) if isinstance(value, str) else ''}"
    if "error" in context:
        message = str(context["error"])
        return message + got if message.startswith("expected ") and ", got " not in message else message
    if finding["type"] == "too_long":
        return f"expected at most {context['max_length']} entries, got {context['actual_length'] or 'more'}"
    if finding["type"] == "too_short":
        least = context["min_length"]
        return f"expected at least {least} {'entry' if least == 1 else 'entries'}{got}"
    expectation = finding["msg"].removeprefix("Input should be ").removeprefix("a valid ").removeprefix("a ")
    return f"expected {_EXPECTATIONS.get(finding['type'], expectation)}{got}"


_EXPECTATIONS = {  # by pydantic's error type
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "dict_type": "keys and values",
    "string_too_short": "some text",
}

_YAML_WORDS = {None: "nothing", True: "true", False: "false"}


def _format_value(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return _YAML_WORDS[value]
    return shortened(repr(value) if isinstance(value, str) else str(value))


def _value_at(place: KeyPath, data: Any, default: Any) -> Any:
    for part in place:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return default
    return data


@lru_cache(maxsize=256)
def _keys_at(place: KeyPath, model: type[BaseModel]) -> frozenset[str]:
    """Returns the keys that a model allows at a place inside it; at a union, those of all its members."""
    models = [model]
    for part in place:
        if not isinstance(part, int):
            fields = [f for one in models for name, f in one.model_fields.items() if part in (name, f.alias)]
            models = [found for field in fields for found in _models_in(field.annotation)]
    # The schema, and not the fields, since a model may read the keys of a field one level higher.
    return frozenset(key for one in models for key in one.model_json_schema().get("properties", ()))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    """Returns the models inside `X`, `X | Y | None`, `tuple[X, ...]` or `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for inner in get_args(annotation) for found in _models_in(inner)]
