"""Checks the values of a dataclass against the annotations of its fields, which are their only declaration."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from kneadcast.choices import option_of
from kneadcast.errors import SettingsError, did_you_mean

_OUT_OF_RANGE = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")
"""Pydantic's types of errors for a number outside of its bounds."""
_NOUNS = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}


def check_fields(
    options: Any, *, out_of_range: Mapping[str, Callable[[Any], str]] = {}, unchecked: Collection[str] = ()
) -> None:
    """Checks that the value of each field has the type, the choices and the bounds of its annotation.

    Args:
        options: An instance of a dataclass. Its fields are named in messages by the options that set them.
        out_of_range: By field, a function that returns the message for a number outside of its bounds.
        unchecked: The names of fields that are not checked.

    Raises:
        SettingsError: With every value that does not fit.
    """
    checked = {name: type_ for name, type_ in _field_types(options.__class__).items() if name not in unchecked}
    if problems := tuple(_problems(vars(options), checked, out_of_range)):
        raise SettingsError(*problems)


@lru_cache
def _field_types(of: type) -> Mapping[str, TypeAdapter[Any]]:
    return {name: TypeAdapter(hint) for name, hint in get_type_hints(of, include_extras=True).items()}


def _problems(
    values: Mapping[str, Any], types: Mapping[str, TypeAdapter[Any]], out_of_range: Mapping[str, Callable[[Any], str]]
) -> Iterator[str]:
    for name, type_ in types.items():
        try:
            type_.validate_python(values[name], strict=True)
        except ValidationError as error:
            if name in out_of_range and error.errors()[0]["type"] in _OUT_OF_RANGE:
                yield out_of_range[name](values[name])
                continue
            expected, nearest = _expectation(type_.json_schema(), values[name])
            yield f"'{option_of(name)}': expected {expected}, got {values[name]!r}{nearest}"


def _expectation(schema: Mapping[str, Any], value: Any) -> tuple[str, str]:
    """Returns what a value has to be according to a JSON schema, and a hint for a word that is close to a choice."""
    schema = schema.get("anyOf", [schema])[0]
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}", did_you_mean(str(value), schema["enum"])
    if schema.get("format") == "path":
        return "a path", ""
    noun = _NOUNS.get(schema["type"], schema.get("title", schema["type"]))
    if "exclusiveMinimum" in schema:
        return f"{noun} above {schema['exclusiveMinimum']:g} and up to {schema['maximum']:g}", ""
    return f"{noun} from {schema['minimum']:g} to {schema['maximum']:g}" if "minimum" in schema else noun, ""
