"""The names of steps, areas and positions as a listener reads them."""

from __future__ import annotations

import pytest

from kneadcast.messages import messages_in
from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES
from kneadcast.script.labels import (
    area_label,
    id_in_words,
    position_label,
    section_title,
    sided_area_label,
    sided_title,
    step_title,
)
from kneadcast.script.model import ScriptStep, Side, StepKind

ENGLISH, GERMAN, SPANISH = map(messages_in, ("en", "de", "es"))


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
    assert step_title(of, ENGLISH) == title


def test_a_side_stands_before_the_step_and_after_the_section() -> None:
    left = step(area="sole", technique="friction", side="left")
    assert (sided_title(left), section_title(left, ENGLISH)) == ("left, sole, circular rubbing", "Feet, left")
    assert (sided_title(left, GERMAN), section_title(left, GERMAN)) == (
        "links, Sohle, kreisendes Reiben",
        "Feet, links",
    )
    assert (sided_title(step("rest")), section_title(step("rest"), ENGLISH)) == ("Rest", "Feet")


def test_the_name_of_an_area_on_one_leg_has_the_grammar_of_the_language() -> None:
    names = [sided_area_label("back-of-knee", "left", messages) for messages in (ENGLISH, GERMAN, SPANISH)]
    assert names == ["back of the left knee", "linke Kniekehle", "hueco de la rodilla izquierda"]
    assert sided_area_label("third-toe", "right", SPANISH) == "third toe, derecha"


@pytest.mark.parametrize("area", AREAS)
def test_an_area_has_its_label(area: str) -> None:
    assert area_label(area, ENGLISH) == AREAS[area].label


def test_an_id_in_words_has_no_sign_between_them() -> None:
    assert id_in_words("top-of-foot, lymph_stretch") == "top of foot, lymph stretch"


@pytest.mark.parametrize("position", POSITIONS)
def test_a_position_has_its_label(position: str) -> None:
    assert position_label(step(position=position), ENGLISH) == POSITIONS[position].label


def test_a_position_that_the_program_does_not_have_keeps_its_name() -> None:
    assert position_label(step(position="on the stairs"), GERMAN) == "on the stairs"


def test_every_technique_has_a_label_without_its_id() -> None:
    assert all("_" not in technique.label for technique in TECHNIQUES.values())
