"""The names of steps, areas and positions as a listener reads them."""

from __future__ import annotations

from typing import get_args

import pytest

from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES
from kneadcast.script.labels import (
    KIND_LABELS,
    area_label,
    id_in_words,
    position_label,
    section_title,
    sided_title,
    step_title,
)
from kneadcast.script.model import ScriptStep, Side, StepKind


def step(kind: StepKind = "work", *, side: Side | None = None, position: str = "", **worked: str) -> ScriptStep:
    return ScriptStep(
        id="s",
        kind=kind,
        section="Feet",
        start_ms=0,
        end_ms=1000,
        hands_on_ms=0,
        side=side,
        position=position,
        area=worked.get("area"),
        technique=worked.get("technique"),
    )


def test_every_kind_of_step_has_a_label() -> None:
    assert set(KIND_LABELS) == set(get_args(StepKind))


@pytest.mark.parametrize(
    ("of", "title"),
    [
        (step(area="sole", technique="friction"), "sole, circular rubbing"),
        (step(area="sole"), "sole"),
        (step(area="third-toe", technique="warm_breath"), "third toe, warm breath"),
        (step("safety"), "Before you begin"),
        (step("switch"), "Change sides"),
        (step("work"), "Work"),
    ],
)
def test_a_step_is_named_after_its_work_or_its_kind(of: ScriptStep, title: str) -> None:
    assert step_title(of) == title


def test_a_side_stands_before_the_step_and_after_the_section() -> None:
    left = step(area="sole", technique="friction", side="left")
    assert (sided_title(left), section_title(left)) == ("left, sole, circular rubbing", "Feet, left")
    assert (sided_title(step("rest")), section_title(step("rest"))) == ("Rest", "Feet")


@pytest.mark.parametrize("area", AREAS)
def test_an_area_has_its_label(area: str) -> None:
    assert area_label(area) == AREAS[area].label


def test_an_id_in_words_has_no_sign_between_them() -> None:
    assert id_in_words("top-of-foot, lymph_stretch") == "top of foot, lymph stretch"


@pytest.mark.parametrize("position", POSITIONS)
def test_a_position_has_its_label(position: str) -> None:
    assert position_label(step(position=position)) == POSITIONS[position]


def test_a_position_that_the_program_does_not_have_keeps_its_name() -> None:
    assert position_label(step(position="on the stairs")) == "on the stairs"


def test_every_technique_has_a_label_without_its_id() -> None:
    assert all("_" not in technique.label for technique in TECHNIQUES.values())
