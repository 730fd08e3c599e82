"""Reads JSON: the YAML loader takes half a second for a quarter of a megabyte, and a hundred times its size.

Only what the YAML loader reads alike, within its limits, is read here; it reports what is wrong with anything else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NoReturn, TypeVar

import yaml

from kneadcast.document.yaml_loader import MOST_DIGITS, MOST_LETTERS, MOST_LEVELS, MOST_VALUES

Key = TypeVar("Key")
Value = TypeVar("Value")


class NotPlainError(ValueError):
    """Raised for a text that is not JSON, or that only the YAML loader can judge."""


class OnDemand(Mapping[Key, Value]):
    """A mapping that is made when it is first used."""

    def __init__(self, make: Callable[[], Mapping[Key, Value]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[Key, Value]:
        return self._make()

    def __getitem__(self, key: Key) -> Value:
        return self._made[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def parse_plain_json(text: str) -> Any:
    """Returns the data in a JSON text.

    Raises:
        NotPlainError: If it is no JSON, exceeds a limit, or has a key twice or a number that is written unusually.
    """
    if yaml.reader.Reader.NON_PRINTABLE.search(text):
        raise NotPlainError("a control character")
    try:
        data = json.loads(
            text, object_pairs_hook=_mapping, parse_int=_whole, parse_float=_number, parse_constant=_refuse
        )
    except (ValueError, RecursionError) as reason:
        raise NotPlainError(str(reason)) from reason
    _check_limits(data)
    return data


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs) or "<<" in mapping:  # `<<` merges mappings in YAML
        raise NotPlainError("a key with a meaning")
    return mapping


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise NotPlainError("a long number")
    return int(text)


def _number(text: str) -> float:
    if "e" in text.lower() or len(text) > MOST_DIGITS:  # YAML 1.1 wants a sign after the `e`
        raise NotPlainError("a number that is written unusually")
    return float(text)


def _refuse(text: str) -> NoReturn:
    raise NotPlainError(f"{text} is no JSON")


def _check_limits(data: Any) -> None:
    remaining, values, letters = [(data, 1)], 0, 0
    while remaining:
        value, level = remaining.pop()
        values += 1
        if level > MOST_LEVELS or values > MOST_VALUES:
            raise NotPlainError("more than a document has")
        if isinstance(value, dict):
            remaining += [(inner, level + 1) for item in value.items() for inner in item]
        elif isinstance(value, list):
            remaining += [(inner, level + 1) for inner in value]
        elif isinstance(value, str):
            letters += len(value)
            if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
                raise NotPlainError("half of a character")
    if letters > MOST_LETTERS:
        raise NotPlainError("more than a document has")
