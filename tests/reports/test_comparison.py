"""Comparing two sessions."""

from __future__ import annotations

from hypothesis import given, settings

from kneadcast.reports.comparison import AreaChange, compare
from kneadcast.routine.body import AREAS
from kneadcast.script.model import Script
from tests.examples import examples
from tests.output.sessions import STEPS, session
from tests.routines import drawn_scripts


@settings(max_examples=examples(20))
@given(drawn_scripts(), drawn_scripts())
def test_the_times_of_all_areas_add_up_to_each_session(before: Script, after: Script) -> None:
    changes = compare(before, after)
    assert sum(change.before_ms for change in changes) == before.length_ms
    assert sum(change.after_ms for change in changes) == after.length_ms
    assert len({change.area for change in changes}) == len(changes)


@settings(max_examples=examples(20))
@given(drawn_scripts(), drawn_scripts())
def test_what_one_session_gains_the_other_loses(one: Script, other: Script) -> None:
    gained = {change.area: change.gained_ms for change in compare(one, other)}
    lost = {change.area: -change.gained_ms for change in compare(other, one)}
    assert gained == lost
    assert all(change.gained_ms == 0 for change in compare(one, one))


def test_areas_come_from_toes_to_hip_and_both_sides_count_together() -> None:
    calf, sole = STEPS[2], STEPS[1]
    other = session().model_copy(update={"steps": (STEPS[0], calf.model_copy(update={"area": "knee"}), *STEPS[3:])})
    changes = compare(session(), other)
    assert changes == (
        AreaChange("sole", 9_000, 4_000),
        AreaChange("calf", 4_000, 0),
        AreaChange("knee", 0, 4_000),
        AreaChange("inner-thigh", 6_000, 6_000),
        AreaChange("safety", 5_000, 5_000),
    )
    assert changes[0].gained_ms == -(sole.end_ms - sole.start_ms)
    areas = [change.area for change in changes[:-1]]
    assert areas == sorted(areas, key=list(AREAS).index)
