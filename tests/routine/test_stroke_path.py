"""The path of a step, and the text that it is written as."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kneadcast.routine.body import AREAS, TECHNIQUES
from kneadcast.routine.landmarks import AREA_LANDMARKS, LANDMARKS
from kneadcast.routine.library import load_routine, routine_names
from kneadcast.routine.stroke_path import IN_PLACE, StrokePath, default_path

LANDMARK = st.sampled_from(sorted(LANDMARKS))
PATH_TEXT = st.one_of(
    st.just("in place"),
    st.builds("around {}".format, LANDMARK),
    st.builds("at {}".format, LANDMARK),
    st.lists(LANDMARK, min_size=2, max_size=2, unique=True).map(" to ".join),
)


@given(PATH_TEXT)
def test_a_path_that_is_read_and_written_is_the_same_text(text: str) -> None:
    path = StrokePath.read(text)
    assert (str(path), TypeAdapter(StrokePath).dump_python(path)) == (text, text)
    assert StrokePath.read(str(path)) == path


@given(PATH_TEXT)
def test_the_schema_accepts_every_path(text: str) -> None:
    assert re.fullmatch(TypeAdapter(StrokePath).json_schema()["pattern"], text)


@pytest.mark.parametrize(
    ("text", "kind", "landmarks"),
    [
        ("toes to heel", "along", ("toes", "heel")),
        ("around kneecap", "around", ("kneecap",)),
        ("at belly", "place", ("belly",)),
        ("in place", "place", ()),
    ],
)
def test_a_path_has_a_kind_and_the_landmarks_of_its_text(text: str, kind: str, landmarks: tuple[str, ...]) -> None:
    path = StrokePath.read(text)
    assert (path.kind, path.landmarks) == (kind, landmarks)


def test_a_path_rises_towards_the_trunk_and_falls_towards_the_toes() -> None:
    up, down = StrokePath.read("ankle to hip"), StrokePath.read("hip to ankle")
    assert up.rise == -down.rise > 0
    assert StrokePath.read("around kneecap").rise == IN_PLACE.rise == 0


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("toes to elbow", "unknown landmark 'elbow'"),
        ("around kneecp", "unknown landmark 'kneecp' (did you mean 'kneecap'?)"),
        ("toes to toes", "a path from toes to toes has no length; write 'at toes'"),
        ("up the leg", "got 'up the leg'"),
        ("", "expected a path such as 'toes to heel'"),
        (7, "expected a path such as 'toes to heel'"),
    ],
)
def test_another_text_is_refused_with_what_is_expected(value: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        StrokePath.model_validate(value)


@pytest.mark.parametrize("area", AREAS)
def test_the_default_path_of_every_technique_lies_within_its_area(area: str) -> None:
    for technique in TECHNIQUES:
        assert set(default_path(area, technique).landmarks) <= AREA_LANDMARKS[area]


@pytest.mark.parametrize("area", AREAS)
def test_a_default_stroke_leads_towards_the_trunk(area: str) -> None:
    if area != "heel":  # a ring; its skin is stretched toward the arch
        assert all(default_path(area, technique).rise >= 0 or technique == "lymph_stretch" for technique in TECHNIQUES)


@pytest.mark.parametrize("technique", ["compression", "hold", "vibration", "mobilisation"])
def test_hands_that_press_hold_or_shake_stay_in_place(technique: str) -> None:
    assert {default_path(area, technique) for area in AREAS} == {IN_PLACE}


@pytest.mark.parametrize("name", routine_names())
def test_the_path_of_every_built_in_step_lies_within_its_area(name: str) -> None:
    for section in load_routine(name).sections:
        for step in section.steps:
            assert set(step.stroke_path.landmarks) <= AREA_LANDMARKS[step.area], step.slug
