"""Reads YAML text into plain data, with the line and column of every key and value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kneadcast.errors import KeyPath, KneadcastError, Problem, Severity
from kneadcast.resources import is_built_in

LARGEST_FILE_BYTES = 1_000_000
MOST_NODES = 50_000
"""More values than any real document has; without a limit, nested aliases would expand exponentially."""


class Mark(NamedTuple):
    """A position in a file, both numbers from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Document:
    """A YAML file as data, with a mark for every place in it."""

    path: str
    data: Any
    values: Mapping[KeyPath, Mark]
    """Where each value begins."""
    keys: Mapping[KeyPath, Mark]
    """Where the key of each value in a mapping begins."""

    def mark(self, place: KeyPath, *, of_key: bool = False) -> Mark:
        """Returns the mark of a place, or of the nearest enclosing place that is in the file."""
        while place and place not in self.values:
            place = place[:-1]
        if of_key and place in self.keys:
            return self.keys[place]
        return self.values.get(place, Mark(1, 1))

    def rebuilt(self, data: Any, origins: Mapping[KeyPath, KeyPath], *, top: KeyPath = ()) -> Document:
        """Returns a document of other data that keeps this file's marks.

        Args:
            data: The other data.
            origins: Maps places of the other data to the places in this file that they come from. A problem at any
                other place points at the nearest enclosing place that has an origin.
            top: The place in this file that a problem points at if no enclosing place has an origin.
        """
        values = {place: self.values[origin] for place, origin in origins.items() if origin in self.values}
        keys = {place: self.keys[origin] for place, origin in origins.items() if origin in self.keys}
        return Document(self.path, data, {(): self.mark(top), **values}, keys)

    def problem(
        self, place: KeyPath, message: str, *, of_key: bool = False, rule: str = "", severity: Severity = "error"
    ) -> Problem:
        """Returns a problem that points at a place of this document, or at the key of that place."""
        mark = self.mark(place, of_key=of_key)
        return Problem(message, self.path, mark.line, mark.column, format_place(place), rule, severity)


def format_place(place: KeyPath) -> str:
    """Formats a place for people: `sections[1].steps[2].time`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def read_document(path: Path, error: type[KneadcastError], *, empty: Any = None) -> Document:
    """Reads a YAML file as `yaml.safe_load` would, and keeps the position of everything in it.

    Args:
        path: The file.
        error: The class of the errors that are raised.
        empty: The data to return for a file that is empty or holds only comments; if `None`, it is refused.

    Raises:
        KneadcastError: Of the given class, if the file cannot be read, is not YAML or has a duplicate key.
    """
    try:
        raw = path.read_bytes()
    except OSError as reason:
        raise error(Problem(f"cannot be read: {reason.strerror}", str(path))) from reason
    if len(raw) > LARGEST_FILE_BYTES:
        raise error(Problem(f"is larger than {LARGEST_FILE_BYTES // 1000} kB, too large for a text file", str(path)))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = raw[: reason.start].count(b"\n") + 1
        raise error(Problem("is not UTF-8 text; save it as UTF-8", str(path), line)) from reason
    if _FastLoader and is_built_in(path):
        # libyaml accepts some texts that PyYAML refuses, but it reads the built-in files alike, as a test verifies.
        return parse_document(text, str(path), error, empty=empty, loader_type=_FastLoader)
    return parse_document(text, str(path), error, empty=empty)


def parse_document(
    text: str, path: str, error: type[KneadcastError], *, empty: Any = None, loader_type: Any = None
) -> Document:
    """Parses YAML text; `path` appears in messages only, and `empty` is as in `read_document`.

    Raises:
        KneadcastError: Of the given class, if the text is not YAML or has a duplicate key.
    """
    try:
        loader = (loader_type or _Loader)(text)
        node = loader.get_single_node()
        if node is None and empty is not None:
            return Document(path, empty, {}, {})
        if node is None:
            raise error(Problem("is empty", path, 1, 1))
        marks = _MarkCollector(path)
        marks.visit(node, ())
        data = loader.construct_document(node)
    except yaml.MarkedYAMLError as reason:
        mark = reason.problem_mark or reason.context_mark
        message = f"is not valid YAML: {reason.problem or reason.context}"
        raise error(Problem(message, path, mark.line + 1 if mark else 0, mark.column + 1 if mark else 0)) from reason
    except yaml.YAMLError as reason:
        raise error(Problem(f"is not valid YAML: {reason}", path)) from reason
    except _TooManyNodesError as reason:
        raise error(Problem(f"cannot be read as YAML: {reason}", path)) from reason
    except RecursionError as reason:
        raise error(Problem("cannot be read as YAML: it is nested too deeply, or contains itself", path)) from reason
    if marks.problems:
        raise error(*marks.problems)
    return Document(path, data, marks.values, marks.keys)


class _Positioned(yaml.constructor.SafeConstructor):
    """Adds the position to the error for a scalar that looks like a date or number and is neither: `2026-99-99`."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as reason:
            raise yaml.constructor.ConstructorError(None, None, str(reason), node.start_mark) from reason


class _Loader(_Positioned, yaml.SafeLoader):
    """The loader of all files."""


_FastLoader: Any = None
"""The loader of built-in files, or `None` if PyYAML comes without libyaml."""
if yaml.__with_libyaml__:
    _FastLoader = type("_FastLoader", (_Positioned, yaml.CSafeLoader), {})


class _TooManyNodesError(Exception):
    """Raised if a document expands to more than `MOST_NODES` values."""


class _MarkCollector:
    """Walks a YAML node tree once and collects the marks of values and keys, and problems for duplicate keys."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.values: dict[KeyPath, Mark] = {}
        self.keys: dict[KeyPath, Mark] = {}
        self.problems: list[Problem] = []

    def visit(self, node: yaml.Node, place: KeyPath) -> None:
        if len(self.values) >= MOST_NODES:
            raise _TooManyNodesError(f"it expands to more than {MOST_NODES} values")
        self.values[place] = _mark_of(node)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.visit(item, (*place, index))
        elif isinstance(node, yaml.MappingNode):
            self._visit_mapping(node, place)

    def _visit_mapping(self, node: yaml.MappingNode, place: KeyPath) -> None:
        for key, value in node.value:
            inner = (*place, str(key.value))
            mark = _mark_of(key)
            # A mapping may have several `<<` merge keys.
            if inner in self.keys and key.tag != "tag:yaml.org,2002:merge":
                message = f"duplicate key '{key.value}'; keep one of the two"
                self.problems.append(Problem(message, self.path, mark.line, mark.column, format_place(inner)))
            self.keys[inner] = mark
            self.visit(value, inner)


def _mark_of(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)
