"""Preferences: read from the texts of options, and refused if they contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from kneadcast.errors import PlanError
from kneadcast.planning.preferences import LIST_OPTIONS, NO_PREFERENCES, OPTIONS, Preferences, parse_preferences


def test_every_option_is_read() -> None:
    options: dict[str, Any] = {
        "only": ["Feet, calf", "calf"],
        "skip": ["toes"],
        "more": ["calf=2"],
        "less": ["sole=4", "heel"],
        "time": ["lower leg=3m"],
        "side": "left",
        "order": "area",
        "talk": "brief",
        "rest": "90s",
        "countdown": True,
        "familiar": True,
        "rounds": 2,
    }
    assert options.keys() == set(OPTIONS) > set(LIST_OPTIONS)
    assert parse_preferences(**{**options, "time": []}) == Preferences(
        only=("feet", "calf"),
        skip=("toes",),
        weights=(("calf", 2.0), ("sole", 0.25), ("heel", 1 / 1.5)),
        familiar=True,
        side="left",
        order="area",
        talk="brief",
        rest_ms=90_000,
        countdown=True,
        rounds=2,
    )
    assert parse_preferences(time=options["time"]).times == (("lower-leg", 180_000),)
    assert parse_preferences() == NO_PREFERENCES


def test_the_smallest_part_that_contains_an_area_decides_its_weight() -> None:
    preferences = parse_preferences(more=["feet=2", "toes=5"])
    assert [preferences.weight(area) for area in ("sole", "toes", "calf")] == [2, 5, 1]


def test_each_request_has_the_label_of_its_option_and_all_the_other_preferences() -> None:
    preferences = parse_preferences(only=["feet"], less=["toes=2"], time=["heel=1m"], rest="2m", rounds=2, side="left")
    requests = {request.label: request.others for request in preferences.requests()}
    assert list(requests) == ["only feet", "side left", "less toes=2", "time heel=1m00s", "rest 2m00s", "rounds 2"]
    assert requests["rest 2m00s"] == parse_preferences(
        only=["feet"], less=["toes=2"], time=["heel=1m"], rounds=2, side="left"
    )
    assert not list(NO_PREFERENCES.requests())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"only": ["calf"], "skip": ["lower leg"]}, "'only calf' and 'skip lower-leg' conflict"),
        ({"more": ["calf"], "less": ["calf"]}, "'more calf=1.5' and 'less calf=1.5' conflict"),
        ({"time": ["calf=1m", "lower leg=2m"]}, "'time calf=1m00s' and 'time lower-leg=2m00s' conflict"),
        ({"time": ["calf=1m"], "more": ["calf"]}, "a fixed time cannot be more or less"),
        ({"talk": "chimes", "countdown": True}, "'countdown' and 'talk chimes' conflict"),
        ({"only": ["clf"]}, "there is no part of the body 'clf' (did you mean 'calf'?)"),
        ({"more": ["calf=lots"]}, "'more calf=lots' is not a weight"),
        ({"more": ["calf=nan"]}, "'more calf=nan' is not a weight"),
        ({"less": ["calf=11"]}, "expected a part and a number from 1 to 10"),
        ({"time": ["calf"]}, "expected a part and a duration such as calf=3m"),
        ({"time": ["calf=soon"]}, "'time calf': expected a length such as 20 minutes"),
        ({"rest": "soon"}, "'rest': expected a length such as 20 minutes"),
        ({"rounds": 0}, "choose 1 to 9"),
        ({"rounds": True}, "'rounds': expected a whole number, got 'True'"),
        ({"countdown": 1}, "'countdown': expected true or false, got '1'"),
        ({"side": "lft"}, "'side': expected one of both, left, right, got 'lft'"),
        ({"order": "leg by leg"}, "'order': expected one of leg, area, got 'leg by leg'"),
        ({"talk": "loud"}, "'talk': expected one of full, plain, brief, chimes, got 'loud'"),
    ],
)
def test_preferences_that_are_never_possible_are_refused_before_any_routine(
    options: dict[str, Any], message: str
) -> None:
    with pytest.raises(PlanError) as caught:
        parse_preferences(**options)
    assert message in str(caught.value)


def test_all_contradictions_are_reported_at_once() -> None:
    with pytest.raises(PlanError) as caught:
        Preferences(only=("calf",), skip=("lower-leg",), talk="chimes", countdown=True, rounds=12)
    assert [problem.message for problem in caught.value.problems] == [
        "'rounds 12' is not possible: choose 1 to 9",
        "'countdown' and 'talk chimes' conflict: a countdown is spoken; choose 'talk brief', or no countdown",
        "'only calf' and 'skip lower-leg' conflict: leave one of the two out",
    ]
