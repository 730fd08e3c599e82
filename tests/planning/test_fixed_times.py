"""Fixed times: a rest and hands-on times that have the requested length, whatever the session."""

from __future__ import annotations

import pytest

from kneadcast.errors import FixedTimeError, PlanError
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.units import MS_PER_MINUTE, format_duration
from tests.planning.sessions import BUILT_IN, FEET_AND_LEGS, hands_on_ms, planned


@pytest.mark.parametrize("minutes", [10, 11, 13])
def test_a_part_has_its_fixed_time_on_each_side_at_any_length(minutes: int) -> None:
    plan = planned(FEET_AND_LEGS, minutes * MS_PER_MINUTE, parse_preferences(time=["lower leg=3m"]))
    assert hands_on_ms(plan, "lower-leg") == 180_000


@pytest.mark.parametrize("rest", ["30s", "5m", "8m"])
def test_a_rest_lasts_as_long_as_requested_even_if_the_routine_has_none(rest: str) -> None:
    for of in (FEET_AND_LEGS, BUILT_IN["self-massage-at-home"].routine):
        preferences = parse_preferences(rest=rest)
        plan = planned(of, 14 * MS_PER_MINUTE, preferences)
        (found,) = (timed for timed in plan.segments if timed.segment.kind == "rest")
        assert found.end_ms - found.start_ms == preferences.rest_ms


def test_a_listener_may_give_a_part_all_the_time_that_is_good_for_its_tissue() -> None:
    preferences = parse_preferences(time=["calf=20m"])
    assert hands_on_ms(planned(FEET_AND_LEGS, 50 * MS_PER_MINUTE, preferences), "calf") == 20 * MS_PER_MINUTE


def test_a_rest_of_no_length_is_left_out() -> None:
    plan = planned(FEET_AND_LEGS, 10 * MS_PER_MINUTE, parse_preferences(rest="0s"))
    assert "rest" not in {timed.segment.kind for timed in plan.segments}


def test_a_part_with_little_time_loses_its_optional_step() -> None:
    plan = planned(FEET_AND_LEGS, 10 * MS_PER_MINUTE, parse_preferences(time=["feet=45s"]))
    areas = {timed.segment.area for timed in plan.segments}
    assert "sole" in areas
    assert "toes" not in areas
    assert hands_on_ms(plan, "feet") == 45_000


@pytest.mark.parametrize(
    ("preferences", "message"),
    [
        ({"time": ["calf=21m"]}, "'time calf=21m00s': not possible with 'test', whose steps there take from"),
        ({"time": ["calf=21m"]}, "the nearest is 20m00s"),
        ({"time": ["calf=1s"]}, "the nearest is"),
        ({"time": ["calf=21m"], "rounds": 2}, "'time calf=21m00s' and 'rounds 2': not possible"),
        ({"rest": "1s"}, "'rest 1s' is too short for its words: the nearest is"),
    ],
)
def test_an_impossible_time_is_refused_with_the_nearest_possible_one(
    preferences: dict[str, object], message: str
) -> None:
    with pytest.raises(PlanError) as caught:
        planned(FEET_AND_LEGS, 13 * MS_PER_MINUTE, parse_preferences(**preferences))  # type: ignore[arg-type]
    assert message in str(caught.value)


@pytest.mark.parametrize("preferences", [{"time": ["calf=21m"]}, {"time": ["calf=1s"]}, {"rest": "1s"}], ids=str)
def test_the_nearest_time_is_a_fact_of_the_error_and_is_possible(preferences: dict[str, object]) -> None:
    length_ms = 50 * MS_PER_MINUTE
    with pytest.raises(FixedTimeError) as caught:
        planned(FEET_AND_LEGS, length_ms, parse_preferences(**preferences))  # type: ignore[arg-type]
    error = caught.value
    assert f"the nearest is {format_duration(error.nearest_ms)}" in str(error)
    assert error.part == ("calf" if "time" in preferences else "")
    times = ((error.part, error.nearest_ms),) if error.part else ()
    possible = Preferences(times=times, rest_ms=None if error.part else error.nearest_ms)
    assert planned(FEET_AND_LEGS, length_ms, possible).length_ms == length_ms
