"""Reading YAML text with the line and column of everything in it, and the errors for text that is not YAML."""

from __future__ import annotations

import json
import re
import time
import tracemalloc
from pathlib import Path

import pytest

from kneadcast.document import parse_document, read_document, yaml_loader
from kneadcast.document.reading import LARGEST_FILE_BYTES, MOST_PROBLEMS, Mark, format_place
from kneadcast.document.yaml_loader import MOST_DIGITS, MOST_LETTERS, MOST_LEVELS, MOST_VALUES
from kneadcast.errors import RoutineError
from kneadcast.resources import FOLDERS, built_in

STEPS = """\
title: Soles
steps:
  - area: sole
    time: 45s
  - {area: heel, time: 30s}
"""

UNREADABLE = {
    "empty": ("", "x.yaml:1:1: is empty"),
    "only a comment": ("# nothing yet\n", "x.yaml:1:1: is empty"),
    "a list left open": ("a: [1\n", "x.yaml:2:1: is not valid YAML: expected ',' or ']', but got '<stream end>'"),
    "a tab": ("a:\n\tb: 1\n", "x.yaml:2:1: is not valid YAML: found character '\\t' that cannot start any token"),
    "two colons": ("say: Rest: now\n", "x.yaml:1:10: is not valid YAML: mapping values are not allowed here"),
    "an unknown alias": ("a: *b\n", "x.yaml:1:4: is not valid YAML: found undefined alias 'b'"),
    "two documents": ("a: 1\n---\nb: 2\n", "x.yaml:2:1: is not valid YAML: but found another document"),
    "a list as a key": ("? [a]\n: 1\n", "x.yaml:1:3: is not valid YAML: a key has to be text"),
    "keys as a key": ("{a: 1}: 2\n", "x.yaml:1:1: is not valid YAML: a key has to be text"),
    "an alias of a list as a key": ("a: &a [1]\n*a : 1\n", "x.yaml:2:1: is not valid YAML: a key has to be text"),
    "a number as a key": ("a: {1: x}\n", "x.yaml:1:5: a.1: the key '1' is not text; put it in quotes"),
    "a word that means false as a key": ("no: x\n", "x.yaml:1:1: no: the key 'no' is not text; put it in quotes"),
    "an impossible date": ("a: 2026-13-01\n", "x.yaml:1:4: is not valid YAML: '2026-13-01' is not a date"),
    "a date that is none": ("a: !!timestamp x\n", "x.yaml:1:4: is not valid YAML: 'x' is not a date"),
    "a truth that is none": ("a: !!bool q\n", "x.yaml:1:4: is not valid YAML: 'q' is not true or false"),
    "a number without digits": ("a: !!int ''\n", "x.yaml:1:4: is not valid YAML: '' is not a whole number"),
    "a number that is a list": (
        "a: !!float [1]\n",
        "x.yaml:1:4: is not valid YAML: expected a scalar node, but found sequence",
    ),
    "a set": ("a: !!set {b}\n", "x.yaml:1:4: is not valid YAML: the tag '!!set' is not known here; leave it out"),
    "bytes": (
        "a: !!binary YQ==\n",
        "x.yaml:1:4: is not valid YAML: the tag '!!binary' is not known here; leave it out",
    ),
    "pairs": ("a: !!omap [b: 1]\n", "x.yaml:1:4: is not valid YAML: the tag '!!omap' is not known here; leave it out"),
    "a tag": ("a: !b 1\n", "x.yaml:1:4: is not valid YAML: the tag '!b' is not known here; leave it out"),
    "the sign of a default": (
        "a: =\n",
        "x.yaml:1:4: is not valid YAML: the tag '!!value' is not known here; leave it out",
    ),
    "a merge of a word": (
        "a: {<<: b}\n",
        "x.yaml:1:9: is not valid YAML: expected a mapping or list of mappings for merging, but found scalar",
    ),
    "an escape beyond Unicode": (
        'a: "\\U00110000"\n',
        "x.yaml:1:7: is not valid YAML: an escape or a number here has no meaning",
    ),
    "half of a character": (
        'a: "\\ud83d"\n',
        "x.yaml:1:4: is not valid YAML: this text has half of a character (a lone surrogate); write the whole one",
    ),
    "a NUL": ("a: 1\nb: \0\n", "x.yaml:2:4: is not valid YAML: it contains the character U+0000; remove it"),
    "an escape sequence": ("\x1b[2J", "x.yaml:1:1: is not valid YAML: it contains the character U+001B; remove it"),
    "a version with many digits": (
        f"%YAML 1.{'9' * 5000}\n---\na: 1\n",
        "x.yaml:1:9: is not valid YAML: an escape or a number here has no meaning",
    ),
    "a value that contains itself": (
        "a: &a {b: *a}\n",
        "x.yaml:1:11: cannot be read as YAML: this value contains itself",
    ),
    "deep nesting": (
        "[\n" * 2000,
        f"x.yaml:{MOST_LEVELS + 1}:1: cannot be read as YAML: it is nested more than {MOST_LEVELS} levels deep",
    ),
    "many digits": (
        f"a: {'9' * 5000}\n",
        f"x.yaml:1:4: is not valid YAML: a number has no more than {MOST_DIGITS} digits",
    ),
    "many hexadecimal digits": (
        f"a: 0x{'f' * 5000}\n",
        f"x.yaml:1:4: is not valid YAML: a number has no more than {MOST_DIGITS} digits",
    ),
    "many sexagesimal digits": (
        f"a: {'1:' * 5000}1.5\n",
        f"x.yaml:1:4: is not valid YAML: a number has no more than {MOST_DIGITS} digits",
    ),
}

BOMBS = {
    "aliases within aliases": (
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in ("ab", "bc", "cd", "de", "ef", "fg")
        ),
        f"it expands to more than {MOST_VALUES:,} values",
    ),
    "aliases under one key": (
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{new}: &{new} {{{', '.join([f'k: *{old}'] * 10)}}}\n" for old, new in ("ab", "bc", "cd", "de", "ef", "fg")
        ),
        f"it expands to more than {MOST_VALUES:,} values",
    ),
    "merges within merges": (
        "a: &a {k: x, l: x}\n"
        + "".join(
            f"{new}: &{new} {{<<: [{', '.join([f'*{old}'] * 10)}]}}\n"
            for old, new in ("ab", "bc", "cd", "de", "ef", "fg")
        ),
        f"it expands to more than {MOST_VALUES:,} values",
    ),
    "aliases of a long text": (
        f"- &a {'x' * 100_000}\n" + "- *a\n" * 2_000,
        f"it expands to more than {MOST_LETTERS:,} letters",
    ),
    "aliases that nest deeply": (
        "- &a0 [x]\n" + "".join(f"- &a{n} [*a{n - 1}]\n" for n in range(1, 300)),
        f"it is nested more than {MOST_LEVELS} levels deep",
    ),
    "a long list": ("[" + "1," * 499_000 + "]", f"it expands to more than {MOST_VALUES:,} values"),
    "a list of nothing": ("-\n" * 499_000, f"it expands to more than {MOST_VALUES:,} values"),
    "many keys": ("".join(f"k{n}: 1\n" for n in range(90_000)), f"it expands to more than {MOST_VALUES:,} values"),
}
"""Texts that take long or much memory, with the reason for which each is refused."""
MOST_TIME_S = 8
"""Several times what each takes on one core; before there were limits, some took minutes and all memory."""


def refusal(text: str) -> str:
    with pytest.raises(RoutineError) as caught:
        parse_document(text, "x.yaml", RoutineError)
    return str(caught.value)


@pytest.mark.parametrize(("text", "message"), BOMBS.values(), ids=BOMBS)
def test_a_document_that_expands_too_much_is_refused_while_it_is_read(text: str, message: str) -> None:
    """What is refused for its size takes neither much time nor much memory, and the error has a line and a column."""
    begin = time.process_time()
    message = rf"x\.yaml:\d+:\d+: cannot be read as YAML: {re.escape(message)}"
    assert re.fullmatch(message, refusal(text))
    assert time.process_time() - begin < MOST_TIME_S


@pytest.mark.parametrize("text", [text for text, _ in BOMBS.values() if len(text) < 5000])
def test_a_short_document_takes_little_memory_to_refuse(text: str) -> None:
    """A document of a few kilobytes cannot fill the memory."""
    tracemalloc.start()
    try:
        refusal(text)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_aliases_are_counted_in_each_place_where_they_stand() -> None:
    """A document may repeat itself with aliases, as long as what it expands to is within the limits."""
    document = parse_document("a: &a [x, y]\nb: [*a, *a]\n<<: {c: *a}\n", "x.yaml", RoutineError)
    assert document.data == {"a": ["x", "y"], "b": [["x", "y"], ["x", "y"]], "c": ["x", "y"]}


def test_a_character_that_json_writes_as_a_pair_is_one_character() -> None:
    """JSON that another program wrote in ASCII has the same text."""
    assert parse_document(json.dumps({"a": "Füße 👣"}), "x.json", RoutineError).data == {"a": "Füße 👣"}


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "--- # nothing\n...\n"])
def test_a_document_without_content_is_empty(text: str) -> None:
    """Comments and the marker of a document are no content; such a file counts as empty where that is allowed."""
    assert refusal(text) == "x.yaml:1:1: is empty"
    assert parse_document(text, "x.yaml", RoutineError, empty={}).data == {}


def test_of_very_many_problems_a_part_is_reported() -> None:
    """A file with thousands of problems has a short report, which states how many there are."""
    lines = refusal("a: 1\n" * 5000).splitlines()
    assert len(lines) == MOST_PROBLEMS + 1
    assert lines[-1] == f"x.yaml: has 4,999 problems, of which these are {MOST_PROBLEMS}; correct them first"


@pytest.mark.parametrize(("text", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_text_is_refused_with_its_line_and_column(text: str, message: str) -> None:
    assert refusal(text) == message


def test_text_that_would_run_code_is_refused() -> None:
    assert "the tag '!!python/object/apply:os.getcwd' is not known" in refusal(
        "a: !!python/object/apply:os.getcwd []\n"
    )


def test_every_duplicate_key_is_reported() -> None:
    assert refusal("a: 1\nb: {c: 1, c: 2}\na: 3\n").splitlines() == [
        "x.yaml:2:11: b.c: duplicate key 'c'; keep one of the two",
        "x.yaml:3:1: a: duplicate key 'a'; keep one of the two",
    ]


def test_a_mapping_may_repeat_a_key_that_it_merges_in() -> None:
    document = parse_document("a: &a {b: 1}\nc:\n  <<: *a\n  b: 2\n", "x.yaml", RoutineError)
    assert document.data["c"] == {"b": 2}


@pytest.mark.parametrize(
    ("place", "mark", "key_mark"),
    [
        (("title",), (1, 8), (1, 1)),
        (("steps",), (3, 3), (2, 1)),
        (("steps", 0), (3, 5), (3, 5)),
        (("steps", 0, "time"), (4, 11), (4, 5)),
        (("steps", 1, "time"), (5, 24), (5, 18)),
    ],
)
def test_a_place_has_the_mark_of_its_value_and_of_its_key(
    place: tuple[str | int, ...], mark: tuple[int, int], key_mark: tuple[int, int]
) -> None:
    document = parse_document(STEPS, "x.yaml", RoutineError)
    assert document.mark(place) == Mark(*mark)
    assert document.mark(place, of_key=True) == Mark(*key_mark)


def test_a_place_that_does_not_exist_has_the_mark_of_the_nearest_enclosing_place() -> None:
    document = parse_document(STEPS, "x.yaml", RoutineError)
    assert document.mark(("steps", 1, "say", 0)) == document.mark(("steps", 1)) == Mark(5, 5)
    assert document.mark(("nothing",)) == Mark(1, 1)


def test_a_place_is_formatted_for_people() -> None:
    assert format_place(("sections", 1, "steps", 2, "time")) == "sections[1].steps[2].time"


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("a: 1\nb: schön\n".encode("latin-1"))
    with pytest.raises(RoutineError) as caught:
        read_document(path, RoutineError)
    assert str(caught.value) == f"{path}:2:1: is not UTF-8 text; save it as UTF-8"


def test_a_byte_order_mark_is_not_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    document = read_document(path, RoutineError)
    assert document.data == {"a": 1}
    assert document.mark(("a",)) == Mark(1, 4)


def test_a_file_too_large_for_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"#" * (LARGEST_FILE_BYTES + 1))
    with pytest.raises(RoutineError, match="is larger than 1000 kB"):
        read_document(path, RoutineError)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RoutineError, match="cannot be read: it is a folder, not a file"):
        read_document(tmp_path, RoutineError)


@pytest.mark.skipif(yaml_loader.FastLoader is None, reason="PyYAML comes without libyaml here")
def test_libyaml_reads_the_built_in_files_as_pyyaml_does() -> None:
    files = [file for folder in FOLDERS for file in sorted(built_in(folder).rglob("*.yaml"))]
    assert len(files) > 12
    for file in files:
        text = file.read_text("utf-8")
        slow = parse_document(text, str(file), RoutineError)
        assert parse_document(text, str(file), RoutineError, loader_type=yaml_loader.FastLoader) == slow, file
