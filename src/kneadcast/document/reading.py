"""YAML text to plain data plus the line and column of every key and value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kneadcast.errors import KneadcastError, Problem

Place = tuple["str | int", ...]
"""Keys and indices from the top of a document down to one value."""

LARGEST_FILE_BYTES = 1_000_000
MOST_NODES = 50_000
"""More than any honest document; a file of aliases within aliases would otherwise unfold without end."""


class Mark(NamedTuple):
    """A position in a file, both numbers from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Document:
    """A YAML file as data, with a mark for every place in it."""

    path: str
    data: Any
    values: Mapping[Place, Mark]
    """Where each value begins."""
    keys: Mapping[Place, Mark]
    """Where the key of each value in a mapping begins."""

    def mark(self, place: Place, *, of_key: bool = False) -> Mark:
        """Returns the mark of a place, or of the nearest place around it that stands in the file."""
        while place and place not in self.values:
            place = place[:-1]
        if of_key and place in self.keys:
            return self.keys[place]
        return self.values.get(place, Mark(1, 1))

    def rebuilt(self, data: Any, origins: Mapping[Place, Place], *, top: Place = ()) -> Document:
        """Returns a document of other data made from this one's.

        Args:
            data: The data.
            origins: For each place of it that stands in this file, the place here; problems elsewhere point at the
                nearest place around them that does.
            top: What problems point at that have no such place.
        """
        values = {place: self.values[origin] for place, origin in origins.items() if origin in self.values}
        keys = {place: self.keys[origin] for place, origin in origins.items() if origin in self.keys}
        return Document(self.path, data, {(): self.mark(top), **values}, keys)

    def problem(self, place: Place, message: str, *, of_key: bool = False) -> Problem:
        """Returns a problem that points at a place of this document."""
        mark = self.mark(place, of_key=of_key)
        return Problem(message, self.path, mark.line, mark.column, format_place(place))


def format_place(place: Place) -> str:
    """Writes a place as people read it: `sections[1].steps[2].time`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def read_document(path: Path, error: type[KneadcastError], *, empty: Any = None) -> Document:
    """Reads a YAML file as `yaml.safe_load` would, and keeps where everything stands.

    Args:
        path: The file.
        error: The class of what is raised.
        empty: The data of a file that holds nothing, or comments alone; such a file is refused if none.

    Raises:
        KneadcastError: Of the given class, if the file cannot be read, is not YAML or repeats a key.
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
    return parse_document(text, str(path), error, empty=empty)


def parse_document(text: str, path: str, error: type[KneadcastError], *, empty: Any = None) -> Document:
    """Reads YAML text; `path` is only for messages, `empty` as in `read_document`.

    Raises:
        KneadcastError: Of the given class, if the text is not YAML or repeats a key.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None and empty is not None:
            return Document(path, empty, {}, {})
        if node is None:
            raise error(Problem("is empty", path, 1, 1))
        survey = _Survey(path)
        survey.visit(node, ())
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
        raise error(Problem("cannot be read as YAML: it is nested too deeply, or holds itself", path)) from reason
    if survey.problems:
        raise error(*survey.problems)
    return Document(path, data, survey.values, survey.keys)


class _Loader(yaml.SafeLoader):
    """Tells where a scalar stands that looks like a date or number and is none, such as `2026-99-99`."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as reason:
            raise yaml.constructor.ConstructorError(None, None, str(reason), node.start_mark) from reason


class _TooManyNodesError(Exception):
    """A document that unfolds into more values than any person would write."""


class _Survey:
    """Walks a YAML node tree once and notes where everything stands and which keys come twice."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.values: dict[Place, Mark] = {}
        self.keys: dict[Place, Mark] = {}
        self.problems: list[Problem] = []

    def visit(self, node: yaml.Node, place: Place) -> None:
        if len(self.values) >= MOST_NODES:
            raise _TooManyNodesError(f"it unfolds into more than {MOST_NODES} values")
        self.values[place] = _mark(node)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.visit(item, (*place, index))
        elif isinstance(node, yaml.MappingNode):
            self._visit_mapping(node, place)

    def _visit_mapping(self, node: yaml.MappingNode, place: Place) -> None:
        for key, value in node.value:
            below = (*place, str(key.value))
            mark = _mark(key)
            if below in self.keys and key.tag != "tag:yaml.org,2002:merge":
                message = f"the key '{key.value}' stands here a second time; keep one of the two"
                self.problems.append(Problem(message, self.path, mark.line, mark.column, format_place(below)))
            self.keys[below] = mark
            self.visit(value, below)


def _mark(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)
