"""JSON is read as the YAML loader reads it, and what is wrong in it is reported at the same place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.document import read_document
from kneadcast.document.json_reading import NotPlainError, parse_plain_json
from kneadcast.document.reading import parse_document
from kneadcast.document.yaml_loader import MOST_LEVELS, MOST_VALUES
from kneadcast.errors import KneadcastError, RoutineError

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"))
"""YAML breaks a line at the characters that are left out, so that it cannot read some JSON that contains them."""
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_whatever_is_read_as_json_is_what_the_yaml_loader_reads(
    data: Any, ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps({"top": data}, ensure_ascii=ascii_only, indent=indent)
    try:
        read = parse_plain_json(text)
    except NotPlainError:
        return
    assert read == parse_document(text, "x.json", RoutineError).data


@given(st.dictionaries(st.text("abc"), st.lists(st.integers(0, 10**9) | st.text("abc \n,:"))))
def test_plain_json_needs_no_yaml_loader(data: Any) -> None:
    assert parse_plain_json(json.dumps(data)) == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: 1",
        '{"a": 1,}',
        '{"a": 1, "a": 2}',
        '{"<<": {"a": 1}}',
        '{"a": NaN}',
        '{"a": -Infinity}',
        '{"a": 1e3}',
        f'{{"a": {"9" * 101}}}',
        f'{{"a": 0.{"9" * 101}}}',
        '{"a": "\\ud83d"}',
        '{"a": "\x7f"}',
        "[" * (MOST_LEVELS + 1) + "]" * (MOST_LEVELS + 1),
        "[" * 100_000,
        f"[{'1, ' * MOST_VALUES}1]",
    ],
)
def test_what_only_the_yaml_loader_can_judge_is_left_to_it(text: str) -> None:
    with pytest.raises(NotPlainError):
        parse_plain_json(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [('{\n  "a": 1,\n  "a": 2\n}', ":3:3: a: duplicate key 'a'"), ('{\n "a": [1,\n}', ":3:1: is not valid YAML")],
)
def test_what_is_wrong_is_reported_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KneadcastError, match=r"x\.json" + problem):
        read_document(path, RoutineError)


def test_every_place_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{\n  "a": {\n    "b": [1,\n 2]}}', encoding="utf-8")
    document = read_document(path, RoutineError)
    assert (document.mark(("a", "b", 1)), document.mark(("a", "b"), of_key=True)) == ((4, 2), (3, 5))


def test_json_that_is_no_yaml_is_read_and_its_problems_point_at_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('{\n\t"a": 1\n}', encoding="utf-8")
    document = read_document(path, RoutineError)
    assert (document.data, document.mark(("a",))) == ({"a": 1}, (1, 1))
