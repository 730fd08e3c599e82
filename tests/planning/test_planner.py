"""Plans: sessions of exactly the requested length, whatever the preferences."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.errors import PlanError
from kneadcast.planning.planner import Plan
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.planning.sequence.arrangement import arrange
from kneadcast.planning.timing import BREATH_MS, instruction_ms
from kneadcast.routine.body import AREAS
from kneadcast.routine.model import Routine
from kneadcast.routine.parts import GROUPS
from kneadcast.script.model import Script
from kneadcast.units import MS_PER_MINUTE
from tests.planning.sessions import BUILT_IN, TWO_FEET
from tests.routines import RoutineUnderTest, drawn_plans, drawn_routines, lengths, measured
from tests.samples import seeds, some_routines

PARTS = (*GROUPS, *AREAS)

DrawnPlan = tuple[RoutineUnderTest, Plan]


@given(drawn_plans())
def test_segments_follow_without_a_gap_from_zero_to_exactly_the_length(drawn: DrawnPlan) -> None:
    _, plan = drawn
    ends = [0, *(timed.end_ms for timed in plan.segments)]
    assert [timed.start_ms for timed in plan.segments] == ends[:-1]
    assert ends[-1] == plan.length_ms


@given(drawn_plans())
def test_both_sides_of_a_step_have_the_same_hands_on_time(drawn: DrawnPlan) -> None:
    sides = defaultdict(set)
    for timed in drawn[1].segments:
        if timed.segment.side:
            sides[timed.segment.key].add((timed.segment.side, timed.hands_on_ms))
    assert all({side for side, _ in pair} == {"left", "right"} for pair in sides.values())
    assert all(len({hands_on_ms for _, hands_on_ms in pair}) == 1 for pair in sides.values())


@given(drawn_plans())
def test_hands_on_time_is_what_instructions_leave_of_a_segment(drawn: DrawnPlan) -> None:
    of, plan = drawn
    for timed in plan.segments:
        assert timed.hands_on_ms == timed.end_ms - timed.start_ms - instruction_ms(timed.segment, of.durations)


@given(drawn_plans())
def test_every_segment_lasts_longer_than_its_words_by_a_breath(drawn: DrawnPlan) -> None:
    of, plan = drawn
    for timed in plan.segments:
        assert timed.end_ms - timed.start_ms >= instruction_ms(timed.segment, of.durations) + BREATH_MS


@given(drawn_plans())
def test_a_step_of_work_stays_within_its_min_and_max_unless_its_words_need_more(drawn: DrawnPlan) -> None:
    of, plan = drawn
    complete = {one.id: one for one in arrange(of.routine, of.phrases, plan.dropped, Preferences(rounds=plan.rounds))}
    for timed in plan.segments:
        time, length_ms = timed.segment.time, timed.end_ms - timed.start_ms
        words_ms = instruction_ms(timed.segment, of.durations)
        if timed.segment.kind == "work" and time.max_ms >= words_ms + 20_000:
            assert length_ms <= time.max_ms
        if timed.segment.kind == "work" and time.max_ms - time.min_ms >= 20_000:
            # All rounds together have the min, with complete words: brief ones save time, but none of the hands' time.
            words_ms = instruction_ms(complete[timed.segment.id], of.durations)
            assert timed.hands_on_ms + words_ms >= time.min_ms // plan.rounds


def layout_of(plan: Plan) -> tuple[object, ...]:
    return plan.dropped, plan.brief, plan.rounds


@given(drawn_routines(), st.data())
def test_a_longer_session_takes_no_time_from_a_step_unless_a_dropped_one_or_a_round_is_added(
    drawn: Routine, data: st.DataObject
) -> None:
    of = measured(drawn)
    short, long = map(of.plan, sorted(data.draw(st.tuples(lengths(of), lengths(of)))))
    assert set(long.dropped) <= set(short.dropped)
    if layout_of(short) == layout_of(long):
        pairs = zip(short.segments, long.segments, strict=True)
        # The very last silence also holds the one millisecond that two sides cannot share equally.
        assert all(before.hands_on_ms <= after.hands_on_ms + (after is long.segments[-1]) for before, after in pairs)


@pytest.mark.parametrize("name", some_routines(BUILT_IN, "partner-full", "seated-only"))
def test_a_longer_built_in_session_takes_no_time_from_a_step_unless_a_dropped_one_or_a_round_is_added(
    name: str,
) -> None:
    of = BUILT_IN[name]
    found = of.limits()
    plans = map(of.plan, range(found.shortest_ms, found.longest_ms + 1, MS_PER_MINUTE))
    for short, long in pairwise(plans):
        assert set(long.dropped) <= set(short.dropped)
        if layout_of(short) == layout_of(long):
            pairs = zip(short.segments[:-1], long.segments[:-1], strict=True)
            assert all(before.hands_on_ms <= after.hands_on_ms for before, after in pairs)


def test_optional_steps_are_dropped_on_both_sides_those_with_the_least_time_first() -> None:
    of = measured(TWO_FEET)
    found = of.limits()
    dropped = {of.plan(at_ms).dropped for at_ms in range(found.shortest_ms, 20 * MS_PER_MINUTE, 1000)}
    assert dropped == {(), ("feet.toes-friction",), ("feet.toes-friction", "feet.heel-friction")}


@pytest.mark.parametrize("seed", seeds(4, 10))
def test_any_preferences_are_met_to_the_millisecond_or_refused_with_the_conflict(seed: int) -> None:
    chance = random.Random(seed)
    met = 0
    for _ in range(50):
        of = BUILT_IN[chance.choice(list(BUILT_IN))].routine
        length_ms = of.length if chance.random() < 0.7 else chance.randint(3 * MS_PER_MINUTE, of.length * 3 // 2)
        preferences: Preferences | None = None
        try:
            preferences = chosen_preferences(chance)
            script = measured(of, preferences, length_ms).script(length_ms)
        except PlanError as error:
            assert_names_the_conflict(str(error), preferences)
        else:
            assert_valid(script, length_ms, preferences)
            met += 1
    assert met >= 5


def chosen_preferences(chance: random.Random) -> Preferences:
    """Returns preferences as a listener might combine them, often against each other."""

    def some(most: int) -> list[str]:
        return chance.sample(PARTS, chance.randint(1, most)) if chance.random() < 0.3 else []

    return parse_preferences(
        only=some(4),
        skip=some(3),
        side=chance.choice(("both", "both", "left", "right")),
        more=[f"{name}={chance.randint(1, 40) / 10 + 1:g}" for name in some(2)],
        less=some(2),
        time=[f"{name}={chance.randint(5, 400)}s" for name in some(1)],
        order=chance.choice(("leg", "area")),
        talk=chance.choice(("full", "brief", "chimes")),
        rest=chance.choice((None, None, "0s", f"{chance.randint(1, 600)}s")),
        countdown=chance.random() < 0.3,
        rounds=chance.choice((1, 1, 1, 1, 2, 3)),
    )


def assert_valid(script: Script, length_ms: int, preferences: Preferences) -> None:
    assert script.length_ms == script.steps[-1].end_ms == length_ms
    assert all(before.end_ms == after.start_ms for before, after in pairwise(script.steps))
    assert all(before.end_ms <= after.at_ms for before, after in pairwise(script.cues))
    assert script.cues[-1].end_ms <= length_ms
    sides: dict[tuple[str, str | None, str | None], dict[str | None, set[int]]] = defaultdict(lambda: defaultdict(set))
    for step in script.steps:
        if step.kind == "work" and step.side:
            sides[step.section, step.id.split(".")[2], step.area][step.side].add(step.hands_on_ms)
    for found in sides.values():
        assert len(set().union(*found.values())) == 1
        # A section can be meant for one side: lying on the left, the right hip is worked.
        both = {"left", "right"} if preferences.side == "both" else {preferences.side}
        assert set(found) == both or (script.routine == "gentle-in-pregnancy" and set(found) == {"right"})
    assert any(cue.kind == "speech" and cue.step == "safety" for cue in script.cues)


def assert_names_the_conflict(message: str, preferences: Preferences | None) -> None:
    reasons = ("conflict", "cannot last", "not possible", "too short", "leave nothing")
    assert any(words in message for words in reasons)
    labels = [request.label for request in preferences.requests()] if preferences else []
    assert not labels or any(f"'{label}'" in message for label in labels), (message, labels)
