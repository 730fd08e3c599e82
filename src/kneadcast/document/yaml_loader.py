"""The YAML loaders: `yaml.SafeLoader` with limits on what a text expands to, and a position for every error."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple, cast

import yaml

MOST_VALUES = 50_000
"""More values than any real document has: the script of a session of two hours has 4,400."""
MOST_LETTERS = 1_000_000
"""The letters of all texts with every alias replaced by its text: as many as the largest file can have without any."""
MOST_LEVELS = 50
"""More levels than any real document has: a routine has seven."""
MOST_DIGITS = 100
"""The longest number. Python needs a time that grows with the square of the length, and refuses 5,000 digits."""

TEXT_TAG = "tag:yaml.org,2002:str"
MERGE_TAG = "tag:yaml.org,2002:merge"
_STANDARD = "tag:yaml.org,2002:"
_MEANINGS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
    "timestamp": "a date",
}
"""What a scalar has to be that has one of the tags with a constructor."""
_UNUSED = tuple(f"{_STANDARD}{name}" for name in ("binary", "set", "omap", "pairs"))
"""Standard tags whose values no document of Kneadcast has."""


class LimitError(yaml.MarkedYAMLError):
    """Raised if a document exceeds one of the limits."""


class _Extent(NamedTuple):
    """How much a node expands to."""

    values: int
    letters: int
    levels: int


class _PositionedConstructor(yaml.constructor.SafeConstructor):
    """Constructs plain data. Whatever goes wrong in the construction of a node is an error at its position."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        name = node.tag.removeprefix(_STANDARD)
        if name in ("int", "float") and len(node.value) > MOST_DIGITS:
            raise _error(f"a number has no more than {MOST_DIGITS} digits", node)
        try:
            return super().construct_object(node, deep)
        except yaml.YAMLError:
            raise
        except Exception as reason:  # whatever a constructor raises for a scalar that does not fit its tag
            raise _error(_unreadable(node, name), node) from reason

    def construct_undefined(self, node: yaml.Node) -> Any:
        tag = node.tag.replace(_STANDARD, "!!")
        raise _error(f"the tag '{tag}' is not known here; leave it out", node)

    yaml_constructors: ClassVar = {
        tag: constructor
        for tag, constructor in yaml.constructor.SafeConstructor.yaml_constructors.items()
        if tag not in (None, *_UNUSED)
    } | {None: construct_undefined}


class Loader(_PositionedConstructor, yaml.SafeLoader):
    """The loader of all files. It counts while it composes, so that a document beyond a limit takes no more time."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._values = self._letters = 0
        """Of what has been composed so far."""
        self._level = self._deepest = 0
        """Of the current node, and of what has been composed inside it so far."""
        self._extents: dict[int, _Extent] = {}
        """By the identity of each complete node that has an anchor."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Composes the next node, unless the document exceeds a limit with it or it is a key that is no text."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        is_key = index is None and isinstance(parent, yaml.MappingNode)
        if is_key and isinstance(event, yaml.CollectionStartEvent):
            raise _error("a key has to be text", event)
        if isinstance(event, yaml.AliasEvent):
            return self._composed_alias(event, parent, index, is_key=is_key)
        values, letters, outer_deepest = self._values, self._letters, self._deepest
        self._level = self._deepest = self._level + 1
        self._count(int(not is_key), len(event.value) if isinstance(event, yaml.ScalarEvent) else 0, event)
        node: yaml.Node | None = super().compose_node(parent, index)
        if event.anchor is not None:
            levels = self._deepest - self._level + 1
            self._extents[id(node)] = _Extent(self._values - values, self._letters - letters, levels)
        self._level -= 1
        self._deepest = max(outer_deepest, self._deepest)
        return node

    def compose_scalar_node(self, anchor: Any) -> yaml.ScalarNode:
        """Composes the next scalar, with whole characters only."""
        node: yaml.ScalarNode = super().compose_scalar_node(anchor)
        if not node.value.isascii():
            node.value = _with_whole_characters(node)
        return node

    def _composed_alias(self, event: yaml.AliasEvent, parent: Any, index: Any, *, is_key: bool) -> yaml.Node | None:
        node: yaml.Node | None = super().compose_node(parent, index)
        extent = self._extents.get(id(node))
        if extent is None:
            raise _error("this value contains itself", event, LimitError)
        if is_key and not isinstance(node, yaml.ScalarNode):
            raise _error("a key has to be text", event)
        self._deepest = max(self._deepest, self._level + extent.levels)
        self._count(extent.values, extent.letters, event)
        return node

    def _count(self, values: int, letters: int, event: yaml.Event) -> None:
        """Adds a node to what has been composed.

        Raises:
            LimitError: If the document exceeds a limit with it.
        """
        self._values += values
        self._letters += letters
        if self._values > MOST_VALUES:
            raise _error(f"it expands to more than {MOST_VALUES:,} values", event, LimitError)
        if self._letters > MOST_LETTERS:
            raise _error(f"it expands to more than {MOST_LETTERS:,} letters", event, LimitError)
        if self._deepest > MOST_LEVELS:
            raise _error(f"it is nested more than {MOST_LEVELS} levels deep", event, LimitError)


FastLoader: Any = None
"""The loader of built-in files, or `None` if PyYAML comes without libyaml. It has no limits."""
if yaml.__with_libyaml__:
    FastLoader = type("FastLoader", (_PositionedConstructor, yaml.CSafeLoader), {})


def shortened(text: str, most: int = 60) -> str:
    """Returns a text for a message, cut if it is long."""
    return text if len(text) <= most else text[: most - 3] + "..."


def _error(
    message: str,
    where: yaml.Node | yaml.Event,
    class_: type[yaml.MarkedYAMLError] = yaml.constructor.ConstructorError,
) -> yaml.MarkedYAMLError:
    return class_(None, None, message, cast("yaml.error.Mark | None", where.start_mark))


def _unreadable(node: yaml.Node, name: str) -> str:
    return f"{shortened(repr(node.value))} is not {_MEANINGS.get(name, f'a value of the type {name}')}"


def _with_whole_characters(node: yaml.ScalarNode) -> str:
    r"""Returns the text of a node with surrogate pairs joined: JSON writes a character as `\ud83d\ude00`.

    Raises:
        ConstructorError: If the text has half of a pair.
    """
    try:
        return str(node.value).encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as reason:
        raise _error("this text has half of a character (a lone surrogate); write the whole one", node) from reason
