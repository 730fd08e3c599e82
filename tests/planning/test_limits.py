"""Limits: the lengths that a session can have, and the reason why it cannot have another one."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.choices import Talk
from kneadcast.errors import LengthError, PlanError
from kneadcast.planning.layouts import layouts
from kneadcast.planning.limits import Limits, nearest_lengths
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.routine.body import AREAS
from kneadcast.routine.model import Routine
from kneadcast.units import MS_PER_MINUTE, MS_PER_SECOND, parse_duration, whole_seconds_down, whole_seconds_up
from tests.examples import examples
from tests.planning.sessions import BUILT_IN, FEET_AND_LEGS, TWO_FEET, planned
from tests.routines import RoutineUnderTest, drawn_routines, measured, routine, section, step
from tests.samples import all_routines, seeds

RIGID = routine(
    section(step("sole", "60s/60s/60s"), step("heel", "120s/120s/120s", optional=True)),
    opening={
        "position": "seated",
        "safety": {"time": "20s/20s/20s", "say": "Stop if anything hurts."},
        "settle": {"time": "20s/20s/20s", "say": "Sit back."},
    },
    closing={"close": {"time": "20s/20s/20s", "say": "Open your eyes."}},
)
"""A routine that can have only two lengths."""


@given(drawn_routines())
def test_the_shortest_and_the_longest_session_can_be_planned(drawn: Routine) -> None:
    of = measured(drawn)
    found = of.limits()
    assert of.plan(found.shortest_ms).length_ms == found.shortest_ms
    assert of.plan(found.longest_ms).length_ms == found.longest_ms


@settings(max_examples=examples(40))
@given(drawn_routines(), st.integers(1, 9), st.sampled_from(("full", "brief", "chimes")))
def test_the_limits_are_the_shortest_and_the_longest_of_all_layouts(drawn: Routine, rounds: int, talk: Talk) -> None:
    assert_limits_are_those_of_all_layouts(measured(drawn, Preferences(rounds=rounds, talk=talk)))


@pytest.mark.parametrize("rounds", [1, 2, 4, 9])
@pytest.mark.parametrize("name", all_routines(BUILT_IN))
def test_the_limits_of_a_built_in_routine_are_those_of_all_its_layouts(name: str, rounds: int) -> None:
    assert_limits_are_those_of_all_layouts(measured(BUILT_IN[name].routine, Preferences(rounds=rounds)))


def assert_limits_are_those_of_all_layouts(of: RoutineUnderTest) -> None:
    found = list(layouts(of))
    shortest_ms = min(layout.shortest_ms for layout in found)
    longest_ms = max(layout.longest_ms for layout in found)
    assert of.limits() == Limits(whole_seconds_up(shortest_ms), whole_seconds_down(longest_ms))


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
    with pytest.raises(PlanError, match=r"leave a gap there: the nearest are 3m\d\ds .* and 7m\d\ds with it"):
        planned(RIGID, 5 * MS_PER_MINUTE)


@pytest.mark.parametrize(
    ("minutes", "preferences", "message"),
    [
        (13, {"rest": "11m"}, "'rest 11m00s' and this length conflict. The nearest is"),
        (60, {"only": ["toes"]}, "'only toes' and this length conflict. The nearest is"),
    ],
)
def test_the_preferences_that_prevent_a_length_are_named(
    minutes: int, preferences: dict[str, Any], message: str
) -> None:
    with pytest.raises(PlanError) as caught:
        planned(FEET_AND_LEGS, minutes * MS_PER_MINUTE, parse_preferences(**preferences))
    assert message in str(caught.value)


def works_the_feet(of: Routine) -> bool:
    return any(AREAS[step.area].group == "feet" for section in of.sections for step in section.steps)


@pytest.mark.parametrize("seed", seeds(15, 60))
def test_the_nearest_length_that_is_named_is_possible(seed: int) -> None:
    chance = random.Random(seed)
    with_feet = [name for name, of in BUILT_IN.items() if works_the_feet(of.routine)]
    of = BUILT_IN[chance.choice(with_feet)].routine
    preferences = parse_preferences(
        skip=chance.sample(["toes", "knee", "hip"], chance.randint(0, 1)),
        more=["feet=2"] if chance.random() < 0.3 else [],
        order=chance.choice(("leg", "area")),
        talk=chance.choice(("full", "brief", "chimes")),
        rest=chance.choice((None, "90s")),
        rounds=chance.choice((1, 1, 2)),
    )
    with pytest.raises(PlanError) as caught:
        planned(of, chance.choice((MS_PER_MINUTE, 200 * MS_PER_MINUTE)), preferences)
    nearest = re.search(r"The nearest is (\S+)\.", str(caught.value))
    assert nearest is not None
    length_ms = parse_duration(nearest[1])
    assert planned(of, length_ms, preferences).length_ms == length_ms


@pytest.mark.parametrize("minutes", [1, 200])
def test_the_nearest_length_is_a_fact_of_the_error(minutes: int) -> None:
    of = measured(TWO_FEET)
    found = of.limits()
    with pytest.raises(LengthError) as caught:
        of.plan(minutes * MS_PER_MINUTE)
    assert caught.value.length_ms == minutes * MS_PER_MINUTE
    assert caught.value.nearest_ms == ((found.shortest_ms if minutes == 1 else found.longest_ms),)
    assert nearest_lengths(of, minutes * MS_PER_MINUTE) == caught.value.nearest_ms


def test_the_nearest_lengths_of_one_in_a_gap_are_on_both_of_its_sides() -> None:
    of = measured(RIGID)
    with pytest.raises(LengthError) as caught:
        of.plan(5 * MS_PER_MINUTE)
    shorter_ms, longer_ms = caught.value.nearest_ms
    assert shorter_ms < 5 * MS_PER_MINUTE < longer_ms
    assert nearest_lengths(of, 5 * MS_PER_MINUTE) == (shorter_ms, longer_ms)
    assert [of.plan(length_ms).length_ms for length_ms in (shorter_ms, longer_ms)] == [shorter_ms, longer_ms]
