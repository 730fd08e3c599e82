"""Layouts: the hands-on time that segments share, with weights and with fewer words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.choices import Talk
from kneadcast.errors import PlanError
from kneadcast.planning.layouts import layouts
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.planning.sequence.drop_order import drop_order
from kneadcast.routine.body import AREAS, LONGEST_REST_MS, MOST_ROUNDS, longest_work_ms
from kneadcast.routine.model import ALWAYS, Routine
from kneadcast.routine.omission import step_key
from kneadcast.script.model import Script
from kneadcast.units import MS_PER_MINUTE, MS_PER_SECOND
from tests.examples import examples
from tests.planning.sessions import BUILT_IN, FEET_AND_LEGS, hands_on_ms, planned
from tests.routines import RoutineUnderTest, drawn_routines, lengths, measured, routine, section, step
from tests.samples import all_routines

TALKS: tuple[Talk, ...] = ("full", "brief", "chimes")


def test_a_part_with_twice_the_weight_gets_twice_the_time_in_relation_to_the_others() -> None:
    before = planned(FEET_AND_LEGS, 13 * MS_PER_MINUTE)
    after = planned(FEET_AND_LEGS, 13 * MS_PER_MINUTE, parse_preferences(more=["shin=2"]))
    ratio_before = hands_on_ms(before, "shin") / hands_on_ms(before, "calf")
    ratio_after = hands_on_ms(after, "shin") / hands_on_ms(after, "calf")
    assert ratio_after / ratio_before == pytest.approx(2, rel=0.15)
    less = planned(FEET_AND_LEGS, 13 * MS_PER_MINUTE, parse_preferences(less=["calf=1.5"]))
    assert hands_on_ms(less, "calf") < hands_on_ms(before, "calf")


@pytest.mark.parametrize("minutes", [18, 25, 30, 60])
def test_a_session_has_the_same_steps_in_the_same_order_with_less_talk(minutes: int) -> None:
    of = BUILT_IN["toes-to-hip"].routine
    scripts = [measured(of, Preferences(talk=talk)).script(minutes * MS_PER_MINUTE) for talk in TALKS]
    orders = [[step.id for step in script.steps] for script in scripts]
    assert orders[0] == orders[1]
    # Without instructions the cautions follow each other after the safety line, and need pauses there.
    assert [id_ for id_ in orders[0] if id_ in orders[2]] == orders[2]
    assert len(orders[2]) >= len(orders[0]) - 4
    words_ms = [sum(cue.length_ms for cue in script.cues if cue.text) for script in scripts]
    assert words_ms[0] > words_ms[1] > words_ms[2]


def test_a_session_of_chimes_begins_with_the_complete_safety_line_and_says_nothing_else() -> None:
    of = BUILT_IN["toes-to-hip"].routine
    chimes = measured(of, Preferences(talk="chimes")).script(of.length)
    *safety, last = spoken(measured(of).script(of.length), "safety")
    cautions = [step.caution for section in of.sections for step in section.steps if step.caution]
    assert spoken(chimes) == [*safety, last, *dict.fromkeys(cautions)]


@settings(max_examples=examples(30))
@given(drawn_routines())
def test_a_shorter_session_has_brief_words_then_fewer_steps_and_never_leaves_out_an_essential_one(
    drawn: Routine,
) -> None:
    order = drop_order(drawn)
    found = list(layouts(measured(drawn)))
    shrinking = [layout for layout in found if layout.rounds == 1]
    assert (shrinking[0].dropped, shrinking[0].brief) == ((), False)
    assert all(layout.brief for layout in shrinking[1:])
    dropped = [layout.dropped for layout in shrinking if layout.dropped]
    assert dropped == [order[: number + 1] for number in range(len(order))]
    ranks = {step_key(section, step): step.rank for section in drawn.sections for step in section.steps}
    droppable = {key for key, rank in ranks.items() if rank > ALWAYS}
    assert set(order) == droppable or (len(droppable) == len(ranks) and len(order) == len(ranks) - 1)
    assert [ranks[key] for key in order] == sorted((ranks[key] for key in order), reverse=True)
    assert all(not layout.dropped and not layout.brief for layout in found if layout.rounds > 1)


@settings(max_examples=examples(30))
@given(drawn_routines(), st.data())
def test_a_session_has_all_steps_in_complete_words_and_the_fewest_rounds_that_its_length_allows(
    drawn: Routine, data: st.DataObject
) -> None:
    of = measured(drawn)
    plan = of.plan(data.draw(lengths(of)))
    found = list(layouts(of))
    possible = [layout for layout in found if layout.shortest_ms <= plan.length_ms <= layout.longest_ms]
    assert len(plan.dropped) == min(len(layout.dropped) for layout in possible)
    if any(layout.rounds == 1 and not layout.brief for layout in possible):
        assert (plan.dropped, plan.brief, plan.rounds) == ((), False, 1)
    if plan.rounds > 1:
        assert plan.length_ms > found[0].longest_ms
        assert plan.rounds == min(layout.rounds for layout in possible)


def stages(of: RoutineUnderTest) -> Iterator[tuple[bool, tuple[str, ...], int]]:
    """Yields the brevity, the omissions and the rounds of sessions from the shortest to the longest."""
    found = of.limits()
    for length_ms in range(found.shortest_ms, found.longest_ms + 1, 3 * MS_PER_SECOND):
        plan = of.plan(length_ms)
        yield plan.brief, plan.dropped, plan.rounds


def test_from_the_shortest_to_the_longest_session_steps_return_then_words_then_rounds_are_added() -> None:
    of = routine(
        section(
            step("sole", "100s/110s/110s", brief="Rub your {side} sole."),
            step("heel", "30s/50s/60s", priority=2),
            step("toes", "30s/40s/50s", priority=3),
        ),
        closing={
            "rest": {"time": "20s/30s/40s", "say": "Rest now. A bell ends the rest.", "priority": 3},
            "close": {"time": "15s/25s/60s", "say": "Open your eyes."},
        },
    )
    rest, toes, heel = "rest", "feet.toes-friction", "feet.heel-friction"
    expected: list[tuple[bool, tuple[str, ...], int]] = [
        (True, (rest, toes, heel), 1),
        (True, (rest, toes), 1),
        (True, (rest,), 1),
        (True, (), 1),
        (False, (), 1),
    ]
    expected += [(False, (), rounds) for rounds in range(2, MOST_ROUNDS + 1)]
    assert list(dict.fromkeys(stages(measured(of)))) == expected


def test_brief_words_are_spoken_on_the_first_side_where_they_have_fewer_sentences_and_keep_the_hands_on_time() -> None:
    brief = section(
        step("sole", "30s/50s/60s", brief="Rub your {side} sole."),
        step("heel", "30s/50s/60s", brief="One. Two. Three."),
    )
    of = measured(routine(brief))
    shortest = of.plan(of.limits().shortest_ms)
    assert [timed.segment.wording for timed in shortest.segments if timed.segment.side == "left"] == ["brief", "action"]
    assert {timed.segment.wording for timed in shortest.segments if timed.segment.side == "right"} == {"action"}
    cues = [cue.id for cue in of.script(shortest.length_ms).cues if cue.step == "feet.left.sole-friction" and cue.text]
    assert cues == ["feet.left.sole-friction.brief.1"]


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_a_listener_who_asks_for_rounds_gets_at_least_so_many(rounds: int) -> None:
    of = measured(FEET_AND_LEGS, Preferences(rounds=rounds))
    found = of.limits()
    assert {of.plan(length_ms).rounds for length_ms in (found.shortest_ms, found.longest_ms)} == {rounds, MOST_ROUNDS}
    assert of.plan(FEET_AND_LEGS.length).rounds == rounds


def test_the_rest_of_a_session_in_rounds_grows_to_ten_minutes_at_most() -> None:
    def rest_ms(of: Routine, length_ms: int | None = None) -> int:
        known = measured(of)
        plan = known.plan(length_ms or known.limits().longest_ms)
        return next(timed.end_ms - timed.start_ms for timed in plan.segments if timed.segment.kind == "rest")

    single_ms = max(layout.longest_ms for layout in layouts(measured(FEET_AND_LEGS)) if layout.rounds == 1)
    assert rest_ms(FEET_AND_LEGS, single_ms // 1000 * 1000) <= 180_000 < rest_ms(FEET_AND_LEGS) <= LONGEST_REST_MS
    for name in BUILT_IN:
        if BUILT_IN[name].routine.closing.rest:
            assert rest_ms(BUILT_IN[name].routine) <= LONGEST_REST_MS, name


@pytest.mark.parametrize("name", all_routines(BUILT_IN))
@pytest.mark.parametrize("options", [{}, {"rounds": 9}, {"more": ["FIRST=10"]}, {"rounds": 9, "order": "area"}])
def test_no_area_is_worked_for_longer_than_is_good_for_its_tissue(name: str, options: dict[str, Any]) -> None:
    first = AREAS[BUILT_IN[name].routine.sections[0].steps[0].area].group
    options = {key: [first + "=10"] if value == ["FIRST=10"] else value for key, value in options.items()}
    of = measured(BUILT_IN[name].routine, parse_preferences(**options))
    found = of.limits()
    assert found.longest_ms >= BUILT_IN[name].limits().longest_ms
    for length_ms in (*range(found.shortest_ms, found.longest_ms, 20 * MS_PER_MINUTE), found.longest_ms):
        hands_on = Counter[tuple[str | None, str, str | None]]()
        for timed in of.plan(length_ms).segments:
            if timed.segment.kind == "work":
                hands_on[timed.segment.area, timed.segment.tool, timed.segment.side] += timed.hands_on_ms
        most = {place: ms for place, ms in hands_on.items() if ms > longest_work_ms(place[0] or "", place[1])}
        assert most == {}, length_ms


def test_the_listener_cannot_exceed_what_is_good_for_the_tissue_by_a_fixed_time() -> None:
    for part, minutes in (("achilles", 8), ("calf", 20)):
        of, length_ms = routine(section(step(part))), (2 * minutes + 5) * MS_PER_MINUTE
        longest = parse_preferences(time=[f"{part}={minutes}m"])
        assert hands_on_ms(planned(of, length_ms, longest), part) == minutes * MS_PER_MINUTE
        with pytest.raises(PlanError, match=f"the nearest is {minutes}m00s"):
            planned(of, length_ms, parse_preferences(time=[f"{part}={minutes + 1}m"]))


def spoken(script: Script, step: str | None = None) -> list[str]:
    return [cue.text for cue in script.cues if cue.text and step in (None, cue.step)]
