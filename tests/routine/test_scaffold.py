"""The starting points for a new routine."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from kneadcast.routine.library import check_routine_file, load_routine
from kneadcast.routine.scaffold import new_extension, new_routine
from kneadcast.routine.schema import routine_schema
from tests.routine.files import write

BASE = load_routine("toes-to-hip")


@pytest.mark.parametrize("text", [new_routine("mine"), new_extension("mine", BASE)], ids=["routine", "extension"])
def test_a_starting_point_is_valid_and_without_a_problem(tmp_path: Path, text: str) -> None:
    assert list(Draft202012Validator(routine_schema()).iter_errors(yaml.safe_load(text))) == []
    assert check_routine_file(write(tmp_path, text, "mine.yaml"))[1] == ()


def test_the_steps_that_a_new_extension_lists_can_be_used_as_they_are(tmp_path: Path) -> None:
    head, listed = new_extension("mine", BASE).split("# sections:\n")
    text = head + "sections:\n" + "".join(line.removeprefix("# ") for line in listed.splitlines(keepends=True))
    assert check_routine_file(write(tmp_path, text, "mine.yaml"))[1] == ()


def test_a_name_that_would_be_a_health_claim_is_not_used_as_the_title() -> None:
    assert "title: Tired soles\n" in new_routine("tired-soles")
    assert "title: A routine of my own\n" in new_routine("cellulite-cure")
