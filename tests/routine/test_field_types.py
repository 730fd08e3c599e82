"""The values in routine files."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES, TOOLS
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.field_types import (
    AreaId,
    CautionId,
    DurationMs,
    LanguageTag,
    PositionId,
    Slug,
    TechniqueId,
    Text,
    ToolId,
    parse_with_unit,
)
from kneadcast.units import format_duration

ADAPTERS: dict[str, TypeAdapter[Any]] = {
    "area": TypeAdapter(AreaId),
    "technique": TypeAdapter(TechniqueId),
    "position": TypeAdapter(PositionId),
    "tool": TypeAdapter(ToolId),
    "caution": TypeAdapter(CautionId),
    "text": TypeAdapter(Text),
    "slug": TypeAdapter(Slug),
    "language": TypeAdapter(LanguageTag),
}
DURATION: TypeAdapter[int] = TypeAdapter(DurationMs)
TABLES = {"area": AREAS, "technique": TECHNIQUES, "position": POSITIONS, "tool": TOOLS, "caution": CAUTIONS}
UNITS = st.from_regex(
    r"(\d{1,3}(\.\d{1,3})?h)?(\d{1,3}(\.\d{1,3})?m)?(\d{1,3}(\.\d{1,3})?s)?(\d{1,6}ms)?",
    fullmatch=True,
    alphabet="0123456789.hms",
)


def is_valid(adapter: TypeAdapter[Any], value: object) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True


def fits_schema(adapter: TypeAdapter[Any], value: object) -> bool:
    return Draft202012Validator(adapter.json_schema()).is_valid(value)


@given(st.integers(0, 40_000_000))
def test_a_duration_is_read_as_it_is_written(length_ms: int) -> None:
    assert parse_with_unit(format_duration(length_ms)) == length_ms
    assert DURATION.validate_python(DURATION.dump_python(length_ms)) == length_ms
    assert fits_schema(DURATION, DURATION.dump_python(length_ms))


@pytest.mark.parametrize(
    "value", [30, 1800, 1.5, None, True, "30", " 30 ", "1.5", "", "soon", "-5s", "5 minutes", "5s/9s"]
)
def test_a_duration_without_a_unit_is_refused_by_the_parser_and_the_schema(value: Any) -> None:
    with pytest.raises(ValueError, match="expected a duration"):
        parse_with_unit(value)
    assert not is_valid(DURATION, value)
    assert not fits_schema(DURATION, value)


@given(UNITS | st.text("17:msh. ", max_size=6))
def test_a_duration_that_the_schema_accepts_is_read(text: str) -> None:
    assert is_valid(DURATION, text) or not fits_schema(DURATION, text)


@pytest.mark.parametrize("kind", TABLES)
def test_only_what_is_in_its_table_is_accepted_and_the_schema_agrees(kind: str) -> None:
    adapter, table = ADAPTERS[kind], TABLES[kind]
    assert adapter.json_schema()["enum"] == list(table)
    assert all(is_valid(adapter, id_) for id_ in table)
    first = next(iter(table))
    for wrong in (first.upper(), f"{first}s", "", 7, [first], None):
        assert not is_valid(adapter, wrong)


@pytest.mark.parametrize("kind", TABLES)
def test_a_misspelt_word_is_refused_with_the_right_one(kind: str) -> None:
    right = max(TABLES[kind], key=len)
    with pytest.raises(ValidationError, match=rf"unknown {kind} '{right}x' \(did you mean '{right}'\?\); known: "):
        ADAPTERS[kind].validate_python(f"{right}x")


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("text", ["Rest.", " a ", "\nRest.\n"], ["", " ", "\n\t"]),
        ("slug", ["calf", "calf-2", "7"], ["", "Calf", "calf_2", "-calf", "calf-", "a--b", "wadé", "calf "]),
        ("language", ["en", "pt-BR", "en-gb-x-rp", "yue"], ["", "e", "English", "EN", "en_GB", "en-", "dé"]),
    ],
)
def test_the_form_of_a_value_is_checked_alike_by_the_model_and_the_schema(
    kind: str, right: list[str], wrong: list[str]
) -> None:
    adapter = ADAPTERS[kind]
    for value in right:
        assert is_valid(adapter, value)
        assert fits_schema(adapter, value)
    for value in wrong:
        assert not is_valid(adapter, value)
        assert not fits_schema(adapter, value)
