"""Reads YAML text into plain data, with the line and column of every key and value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kneadcast.document.files import read_limited
from kneadcast.document.json_reading import NotPlainError, OnDemand, parse_plain_json
from kneadcast.document.yaml_loader import MERGE_TAG, TEXT_TAG, FastLoader, LimitError, Loader, shortened
from kneadcast.errors import KeyPath, KneadcastError, Problem, Severity, in_line_order
from kneadcast.resources import is_built_in

LARGEST_FILE_BYTES = 1_000_000
MOST_PROBLEMS = 100
"""The most problems of one file that are reported at once."""


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
        KneadcastError: Of the given class, if the file is no regular file, cannot be read, exceeds a limit, is not
            YAML, or has a key that is not text or occurs twice.
    """
    found = _parsed_file(read_limited(path, LARGEST_FILE_BYTES, error), path)
    if isinstance(found, tuple):
        raise error(*found)
    if found.data is not _EMPTY:
        return replace(found, data=deepcopy(found.data))
    if empty is None:
        raise error(Problem("is empty", str(path), 1, 1))
    return replace(found, data=empty)


_EMPTY = object()
"""The data of a document without content."""


class _UnreadableError(KneadcastError):
    """A text that is no document."""


@lru_cache(maxsize=1)
def _parsed_file(raw: bytes, path: Path) -> Document | tuple[Problem, ...]:
    """Returns the document in the content of a file, or the problems for which there is none.

    The last one is kept, because a file is read again once it is known of which kind it is.
    """
    try:
        text = raw.decode("utf-8-sig")
        # libyaml accepts some texts that PyYAML refuses, but it reads the built-in files alike, as a test verifies.
        loader_type = FastLoader if FastLoader and is_built_in(path) else Loader
        if path.suffix == ".json":
            with suppress(NotPlainError):
                return _json_document(text, str(path))
        return parse_document(text, str(path), _UnreadableError, empty=_EMPTY, loader_type=loader_type)
    except UnicodeDecodeError as reason:
        line = raw[: reason.start].count(b"\n") + 1
        return (Problem("is not UTF-8 text; save it as UTF-8", str(path), line),)
    except _UnreadableError as reason:
        return reason.problems


def _json_document(text: str, path: str) -> Document:
    """Returns the document in a JSON text; where its values are is found once that is asked.

    Raises:
        NotPlainError: If the YAML loader has to read it.
    """
    data = parse_plain_json(text)

    @lru_cache(maxsize=1)
    def with_marks() -> Document:
        try:
            return parse_document(text, path, _UnreadableError)
        except _UnreadableError:  # such as a tab before a value, which YAML does not allow
            return Document(path, data, {}, {})

    return Document(path, data, OnDemand(lambda: with_marks().values), OnDemand(lambda: with_marks().keys))


def parse_document(
    text: str, path: str, error: type[KneadcastError], *, empty: Any = None, loader_type: Any = Loader
) -> Document:
    """Parses YAML text; `path` appears in messages only, and `empty` is as in `read_document`.

    Raises:
        KneadcastError: Of the given class, if the text exceeds a limit, is not YAML, or has a key that is not text or
            occurs twice.
    """
    loader = _run(lambda: loader_type(text), text, path, error)
    node = _run(loader.get_single_node, text, path, error, loader)
    if node is None or _is_blank(node):
        if empty is None:
            raise error(Problem("is empty", path, 1, 1))
        return Document(path, empty, {}, {})
    marks = _MarkCollector(path)
    marks.collect(node)
    if marks.problems:
        raise error(*listed(in_line_order(marks.problems), path))
    data = _run(lambda: loader.construct_document(node), text, path, error, loader)
    return Document(path, data, marks.values, marks.keys)


def _run(step: Callable[[], Any], text: str, path: str, error: type[KneadcastError], loader: Any = None) -> Any:
    """Runs a step of reading YAML, and turns everything that it raises into a problem with a position.

    PyYAML raises not only its own errors, but also what its parts raise, such as `ValueError` for an impossible escape.
    """
    try:
        return step()
    except Exception as reason:
        mark = _mark_of_error(reason, text, loader)
        raise error(Problem(_reason(reason), path, mark.line, mark.column)) from reason


def listed(problems: Sequence[Problem], path: str, total: int = 0) -> Sequence[Problem]:
    """Returns problems for an error: at most `MOST_PROBLEMS`, and then one that states how many there are in all.

    Args:
        problems: The problems of a file, or those of them that have been described.
        path: The file.
        total: The number of all its problems; by default that of those described.
    """
    total = max(total, len(problems))
    if total <= MOST_PROBLEMS:
        return problems
    severity: Severity = "error" if any(problem.severity == "error" for problem in problems) else "warning"
    message = f"has {total:,} problems, of which these are {MOST_PROBLEMS}; correct them first"
    rest = Problem(message, path, severity=severity)
    return (*problems[:MOST_PROBLEMS], rest)


def _is_blank(node: yaml.Node) -> bool:
    """Returns whether a document consists of nothing but its marker `---`."""
    return isinstance(node, yaml.ScalarNode) and node.style is None and not node.value


def _reason(reason: Exception) -> str:
    if isinstance(reason, LimitError):
        return f"cannot be read as YAML: {reason.problem}"
    if isinstance(reason, yaml.reader.ReaderError):
        return f"is not valid YAML: it contains the character U+{int(reason.character):04X}; remove it"
    if isinstance(reason, yaml.MarkedYAMLError):
        return shortened(f"is not valid YAML: {reason.problem or reason.context}", 300)
    return "is not valid YAML: an escape or a number here has no meaning"


def _mark_of_error(reason: Exception, text: str, loader: Any) -> Mark:
    if isinstance(reason, yaml.reader.ReaderError):
        lines = f"{text[: reason.position]}?".splitlines()
        return Mark(len(lines), len(lines[-1]))
    mark = getattr(reason, "problem_mark", None) or getattr(reason, "context_mark", None)
    if mark is None and isinstance(loader, Loader):
        mark = loader.get_mark()
    return Mark(mark.line + 1, mark.column + 1) if mark else Mark(0, 0)


class _MarkCollector:
    """Walks a YAML node tree once and collects the marks of values and keys, and problems of keys."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.values: dict[KeyPath, Mark] = {}
        self.keys: dict[KeyPath, Mark] = {}
        self.problems: list[Problem] = []

    def collect(self, top: yaml.Node) -> None:
        remaining: list[tuple[yaml.Node, KeyPath]] = [(top, ())]
        while remaining:
            node, place = remaining.pop()
            self.values[place] = _mark_of(node)
            inner: Iterable[tuple[yaml.Node, KeyPath]] = ()
            if isinstance(node, yaml.SequenceNode):
                inner = [(item, (*place, index)) for index, item in enumerate(node.value)]
            elif isinstance(node, yaml.MappingNode):
                inner = [(value, self._entered_key(key, (*place, str(key.value)))) for key, value in node.value]
            remaining += reversed(tuple(inner))

    def _entered_key(self, key: yaml.Node, place: KeyPath) -> KeyPath:
        """Records the mark of a key, reports what is wrong with it, and returns the place of its value."""
        if key.tag not in (TEXT_TAG, MERGE_TAG):
            self._report(key, place, f"the key '{key.value}' is not text; put it in quotes")
        elif place in self.keys and key.tag != MERGE_TAG:  # a mapping may have several `<<` merge keys
            self._report(key, place, f"duplicate key '{key.value}'; keep one of the two")
        self.keys[place] = _mark_of(key)
        return place

    def _report(self, key: yaml.Node, place: KeyPath, message: str) -> None:
        mark = _mark_of(key)
        self.problems.append(Problem(message, self.path, mark.line, mark.column, format_place(place)))


def _mark_of(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)
