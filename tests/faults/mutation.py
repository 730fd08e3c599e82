"""Mutation of documents and sound files: what a careless edit, a bad disk or a malicious author makes of them.

A document is mutated as a tree, which is then written as YAML with raw pieces in it, or as bytes. Every mutation is
determined by its seed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, MutableSequence
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

import yaml


@dataclass
class Raw:
    """A piece of YAML that is written as it is."""

    text: str


@dataclass
class Pairs:
    """Keys and values in their order; a key may occur twice, or be no text."""

    entries: list[list[Any]]


ODD_VALUES: tuple[Any, ...] = (
    None, True, False, [], Pairs([]), 0, -1, 1, 7.5, -0.0, 10**30, -(10**30), 2**63, "", " ", "x", "5", "true",
    "soon", "0s",
    "1h", "-5m", "9999h", "9" * 400 + "m", "45s/90s/150s", "1s/1s/9999h", "90s/45s/1s", "/", "a/b/c", "x" * 3000,
    "x" * 300 + ".yaml", "d/" * 2000 + "x.yaml", "/dev/zero", "/dev/full", ".", "..", "/", "~nosuchuser/x",
    "../mutated.yaml",
    "mutated.yaml", "@p", "toes-to-hip", "five-minute-feet", "plain", "none", "{side}", "{", "}{0}", "%s", "\\", "'",
    "‘", "🦶",
    "\u00e9" * 200, "a: b", "- a", "#", "en", "de-AT", "xx", "e" * 100,
    Raw(".nan"), Raw(".inf"), Raw("-.inf"), Raw("1e400"), Raw("1e999"), Raw("!!bool q"), Raw("!!int ''"),
    Raw("!!int 1.5"),
    Raw("!!float x"), Raw("!!float [1]"), Raw("!!timestamp x"), Raw("!!binary '*'"), Raw("!!binary YQ=="),
    Raw("!!set {a, b}"),
    Raw("!!omap [a: 1]"), Raw("!!pairs [a: 1]"), Raw("!!str [a]"), Raw("!!seq a"), Raw("!!map a"), Raw("!!null x"),
    Raw("!!python/object:os.system x"), Raw("!x y"), Raw("! y"), Raw("1:2:3"), Raw("1:" * 3000 + "1"),
    Raw("1:" * 40 + "1.5"),
    Raw("0x" + "f" * 5000), Raw("9" * 5000), Raw("9" * 90), Raw("0b" + "1" * 90), Raw("1_000"), Raw("2026-99-99"),
    Raw("2026-01-01"), Raw("2026-01-01 10:00:00 +99:00"), Raw('"\\x1b[2J\\x07"'), Raw('"a\\nb"'), Raw('"a\\x85b"'),
    Raw('"\\ud800"'), Raw('"\\ud83d\\udc63"'), Raw('"\\0"'), Raw('"\\u202e\\u2028"'), Raw('"\\U00110000"'), Raw("="),
    Raw("<<"),
    Raw("*a"), Raw("&a x"), Raw("&a [*a]"), Raw("{<<: x}"), Raw("{<<: [1]}"), Raw("{<<: {a: 1}}"), Raw("{? [a] : b}"),
    Raw("|\n"), Raw("[a, b"), Raw("{a: b"), Raw('"'), Raw("'"), Raw("@"), Raw("`"), Raw("%"), Raw("&"), Raw("*"),
    Raw("?"), Raw("-"),
    Raw("[" * 60 + "]" * 60), Raw("[" * 3000), Raw("{a: " * 60 + "1" + "}" * 60),
    Raw("{a: &a [x,x,x,x,x,x,x,x,x,x], b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a], c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b],"
        " d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c], e: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]}"),
    Raw("{a: &a {k: x, l: x}, b: &b {k: *a, k: *a, k: *a, k: *a}, c: {<<: [*b, *b, *b], k: *b}}"),
    Raw("[" + "x," * 3000 + "x]"),
)  # fmt: skip
"""Values in place of others: of other types, at the limits of types, and scalars on which resolvers stumble."""
ODD_KEYS: tuple[Any, ...] = (
    "id", "name", "after", "remove", "extends", "translates", "format", "cues", "steps", "sections", "chimes",
    "halfway", "sound",
    "text", "at_ms", "file", "say", "time", "optional", "priority", "", " ", "x" * 300, "a.b", "titel", "lenght",
    Raw("1"), Raw("null"), Raw("no"), Raw(".nan"), Raw("2026-01-01"), Raw("[a]"), Raw("{a: b}"), Raw("<<"), Raw("="),
    Raw("*a"),
    Raw('"\\n"'), Raw('"\\x1b[2J"'), Raw('"\\ud800"'), Raw("!!bool q"), Raw("!!int x"), Raw("!x y"),
)  # fmt: skip
ODD_BYTES = (
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xa8", b"\x1b[2J", b"\r", b"\r\n", b"\t",
    b"\n---\n",
    b"\n...\n", b"%YAML 9.9\n", b"%TAG ! x\n", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"!!int ", b"&a ", b"*a ", b": ",
    b"? ", b"- ",
    b"[", b"]", b"{", b"}", b"'", b'"', b"|", b">", b"#", b",", b" " * 500, b"[" * 500, b"9" * 500,
)  # fmt: skip


def tree_of(text: str) -> Any:
    """Returns a document as a tree that can be mutated."""
    return _tree(yaml.safe_load(text))


def _tree(value: Any) -> Any:
    if isinstance(value, dict):
        return Pairs([[key, _tree(one)] for key, one in value.items()])
    return [_tree(one) for one in value] if isinstance(value, list) else value


def written(node: Any) -> str:
    """Returns a tree as YAML in flow style; without raw pieces it is JSON."""
    if isinstance(node, Raw):
        return node.text
    if isinstance(node, Pairs):
        return "{" + ", ".join(f"{written(key)}: {written(value)}" for key, value in node.entries) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(written, node)) + "]"
    return json.dumps(node, ensure_ascii=False)


def mutated_document(tree: Any, text: str, random: Random) -> bytes:
    """Returns a mutated document, of its tree in two of three cases and otherwise of its text."""
    if random.random() < 2 / 3:
        tree = deepcopy(tree)
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            tree = _mutated_tree(tree, random)
        if isinstance(tree, Pairs) and random.random() < 0.8:  # in lines, so that problems have some
            return "".join(f"{written(key)}: {written(value)}\n" for key, value in tree.entries).encode(
                "utf-8", "surrogatepass"
            )
        return written(tree).encode("utf-8", "surrogatepass")
    if random.random() < 0.1:
        return text.encode(random.choice(("utf-16", "utf-16-le", "utf-8-sig", "utf-32", "cp1252")), "replace")
    if random.random() < 0.1:
        return text.replace("\n", random.choice(("\r", "\r\n", "\u0085", "\u2028", "\n\n", "\t\n"))).encode()
    return mutated_bytes(text.encode(), random)


def mutated_bytes(data: bytes, random: Random, *, within: int = 0) -> bytes:
    """Returns bytes with up to three mutations.

    Args:
        data: The bytes.
        random: The source of chance.
        within: How many bytes at the beginning are mutated in half of the cases; 0 for all in all cases.
    """
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 3))):
        end = min(within, len(changed)) if within and random.random() < 0.5 else len(changed)
        random.choice(_BYTE_MUTATIONS)(changed, random.randrange(end + 1), random)
    return bytes(changed)


def _flip(data: bytearray, at: int, random: Random) -> None:
    if at < len(data):
        data[at] ^= 1 << random.randrange(8)


def _truncate(data: bytearray, at: int, _random: Random) -> None:
    del data[at:]


def _delete(data: bytearray, at: int, random: Random) -> None:
    del data[at : at + random.choice((1, 2, 10, 100, 1000))]


def _repeat(data: bytearray, at: int, random: Random) -> None:
    piece = data[at : at + random.choice((1, 2, 10, 100))]
    data[at:at] = piece * random.choice((1, 2, 50))


def _insert(data: bytearray, at: int, random: Random) -> None:
    data[at:at] = random.choice(ODD_BYTES)


def _fill(data: bytearray, at: int, random: Random) -> None:
    length = min(random.choice((1, 2, 4, 4, 8, 64)), len(data) - at)
    data[at : at + length] = bytes([random.choice((0, 0xFF, 0x7F, 0x80))]) * length


_BYTE_MUTATIONS: tuple[Callable[[bytearray, int, Random], None], ...] = (
    _flip, _flip, _truncate, _delete, _repeat, _insert, _insert, _fill,
)  # fmt: skip


def _mutated_tree(tree: Any, random: Random) -> Any:
    places = list(_places(tree))
    if not places:
        return deepcopy(random.choice(ODD_VALUES))
    holder, index = random.choice(places)
    random.choice(_TREE_MUTATIONS)(holder, index, random)
    return tree


def _places(node: Any) -> list[tuple[MutableSequence[Any], int]]:
    """Returns every place of a value in a tree: a sequence and an index, which is 1 in the pair of a key."""
    found: list[tuple[MutableSequence[Any], int]] = []
    remaining = [node]
    while remaining:
        one = remaining.pop()
        if isinstance(one, Pairs):
            found += [(pair, 1) for pair in one.entries]
            remaining += [pair[1] for pair in one.entries]
        elif isinstance(one, list):
            found += [(one, index) for index in range(len(one))]
            remaining += one
    return found


def _replace(holder: MutableSequence[Any], index: int, random: Random) -> None:
    holder[index] = deepcopy(random.choice(ODD_VALUES))


def _nest(holder: MutableSequence[Any], index: int, random: Random) -> None:
    for _ in range(random.choice((1, 1, 2, 10, 60))):
        holder[index] = [holder[index]] if random.random() < 0.7 else Pairs([[random.choice(ODD_KEYS), holder[index]]])


def _multiply(holder: MutableSequence[Any], index: int, random: Random) -> None:
    """Repeats the entries of a list or the pairs of a mapping, or puts aliases of a value in its place."""
    value, times = holder[index], random.choice((2, 3, 30))
    if isinstance(value, Pairs):
        value.entries *= times
    elif isinstance(value, list):
        value *= times
    else:
        holder[index] = Raw(f"[&m {written(value)}{', *m' * times}]")


def _shrink(holder: MutableSequence[Any], index: int, random: Random) -> None:
    value = holder[index]
    entries = value.entries if isinstance(value, Pairs) else value
    if isinstance(entries, list) and entries:
        del entries[random.randrange(len(entries))]
    else:
        holder[index] = None


def _extend(holder: MutableSequence[Any], index: int, random: Random) -> None:
    value = holder[index]
    if isinstance(value, Pairs):
        value.entries.append([random.choice(ODD_KEYS), deepcopy(random.choice(ODD_VALUES))])
    elif isinstance(value, list):
        value.insert(random.randrange(len(value) + 1), deepcopy(random.choice(ODD_VALUES)))
    else:
        _replace(holder, index, random)


def _rename(holder: MutableSequence[Any], index: int, random: Random) -> None:
    """Gives another key to a value, or to the first one inside it."""
    value = holder[index]
    pair = value.entries[0] if isinstance(value, Pairs) and value.entries else holder
    if len(pair) == 2 and not isinstance(pair[0], (list, Pairs)):
        pair[0] = random.choice(ODD_KEYS)


def _alter(holder: MutableSequence[Any], index: int, random: Random) -> None:
    """Changes a number or a text a little, or a lot."""
    value = holder[index]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        changes: tuple[Any, ...] = (-value, value + 0.5, value * 10**18, str(value), value + 1, 0, value == 0, [value])
        holder[index] = random.choice(changes)
    elif isinstance(value, str):
        changed = bytearray(value.encode())
        random.choice(_BYTE_MUTATIONS)(changed, random.randrange(len(changed) + 1), random)
        holder[index] = changed.decode("utf-8", "replace")
    else:
        _shrink(holder, index, random)


_TREE_MUTATIONS: tuple[Callable[[MutableSequence[Any], int, Random], None], ...] = (
    _replace, _replace, _replace, _nest, _multiply, _shrink, _extend, _extend, _rename, _alter, _alter,
)  # fmt: skip
