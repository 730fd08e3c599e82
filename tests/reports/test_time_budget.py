"""The ledger of a plan."""

from __future__ import annotations

from hypothesis import given

from kneadcast.planning.planner import Plan, limits
from kneadcast.reports.time_budget import ledger, to_data, to_text
from tests.planning.test_planner import TWO_FEET, plans, timed
from tests.routines import PHRASES, durations


@given(plans())
def test_talk_travel_hands_on_and_still_time_add_up_to_the_session(made: Plan) -> None:
    book = ledger(made, durations(made.routine))
    for entry in book.entries:
        assert entry.talk_ms + entry.travel_ms + entry.hands_on_ms + entry.still_ms == entry.length_ms
    assert sum(entry.length_ms for entry in book.entries) == book.length_ms


def test_who_took_time_and_who_gave_it_is_told_against_the_ideal() -> None:
    short, long = (ledger(timed(TWO_FEET, ms), durations(TWO_FEET)) for ms in (400_000, 900_000))
    assert all(entry.gained_ms <= 0 for entry in short.entries[:-1] if entry.kind == "work")
    assert all(entry.gained_ms >= 0 for entry in long.entries if entry.kind == "work")


def test_what_was_left_out_and_a_bar_for_each_area_are_shown() -> None:
    shortest_ms = limits(TWO_FEET, PHRASES, durations(TWO_FEET)).shortest_ms
    text = to_text(ledger(timed(TWO_FEET, shortest_ms), durations(TWO_FEET)))
    assert "left out: feet.toes-friction" in text
    assert [line.split()[0] for line in text.splitlines() if "#" in line] == ["sole"]


def test_as_data_the_ledger_has_its_sums() -> None:
    data = to_data(ledger(timed(TWO_FEET, 600_000), durations(TWO_FEET)))
    assert {"format", "routine", "length_ms", "entries", "dropped", "areas_ms"} <= data.keys()
