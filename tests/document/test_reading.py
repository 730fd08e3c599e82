"""Reading YAML text with the line and column of everything in it, and the errors for text that is not YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.document import parse_document, read_document, reading
from kneadcast.document.reading import LARGEST_FILE_BYTES, MOST_NODES, Mark, format_place
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
    "a list as a key": ("? [a]\n: 1\n", "x.yaml:1:3: is not valid YAML: found unhashable key"),
    "an impossible date": ("a: 2026-13-01\n", "x.yaml:1:4: is not valid YAML: month must be in 1..12"),
    "a value that contains itself": (
        "a: &a {b: *a}\n",
        "x.yaml: cannot be read as YAML: it is nested too deeply, or contains itself",
    ),
    "deep nesting": ("[\n" * 2000, "x.yaml: cannot be read as YAML: it is nested too deeply, or contains itself"),
    "aliases within aliases": (
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in ("ab", "bc", "cd", "de", "ef", "fg")
        ),
        f"x.yaml: cannot be read as YAML: it expands to more than {MOST_NODES} values",
    ),
}


def refusal(text: str) -> str:
    with pytest.raises(RoutineError) as caught:
        parse_document(text, "x.yaml", RoutineError)
    return str(caught.value)


@pytest.mark.parametrize(("text", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_text_is_refused_with_its_line_and_column(text: str, message: str) -> None:
    assert refusal(text) == message


def test_text_that_would_run_code_is_refused() -> None:
    assert "could not determine a constructor for the tag" in refusal("a: !!python/object/apply:os.getcwd []\n")


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
    with pytest.raises(RoutineError, match="cannot be read: "):
        read_document(tmp_path, RoutineError)


@pytest.mark.skipif(reading._FastLoader is None, reason="PyYAML comes without libyaml here")
def test_libyaml_reads_the_built_in_files_as_pyyaml_does() -> None:
    files = [file for folder in FOLDERS for file in sorted(built_in(folder).rglob("*.yaml"))]
    assert len(files) > 12
    for file in files:
        text = file.read_text("utf-8")
        slow = parse_document(text, str(file), RoutineError)
        assert parse_document(text, str(file), RoutineError, loader_type=reading._FastLoader) == slow, file
