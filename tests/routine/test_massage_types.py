"""The five types of massage differ as they should in the sessions of their built-in routines."""

from __future__ import annotations

from collections import Counter

import pytest

from kneadcast.routine.body import AREAS
from kneadcast.routine.library import load_routine
from kneadcast.routine.phrases import load_phrases
from kneadcast.script.model import Script, ScriptStep
from tests.routines import measured

PHRASES = load_phrases("en")
SHAKING = ("vibration", "tapotement")
MIXES: dict[str, dict[tuple[str, ...], int]] = {
    "preventive": {("effleurage",): 40, ("petrissage",): 30, ("friction",): 20, SHAKING: 10},
    "classical": {("petrissage",): 35, ("friction",): 30, ("effleurage",): 25, SHAKING: 10},
    "lymphatic": {("lymph_stretch",): 80, ("effleurage",): 20},
    "anti-cellulite": {("petrissage",): 45, ("friction",): 30, ("effleurage",): 25},
    "relaxing": {("effleurage",): 60, ("petrissage",): 25, ("hold",): 15},
}
"""Shares of the hands-on time in per cent."""
TOLERANCE = 3
PRESSURES = {
    "preventive": (3.5, 5),
    "classical": (4, 6),
    "lymphatic": (1, 2),
    "anti-cellulite": (4, 6),
    "relaxing": (3, 5),
}
"""Mean pressure of the hands-on time; ankles, knees and long strokes bear less than the type does elsewhere."""
RANK = {area: rank for rank, area in enumerate(AREAS)}


SESSIONS = {of.name: measured(of, phrases=PHRASES).script(of.length) for of in map(load_routine, MIXES)}


def work(script: Script) -> list[ScriptStep]:
    return [step for step in script.steps if step.kind == "work"]


def shares(script: Script) -> Counter[str]:
    times: Counter[str] = Counter()
    for step in work(script):
        times[str(step.technique)] += step.hands_on_ms
    whole = sum(times.values())
    return Counter({technique: round(100 * ms / whole) for technique, ms in times.items()})


def weighed(script: Script, what: str, technique: str | None = None) -> float:
    """Returns the mean of a figure over the hands-on time."""
    rows = [
        (getattr(step, what), step.hands_on_ms)
        for step in work(script)
        if getattr(step, what) and technique in (None, step.technique)
    ]
    return float(sum(value * ms for value, ms in rows) / sum(ms for _, ms in rows))


@pytest.mark.parametrize("name", MIXES)
def test_each_type_has_its_mix_of_techniques(name: str) -> None:
    found = shares(SESSIONS[name])
    for techniques, share in MIXES[name].items():
        assert abs(sum(found[technique] for technique in techniques) - share) <= TOLERANCE, (techniques, found)


@pytest.mark.parametrize("name", PRESSURES)
def test_each_type_has_its_pressure(name: str) -> None:
    low, high = PRESSURES[name]
    assert low <= weighed(SESSIONS[name], "pressure") <= high


def test_stroking_is_slowest_where_it_is_to_calm_and_quickest_where_it_is_to_tingle() -> None:
    tempi = {name: weighed(script, "tempo", "effleurage") for name, script in SESSIONS.items()}
    order = sorted(tempi, key=lambda name: tempi[name])
    assert order[0] in ("relaxing", "lymphatic")
    assert order[1] in ("relaxing", "lymphatic")
    assert order[2:] == ["classical", "preventive", "anti-cellulite"]


@pytest.mark.parametrize("name", ["preventive", "classical", "anti-cellulite", "relaxing"])
def test_work_goes_from_toes_to_hip(name: str) -> None:
    groups = [AREAS[str(step.area)].group for step in work(SESSIONS[name])]
    order = [group for group in dict.fromkeys(groups) if group != "whole-leg"]
    assert order == ["feet", "lower-leg", "knee", "thigh", "hip"][-len(order) :] or order == [
        "feet",
        "lower-leg",
        "thigh",
        "hip",
    ]


def test_lymphatic_work_begins_at_the_trunk_and_ends_with_one_pass_from_the_toes() -> None:
    steps = [step for step in work(SESSIONS["lymphatic"]) if step.side == "left"]
    segments = [RANK[str(step.area)] for step in steps if step.technique == "lymph_stretch"]
    groups = list(dict.fromkeys(AREAS[list(AREAS)[rank]].group for rank in segments))
    assert groups == ["thigh", "knee", "lower-leg", "feet"]
    assert (steps[-1].area, steps[-1].technique) == ("whole-leg", "effleurage")


def test_a_focus_is_a_bigger_share_than_in_an_even_session() -> None:
    def share(script: Script, *areas: str) -> float:
        steps = work(script)
        return sum(step.hands_on_ms for step in steps if step.area in areas) / sum(step.hands_on_ms for step in steps)

    even = SESSIONS["preventive"]
    assert share(SESSIONS["classical"], "calf", "achilles") >= 1.3 * share(even, "calf", "achilles")
    thighs = ("thigh", "front-thigh", "outer-thigh", "back-thigh", "glutes")
    assert share(SESSIONS["anti-cellulite"], *thighs) >= 1.4 * share(even, *thighs)


def test_the_long_rest_belongs_to_calm() -> None:
    rests = {
        name: sum(step.end_ms - step.start_ms for step in script.steps if step.kind == "rest") / script.length_ms
        for name, script in SESSIONS.items()
    }
    assert max(rests, key=lambda name: rests[name]) == "relaxing"
    assert rests["preventive"] == rests["anti-cellulite"] == 0
