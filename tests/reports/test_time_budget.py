"""The time budget of a plan."""

from __future__ import annotations

from hypothesis import given

from kneadcast.planning.planner import Plan
from kneadcast.reports.time_budget import TimeBudget, time_budget, to_data, to_text
from tests.planning.sessions import TWO_FEET, planned
from tests.routines import RoutineUnderTest, drawn_plans, measured


def budget(length_ms: int) -> TimeBudget:
    return time_budget(planned(TWO_FEET, length_ms))


@given(drawn_plans())
def test_talk_travel_hands_on_and_still_time_add_up_to_the_session(drawn: tuple[RoutineUnderTest, Plan]) -> None:
    _, plan = drawn
    found = time_budget(plan)
    for entry in found.entries:
        assert entry.talk_ms + entry.travel_ms + entry.hands_on_ms + entry.still_ms == entry.length_ms
    assert sum(entry.length_ms for entry in found.entries) == found.length_ms


def test_each_step_shows_what_it_gains_or_loses_against_its_ideal() -> None:
    short, long = budget(400_000), budget(900_000)
    assert all(entry.gained_ms <= 0 for entry in short.entries[:-1] if entry.kind == "work")
    assert all(entry.gained_ms >= 0 for entry in long.entries if entry.kind == "work")


def test_dropped_steps_and_a_bar_for_each_area_are_shown() -> None:
    text = to_text(budget(measured(TWO_FEET).limits().shortest_ms))
    assert "left out: feet.toes-friction" in text
    assert [line.split()[0] for line in text.splitlines() if "#" in line] == ["sole"]


def test_the_budget_as_data_has_its_sums() -> None:
    data = to_data(budget(600_000))
    assert {"format", "routine", "length_ms", "entries", "dropped", "areas_ms"} <= data.keys()
