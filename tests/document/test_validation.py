"""Validating data against models, and the errors for data that does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kneadcast.document import parse_document, read_model, validate
from kneadcast.errors import RoutineError


def _whole_bowl(size: float) -> float:
    if size < 1:
        raise ValueError("expected a whole bowl")
    return size


class Bowl(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    note: Literal["low", "high"]
    size: Annotated[float, AfterValidator(_whole_bowl)] = 1.0


class Shelf(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    bowls: Annotated[tuple[Bowl, ...], Field(min_length=1)]
    named: dict[str, Bowl] = {}
    spare: Bowl | None = None
    open: Annotated[bool, Field(strict=True)] = True


def faults(text: str) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        validate(parse_document(text, "x.yaml", RoutineError), Shelf, error=RoutineError)
    return str(caught.value).splitlines()


FAULTS = {
    "a word": ("rest\n", "x.yaml:1:1: expected keys and values, got 'rest'"),
    "a list": ("- bowls\n", "x.yaml:1:1: expected keys and values, got ['bowls']"),
    "nothing": ("~\n", "x.yaml:1:1: expected keys and values, got nothing"),
    "a value missing": ("bowls:\n", "x.yaml:1:7: bowls: expected a list, got nothing"),
    "a list too short": ("bowls: []\n", "x.yaml:1:8: bowls: expected at least 1 entry, got []"),
    "a choice": (
        "bowls: [{note: hihg}]\n",
        "x.yaml:1:16: bowls[0].note: expected one of low, high, got 'hihg' (did you mean 'high'?)",
    ),
    "a key missing": ("bowls: [{size: 2}]\n", "x.yaml:1:9: bowls[0].note: the key 'note' is missing"),
    "a number": (
        "bowls: [{note: low, size: big}]\n",
        "x.yaml:1:27: bowls[0].size: expected a number, got 'big'",
    ),
    "an expectation of the model": (
        "bowls: [{note: low, size: 0.5}]\n",
        "x.yaml:1:27: bowls[0].size: expected a whole bowl, got 0.5",
    ),
    "true or false": ("bowls: [{note: low}]\nopen: 1\n", "x.yaml:2:7: open: expected true or false, got 1"),
    "a key in a list": (
        "bowls: [{note: low, siez: 1}]\n",
        "x.yaml:1:21: bowls[0].siez: unknown key 'siez' (did you mean 'size'?); known here: note, size",
    ),
    "a key in an optional model": (
        "bowls: [{note: low}]\nspare: {note: low, x: 1}\n",
        "x.yaml:2:20: spare.x: unknown key 'x'; known here: note, size",
    ),
    "a key that is a number": (
        "bowls: [{note: low}]\n1: a\n",
        "x.yaml:2:1: 1: the key '1' is not text; put it in quotes",
    ),
    "a long value": (
        f"bowls: {'x' * 99}\n",
        f"x.yaml:1:8: bowls: expected a list, got '{'x' * 56}...",
    ),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_a_value_that_does_not_fit_is_reported_with_its_line_and_column(text: str, message: str) -> None:
    assert faults(text) == [message]


def test_all_values_that_do_not_fit_are_reported_in_order_of_lines() -> None:
    lines = faults("open: maybe\nspare: {nota: low}\nbowls:\n  - note: loud\n")
    assert [line.split(": ")[:2] for line in lines] == [
        ["x.yaml:1:7", "open"],
        ["x.yaml:2:1", "spare.note"],
        ["x.yaml:2:9", "spare.nota"],
        ["x.yaml:4:11", "bowls[0].note"],
    ]


def test_a_file_that_fits_is_read_into_its_model(tmp_path: Path) -> None:
    path = tmp_path / "shelf.yaml"
    path.write_text("bowls:\n  - note: low\n", encoding="utf-8")
    assert read_model(path, Shelf, error=RoutineError) == Shelf(bowls=(Bowl(note="low"),))
