"""Merging a file over its base: the ids of entries, and where values come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.document import parse_document
from kneadcast.errors import KeyPath, RoutineError
from kneadcast.routine.merging import Merge, MergeLocation, entry_id

KEYS = st.text("abc", min_size=1, max_size=2)
VALUES = st.recursive(
    st.integers() | st.text(max_size=3) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def merge_of(text: str) -> Merge:
    return Merge(parse_document(text, "mine.yaml", RoutineError))


def places(value: Any, at: KeyPath = ()) -> Iterator[KeyPath]:
    """Yields the place of a value and of everything inside it."""
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*at, key))


@pytest.mark.parametrize(
    ("entry", "id_"),
    [
        ({"id": "mine", "area": "calf", "technique": "hold", "name": "Calf"}, "mine"),
        ({"area": "calf", "technique": "lymph_stretch", "name": "Calf"}, "calf-lymph-stretch"),
        ({"name": "Feet & calves"}, "feet-calves"),
        ({"id": 7}, "7"),
        ({"id": "", "name": "Feet"}, "feet"),
        ({"area": "calf"}, None),
        ({"name": ""}, None),
        ({}, None),
        ("calf", None),
        (None, None),
    ],
)
def test_an_entry_is_identified_by_its_id_its_work_or_its_name(entry: Any, id_: str | None) -> None:
    assert entry_id(entry) == id_


@given(VALUES, st.integers(0, 9), st.integers(0, 9))
def test_everything_inside_a_value_comes_from_the_same_place_of_the_file(value: Any, number: int, own: int) -> None:
    merge = merge_of("format: 1")
    merge.record_all(MergeLocation().inner("sections").inner(number, own), value)
    assert merge.origins == {("sections", number, *place): ("sections", own, *place) for place in places(value)}


def test_what_is_recorded_without_its_contents_is_one_place() -> None:
    merge = merge_of("format: 1")
    merge.record(MergeLocation().inner("opening"))
    assert merge.origins == {("opening",): ("opening",)}


def test_a_problem_points_at_the_line_of_its_origin_or_of_its_key() -> None:
    merge = merge_of("format: 1\nsections:\n- id: feet\n  name: Feet\n")
    merge.report(("sections", 0, "name"), "too short")
    merge.report(("sections", 0, "name"), "not allowed", of_key=True, rule="name")
    assert [str(problem) for problem in merge.problems] == [
        "mine.yaml:4:9: sections[0].name: too short",
        "mine.yaml:4:3: sections[0].name: [name] not allowed",
    ]
