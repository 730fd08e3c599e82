"""The names of steps, areas and positions as a listener reads them."""

from __future__ import annotations

from typing import cast

import pytest

from kneadcast.messages import Messages, messages_in
from kneadcast.routine.body import AREAS, POSITIONS, STRONGEST_PRESSURE, TECHNIQUES, Technique
from kneadcast.routine.hands import HANDS, Hand
from kneadcast.script.labels import (
    area_label,
    id_in_words,
    position_label,
    pressure_label,
    section_title,
    sided_area_label,
    sided_title,
    step_title,
    technique_label,
    tempo_label,
)
from kneadcast.script.model import MOST_TEMPO, ScriptStep, Side, StepKind

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
        hand=cast("Hand | None", worked.get("hand")),
    )


@pytest.mark.parametrize(
    ("of", "title"),
    [
        (step(area="sole", technique="friction"), "Soles, circular rubbing"),
        (step(area="sole", side="left", technique="friction"), "Sole, circular rubbing"),
        (step(area="sole", side="left"), "Sole"),
        (step(area="third-toe", technique="warm_breath"), "Third toe, warm breath"),
        (step("safety"), "Before you begin"),
        (step("switch"), "Change sides"),
        (step("work"), "Work"),
    ],
)
def test_a_step_is_named_after_its_work_or_its_kind(of: ScriptStep, title: str) -> None:
    assert step_title(of, ENGLISH) == title


def test_a_side_stands_at_the_beginning_of_the_titles_of_a_step_and_a_section() -> None:
    left = step(area="sole", technique="friction", side="left")
    assert (sided_title(left), section_title(left, ENGLISH)) == ("Left sole, circular rubbing", "Left: Feet")
    assert (sided_title(left, GERMAN), section_title(left, GERMAN)) == (
        "Linke Sohle, kreisendes Reiben",
        "Links: Feet",
    )
    assert (sided_title(left, SPANISH), section_title(left, SPANISH)) == (
        "Planta izquierda, fricción en círculos",
        "Izquierda: Feet",
    )
    assert (sided_title(step("rest")), section_title(step("rest"), ENGLISH)) == ("Rest", "Feet")


def test_the_name_of_an_area_on_one_leg_has_the_grammar_of_the_language() -> None:
    names = [sided_area_label("back-of-knee", "left", messages) for messages in (ENGLISH, GERMAN, SPANISH)]
    assert names == ["back of the left knee", "linke Kniekehle", "hueco de la rodilla izquierda"]
    assert sided_area_label("third-toe", "right", SPANISH) == "third toe, derecha"


def test_a_listener_reads_of_their_own_leg_and_a_giver_of_the_receiver_s() -> None:
    in_all = (ENGLISH, GERMAN, SPANISH)
    own = [sided_area_label("sole", "left", messages, "self") for messages in in_all]
    assert own == ["your left sole", "deine linke Sohle", "la planta de tu pie izquierdo"]
    received = [sided_area_label("sole", "left", messages, "partner") for messages in in_all]
    assert received == ["the left sole", "die linke Sohle", "la planta del pie izquierdo"]
    assert sided_area_label("top-of-foot", "left", ENGLISH, "self") == "top of your left foot"
    assert sided_title(step(area="top-of-foot", side="left"), ENGLISH, "self") == "Top of your left foot"


def test_without_a_side_both_legs_are_named() -> None:
    names = [sided_area_label("knee", None, ENGLISH, mode) for mode in (None, "self", "partner")]
    assert names == ["knees", "your knees", "the knees"]
    assert sided_area_label("third-toe", None, ENGLISH, "self") == "third toe"


@pytest.mark.parametrize(
    ("pressures", "name", "note"),
    [
        ((1, 2), "feather-light", "only the skin moves"),
        ((3, 4), "light", "the hands hardly sink in"),
        ((5, 6), "firm", "skin and muscle move, nothing hurts"),
        ((7, 10), "strong", "as deep as it gets, and still pleasant"),
    ],
)
def test_a_pressure_has_a_name_and_a_note_that_says_how_to_find_it(
    pressures: tuple[int, int], name: str, note: str
) -> None:
    for pressure in pressures:
        words = pressure_label(pressure, ENGLISH)
        assert (words.name, words.note) == (name, note)


@pytest.mark.parametrize("technique", [one for one in TECHNIQUES.values() if one.pressure], ids=lambda one: one.id)
def test_the_names_of_pressures_are_those_of_the_scale_of_the_body(technique: Technique) -> None:
    low, high = technique.pressure or (1, 1)
    assert {pressure_label(number, GERMAN).name for number in range(low, high + 1)} <= {"federleicht", "leicht", "fest"}
    assert pressure_label(STRONGEST_PRESSURE, GERMAN).name == "kräftig"


def test_a_higher_tempo_is_never_named_slower() -> None:
    for messages in (ENGLISH, GERMAN, SPANISH):
        names = list(dict.fromkeys(tempo_label(tempo, messages) for tempo in range(1, MOST_TEMPO + 1)))
        assert names == list(messages.tempos.model_dump().values())
    assert [tempo_label(tempo, ENGLISH) for tempo in (7, 8, 180)] == ["very slow", "slow and even", "quick"]


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


@pytest.mark.parametrize(
    ("technique", "hand", "label"),
    [
        ("friction", "thumbs", "thumb circles"),
        ("friction", "fingertips", "fingertip circles"),
        ("friction", "palm", "palm circles"),
        ("friction", "pinch", "small circles"),
        ("friction", "fist", "rubbing with a soft fist"),
        ("effleurage", "palms", "long strokes"),
        ("effleurage", "fist", "fist glide"),
        ("effleurage", "ball", "rolling on the ball"),
        ("effleurage", "foot", "strokes with the other foot"),
        ("petrissage", "grasp", "kneading"),
        ("petrissage", "fist", "pressing with a soft fist"),
        ("vibration", "wrap", "loose shaking"),
        ("compression", "palm", "press and release"),
        ("mobilisation", "none", "slow movement"),
        ("hold", "wrap", "still hands"),
    ],
)
def test_what_hands_do_has_a_name_of_its_own(technique: str, hand: str, label: str) -> None:
    assert technique_label(step(area="sole", technique=technique, hand=hand), ENGLISH) == label


def test_a_step_of_an_earlier_script_is_named_after_its_technique_alone() -> None:
    assert technique_label(step(area="sole", technique="friction"), GERMAN) == "kreisendes Reiben"
    assert technique_label(step(area="sole", technique="friction", hand="thumbs"), GERMAN) == "Daumenkreise"


@pytest.mark.parametrize("messages", [ENGLISH, GERMAN, SPANISH], ids=lambda messages: messages.language)
def test_every_technique_has_words_in_every_language_and_they_name_known_hands(messages: Messages) -> None:
    assert set(messages.hand_work) == set(TECHNIQUES)
    assert {hand for work in messages.hand_work.values() for hand in work.by_hand} <= set(HANDS)


def test_every_technique_has_a_label_without_its_id() -> None:
    assert all("_" not in technique.label for technique in TECHNIQUES.values())
