"""Limits: the lengths that a session can have, and the reason why it cannot have another one."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from hypothesis import given

from kneadcast.errors import PlanError
from kneadcast.planning.preferences import parse_preferences
from kneadcast.routine.model import Routine
from kneadcast.units import MS_PER_MINUTE, MS_PER_SECOND, parse_duration
from tests.planning.sessions import BUILT_IN, FEET_AND_LEGS, TWO_FEET, planned
from tests.routines import drawn_routines, measured, routine, section, step


@given(drawn_routines())
def test_the_shortest_and_the_longest_session_can_be_planned(drawn: Routine) -> None:
    of = measured(drawn)
    found = of.limits()
    assert of.plan(found.shortest_ms).length_ms == found.shortest_ms
    assert of.plan(found.longest_ms).length_ms == found.longest_ms


def test_every_length_between_the_limits_of_some_preferences_can_be_planned() -> None:
    of = measured(FEET_AND_LEGS, parse_preferences(skip=["toes"], rest="2m", more=["calf=2"]))
    found = of.limits()
    for length_ms in range(found.shortest_ms, found.longest_ms + 1, 7 * MS_PER_SECOND):
        assert of.plan(length_ms).length_ms == length_ms


def test_a_weight_changes_neither_the_shortest_nor_the_longest_session() -> None:
    weighted = measured(FEET_AND_LEGS, parse_preferences(more=["calf=3"], less=["toes"]))
    assert weighted.limits() == measured(FEET_AND_LEGS).limits()


@pytest.mark.parametrize(("length_ms", "reason"), [(60_000, "At its shortest"), (10_800_000, "At its longest")])
def test_an_impossible_length_is_refused_with_the_possible_ones_and_what_limits_them(
    length_ms: int, reason: str
) -> None:
    with pytest.raises(PlanError) as caught:
        planned(TWO_FEET, length_ms)
    assert "it can last from 3m" in str(caught.value)
    assert reason in str(caught.value)


def test_a_length_between_two_sets_of_steps_is_refused_with_the_nearest_ones() -> None:
    rigid = routine(
        section(step("sole", "60s/60s/60s"), step("heel", "120s/120s/120s", optional=True)),
        opening={
            "position": "seated",
            "safety": {"time": "20s/20s/20s", "say": "Stop if anything hurts."},
            "settle": {"time": "20s/20s/20s", "say": "Sit back."},
        },
        closing={"close": {"time": "20s/20s/20s", "say": "Open your eyes."}},
    )
    with pytest.raises(PlanError, match=r"leave a gap there: the nearest are 3m\d\ds .* and 7m\d\ds with it"):
        planned(rigid, 5 * MS_PER_MINUTE)


@pytest.mark.parametrize(
    ("preferences", "message"),
    [
        ({"rest": "11m"}, "'rest 11m00s' and this length conflict. The nearest is"),
        ({"only": ["toes"], "rounds": 1}, "'only toes' and 'rounds 1' and this length conflict. The nearest is"),
    ],
)
def test_the_preferences_that_prevent_a_length_are_named(preferences: dict[str, Any], message: str) -> None:
    with pytest.raises(PlanError) as caught:
        planned(FEET_AND_LEGS, 13 * MS_PER_MINUTE, parse_preferences(**preferences))
    assert message in str(caught.value)


@pytest.mark.parametrize("seed", range(60))
def test_the_nearest_length_that_is_named_is_possible(seed: int) -> None:
    chance = random.Random(seed)
    of = BUILT_IN[chance.choice(list(BUILT_IN))].routine
    preferences = parse_preferences(
        skip=chance.sample(["toes", "knee", "hip"], chance.randint(0, 1)),
        more=["feet=2"] if chance.random() < 0.3 else [],
        order=chance.choice(("leg", "area")),
        talk=chance.choice(("full", "brief", "chimes")),
        rest=chance.choice((None, "90s")),
        rounds=chance.choice((None, 1, 2)),
    )
    with pytest.raises(PlanError) as caught:
        planned(of, chance.choice((MS_PER_MINUTE, 200 * MS_PER_MINUTE)), preferences)
    nearest = re.search(r"The nearest is (\S+)\.", str(caught.value))
    assert nearest is not None
    length_ms = parse_duration(nearest[1])
    assert planned(of, length_ms, preferences).length_ms == length_ms
