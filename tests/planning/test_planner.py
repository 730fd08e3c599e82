"""Planning a session of exactly the length asked for."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.errors import PlanError
from kneadcast.planning.planner import BREATH_MS, Plan, instruction_ms, limits, plan
from kneadcast.routine.model import Routine
from tests.routines import PHRASES, drawn_routines, durations, routine, section, step

TWO_FEET = routine(
    section(step("sole"), step("toes", "20s/30s/40s", optional=True), step("heel", "20s/60s/90s", optional=True))
)


def timed(of: Routine, length_ms: int) -> Plan:
    return plan(of, PHRASES, durations(of), length_ms)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    of = draw(drawn_routines())
    found = limits(of, PHRASES, durations(of))
    return timed(of, draw(st.integers(found.shortest_ms, found.longest_ms)))


@given(plans())
def test_stretches_follow_without_a_gap_from_zero_to_exactly_the_length(made: Plan) -> None:
    ends = [0, *(segment.end_ms for segment in made.segments)]
    assert [segment.start_ms for segment in made.segments] == ends[:-1]
    assert ends[-1] == made.length_ms


@given(plans())
def test_both_sides_of_a_step_have_the_same_hands_on_time(made: Plan) -> None:
    sides = defaultdict(set)
    for one in made.segments:
        if one.segment.side:
            sides[one.segment.key].add((one.segment.side, one.hands_on_ms))
    assert all({side for side, _ in pair} == {"left", "right"} for pair in sides.values())
    assert all(len({hands_on_ms for _, hands_on_ms in pair}) == 1 for pair in sides.values())


@given(plans())
def test_hands_on_time_is_what_instructions_leave_of_a_stretch(made: Plan) -> None:
    known = durations(made.routine)
    for one in made.segments:
        assert one.hands_on_ms == one.end_ms - one.start_ms - instruction_ms(one.segment, known)


@given(plans())
def test_every_stretch_outlasts_its_words_by_a_breath(made: Plan) -> None:
    known = durations(made.routine)
    for one in made.segments:
        assert one.end_ms - one.start_ms >= instruction_ms(one.segment, known) + BREATH_MS


@given(plans())
def test_a_step_of_work_stays_within_its_min_and_max_unless_its_words_need_more(made: Plan) -> None:
    known = durations(made.routine)
    for one in made.segments:
        time, length_ms = one.segment.time, one.end_ms - one.start_ms
        words_ms = instruction_ms(one.segment, known)
        if one.segment.kind == "work" and time.max_ms >= words_ms + 20_000:
            assert length_ms <= time.max_ms
        if one.segment.kind == "work" and time.max_ms - time.min_ms >= 20_000:
            assert length_ms >= time.min_ms


@given(drawn_routines(), st.data())
def test_a_longer_session_never_takes_time_from_a_step_unless_one_came_back(of: Routine, data: st.DataObject) -> None:
    found = limits(of, PHRASES, durations(of))
    short_ms = data.draw(st.integers(found.shortest_ms, found.longest_ms))
    long_ms = data.draw(st.integers(short_ms, found.longest_ms))
    short, long = timed(of, short_ms), timed(of, long_ms)
    assert set(long.dropped) <= set(short.dropped)
    if short.dropped == long.dropped:
        pairs = zip(short.segments, long.segments, strict=True)
        # The very last silence also holds the one millisecond that two sides cannot share equally.
        assert all(before.hands_on_ms <= after.hands_on_ms + (after is long.segments[-1]) for before, after in pairs)


@given(drawn_routines())
def test_the_shortest_and_the_longest_session_can_be_planned(of: Routine) -> None:
    found = limits(of, PHRASES, durations(of))
    assert timed(of, found.shortest_ms).length_ms == found.shortest_ms
    assert timed(of, found.longest_ms).length_ms == found.longest_ms


def test_optional_steps_go_in_pairs_the_least_first() -> None:
    found = limits(TWO_FEET, PHRASES, durations(TWO_FEET))
    dropped = {timed(TWO_FEET, at_ms).dropped for at_ms in range(found.shortest_ms, found.longest_ms, 1000)}
    assert dropped == {(), ("feet.toes-friction",), ("feet.toes-friction", "feet.heel-friction")}


def test_a_section_without_steps_loses_its_move() -> None:
    move = {"preview": "Soon you lie back.", "say": "Lie back.", "time": "15s/25s/40s"}
    last = section(step("calf", optional=True), name="Lying", position="reclined", move=move)
    of = routine(section(step("sole")), last)
    shortest = timed(of, limits(of, PHRASES, durations(of)).shortest_ms)
    assert "move" not in {one.segment.kind for one in shortest.segments}
    assert {one.segment.position for one in shortest.segments} == {"seated"}


@pytest.mark.parametrize(("length_ms", "way"), [(60_000, "At its shortest"), (7_200_000, "At its longest")])
def test_a_length_out_of_reach_names_the_shortest_and_longest_and_what_limits_them(length_ms: int, way: str) -> None:
    with pytest.raises(PlanError) as caught:
        timed(TWO_FEET, length_ms)
    assert "it can last from 3m" in str(caught.value)
    assert way in str(caught.value)


def test_a_length_that_falls_between_two_sets_of_steps_names_the_nearest() -> None:
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
        timed(rigid, 5 * 60_000)
