"""The parts of the body as listeners name them."""

from __future__ import annotations

import pytest

from kneadcast.errors import PlanError
from kneadcast.routine.body import AREAS
from kneadcast.routine.parts import GROUPS, areas_of, find_part


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ("sole", "sole"),
        ("Lower leg", "lower-leg"),
        ("front_thigh", "front-thigh"),
        ("knees", "knee"),
        ("calves", "calf"),
        ("foot", "feet"),
        ("Toes", "toes"),
    ],
)
def test_a_part_is_found_by_the_names_that_people_use(given: str, part: str) -> None:
    assert find_part(given) == part


def test_an_unknown_part_is_refused_with_those_that_exist() -> None:
    with pytest.raises(
        PlanError, match=r"there is no part of the body 'kneee' \(did you mean 'knee'\?\); known: feet, "
    ):
        find_part("kneee")


def test_groups_contain_every_area_once_and_are_in_order_from_the_feet_up() -> None:
    assert (GROUPS[0], GROUPS[-1]) == ("feet", "whole-leg")
    assert sorted(area for group in GROUPS if group not in AREAS for area in areas_of(group)) == sorted(
        area.id for area in AREAS.values() if area.group not in AREAS
    )
    assert areas_of("foot") == areas_of("feet") > {"sole", "foot"}
    assert areas_of("sole") == {"sole"}
