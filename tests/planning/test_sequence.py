"""The sequence of a session: its segments in the preferred order and number of rounds."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.errors import PlanError
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.sequence.arrangement import arrange
from kneadcast.planning.sequence.drop_order import drop_order
from kneadcast.planning.sequence.line_names import with_line_ids
from kneadcast.routine.body import TECHNIQUES
from kneadcast.routine.model import Routine
from kneadcast.units import MS_PER_MINUTE
from tests.examples import examples
from tests.planning.sessions import BUILT_IN, FEET_AND_LEGS, planned, worked
from tests.routines import PHRASES, drawn_routines, measured, routine, section, step

TOES_TO_HIP = BUILT_IN["toes-to-hip"].routine


def test_area_by_area_alternates_sides_and_changes_only_once_a_step() -> None:
    plan = planned(FEET_AND_LEGS, 12 * MS_PER_MINUTE, Preferences(order="area"))
    assert worked(plan) == [
        ("left", "sole"), ("right", "sole"), ("right", "toes"), ("left", "toes"),
        ("left", "calf"), ("right", "calf"), ("right", "shin"), ("left", "shin"),
    ]  # fmt: skip


@pytest.mark.parametrize("minutes", range(1, 5))
def test_area_by_area_every_line_has_a_length_whichever_steps_a_fixed_time_drops(minutes: int) -> None:
    for name in ("ankle", "calf", "sole", "feet", "lower-leg", "thigh"):
        for time in (f"{name}={minutes * 20}s", f"{name}={minutes}m"):
            preferences = parse_preferences(order="area", time=[time])
            try:
                assert planned(TOES_TO_HIP, 35 * MS_PER_MINUTE, preferences).length_ms == 35 * MS_PER_MINUTE
            except PlanError as error:
                assert "he nearest is" in str(error)  # noqa: PT017


def test_area_by_area_turning_over_stays_one_change_for_all_steps() -> None:
    plan = planned(TOES_TO_HIP, 40 * MS_PER_MINUTE, Preferences(order="area"))
    switches = [timed for timed in plan.segments if timed.segment.key == "hips.switch"]
    assert len(switches) == 1


def test_rounds_repeat_the_steps_of_a_side_with_equal_time() -> None:
    plan = planned(FEET_AND_LEGS, 14 * MS_PER_MINUTE, Preferences(rounds=2, only=("feet",)))
    assert worked(plan) == [("left", "sole"), ("left", "toes")] * 2 + [("right", "sole"), ("right", "toes")] * 2
    assert len({timed.hands_on_ms for timed in plan.segments if timed.segment.area == "sole"}) == 1
    assert len({timed.segment.id for timed in plan.segments}) == len(plan.segments)


def rounds_of(of: Routine, **preferences: Any) -> list[tuple[Segment, ...]]:
    """Returns the segments from pause to pause, without what leads to them; the first have no pause before them."""
    parts: list[list[Segment]] = [[]]
    for one in arrange(of, PHRASES, preferences=Preferences(**preferences)):
        if one.kind in ("pause", "switch", "move"):
            parts.append([])
        if one.kind in ("pause", "work"):
            parts[-1].append(one)
    return [tuple(part) for part in parts if part]


@pytest.mark.parametrize("rounds", [1, 2, 3, 6])
def test_the_hands_pause_before_each_later_round_on_each_side(rounds: int) -> None:
    found = rounds_of(routine(section(step("sole"), step("toes"))), rounds=rounds)
    assert [(part[0].kind, part[-1].side, [one.area for one in part[-2:]]) for part in found] == [
        ("work" if number == 0 else "pause", side, ["sole", "toes"])
        for side in ("left", "right")
        for number in range(rounds)
    ]


def test_area_by_area_a_round_has_all_steps_on_both_sides_and_the_hands_pause_once_before_it() -> None:
    segments = arrange(FEET_AND_LEGS, PHRASES, preferences=Preferences(rounds=3, order="area"))
    for name, areas in (("Feet", ("sole", "toes")), ("Legs", ("calf", "shin"))):
        kinds = [one.kind for one in segments if one.section == name and one.kind != "switch"]
        assert kinds == [*["work"] * 4, "pause", *["work"] * 4, "pause", *["work"] * 4]
        work = [(one.side, one.area) for one in segments if one.section == name and one.kind == "work"]
        assert all(set(work[start : start + 4]) == set(product(("left", "right"), areas)) for start in (0, 4, 8))


def test_area_by_area_a_pause_names_no_side() -> None:
    of = routine(section(step("sole"), step("heel"), pause={"say": "Rest. Then your {side} foot again."}))
    assert said(of, "pause", rounds=2) == ["Rest. Then your left foot again.", "Rest. Then your right foot again."]
    assert said(of, "pause", rounds=2, order="area") == [PHRASES.pause]


def test_area_by_area_a_section_with_one_step_changes_sides_in_its_own_words() -> None:
    assert said(routine(section(step())), "switch", order="area") == ["Set that foot down. Now the right one."]
    two = routine(section(step("sole"), step("heel")))
    assert set(said(two, "switch", order="area")) == {"Now change to your right leg.", "Now change to your left leg."}


def test_brief_words_on_the_second_side_name_the_limit_that_no_caution_names_there() -> None:
    warned = step("calf", brief="Rub your {side} calf.", caution="Stay below the knee.", again="Rub, below the knee.")
    left, right = (one for one in arrange(routine(section(warned)), PHRASES) if one.kind == "work")
    assert [line.text for line in left.brief] == ["Rub your left calf.", "Stay below the knee."]
    assert (right.brief, [line.text for line in right.again]) == ((), ["Rub, below the knee."])


def said(of: Routine, kind: str, **preferences: Any) -> list[str | None]:
    segments = arrange(of, PHRASES, preferences=Preferences(**preferences))
    return [" ".join(line.text for line in (*one.action, *one.preview)) for one in segments if one.kind == kind]


def test_what_follows_a_pause_is_said_at_its_end_when_the_hands_are_to_begin() -> None:
    of = routine(section(step(pressure=5), pause={"say": "Rest your hands. Then once more."}))
    pause = next(one for one in arrange(of, PHRASES, preferences=Preferences(rounds=2)) if one.kind == "pause")
    assert [line.text for line in pause.action] == ["Rest your hands."]
    assert [line.text for line in pause.preview] == ["Then once more.", PHRASES.lighter]


def test_a_pause_promises_lighter_work_only_before_a_round_with_less_pressure() -> None:
    of = routine(section(step(pressure=5), sides="left", switch=None))
    assert [part[-1].pressure for part in rounds_of(of, rounds=5)] == [5, 4, 3, 3, 3]
    lighter = f"{PHRASES.pause} {PHRASES.lighter}"
    assert said(of, "pause", rounds=5) == [lighter, lighter, PHRASES.pause, PHRASES.pause]


@settings(max_examples=examples(30))
@given(st.integers(1, 6), drawn_routines())
def test_no_round_is_firmer_than_the_one_before_or_lighter_than_its_technique_allows(
    rounds: int, drawn: Routine
) -> None:
    pressures = defaultdict(list)
    for one in arrange(drawn, PHRASES, preferences=Preferences(rounds=rounds)):
        if one.technique:
            lightest, _ = TECHNIQUES[one.technique].pressure or (0, 0)
            pressures[one.key, one.side].append(one.pressure or 0)
            assert (one.pressure or 0) >= min(lightest, pressures[one.key, one.side][0])
    assert all(found == sorted(found, reverse=True) for found in pressures.values())


def test_a_step_whose_words_ask_for_firm_hands_keeps_them_in_every_round() -> None:
    of = routine(section(step(pressure=5, say="Press your knuckles into your {side} sole."), sides="left", switch=None))
    assert [part[-1].pressure for part in rounds_of(of, rounds=4)] == [5, 4, 4, 4]


def test_a_section_that_needs_no_hands_is_done_once_for_longer() -> None:
    swing = step("calf", technique="mobilisation", pressure=None, tempo=8, tool="none")
    still = section(step("heel", technique="hold", tempo=None), swing, name="Still")
    for rounds in (1, 2, 3):
        segments = arrange(routine(section(step()), still), PHRASES, preferences=Preferences(rounds=rounds))
        found = [one for one in segments if one.section == "Still" and one.kind != "switch"]
        assert [one.kind for one in found] == ["work"] * 4
        assert {one.time.max_ms for one in found} == {150_000 * rounds}
        alone = arrange(routine(still), PHRASES, preferences=Preferences(rounds=rounds))
        assert len([one for one in alone if one.kind == "work"]) == 4 * rounds, "there is nothing else to do"


def test_a_pause_is_silent_in_a_language_without_words_for_it() -> None:
    phrases = PHRASES.model_copy(update={"pause": None})
    own = section(step("calf"), name="Legs", pause={"say": "Rest your hands."})
    segments = arrange(routine(section(step()), own), phrases, preferences=Preferences(rounds=2))
    words = [(one.section, " ".join(line.text for line in one.action)) for one in segments if one.kind == "pause"]
    assert words == [("Feet", ""), ("Feet", ""), ("Legs", "Rest your hands."), ("Legs", "Rest your hands.")]
    assert len([one for one in segments if one.kind == "work"]) == 8


def test_the_last_round_says_what_the_second_says() -> None:
    of = routine(section(step(brief="Briefly, your {side} sole."), sides="left", switch=None))
    words = said(of, "work", rounds=3)
    assert words == ["Rub your left sole. Small circles, row by row.", "Now your left sole.", "Now your left sole."]


def test_the_second_side_has_fewer_words_if_the_routine_has_them() -> None:
    segments = {one.id: one for one in arrange(FEET_AND_LEGS, PHRASES)}
    assert [line.text for line in segments["feet.left.sole-friction"].action] == [
        "Rub your left sole.",
        "Small circles, row by row.",
    ]
    assert [line.text for line in segments["feet.right.sole-friction"].action] == ["Now your right sole."]


def test_the_lines_of_a_segment_are_named_after_it_and_numbered() -> None:
    first = next(one for one in arrange(FEET_AND_LEGS, PHRASES) if one.kind == "work")
    assert [line.id for line in with_line_ids(first).action] == [
        "feet.left.sole-friction.action.1",
        "feet.left.sole-friction.action.2",
    ]


def test_a_section_whose_steps_are_dropped_loses_its_move() -> None:
    move = {"preview": "Soon you lie back.", "say": "Lie back.", "time": "15s/25s/40s"}
    last = section(step("calf", optional=True), name="Lying", position="reclined", move=move)
    of = measured(routine(section(step("sole")), last))
    shortest = of.plan(of.limits().shortest_ms)
    assert "move" not in {timed.segment.kind for timed in shortest.segments}
    assert {timed.segment.position for timed in shortest.segments} == {"seated"}


def test_steps_are_left_out_by_priority_then_by_their_ideal_and_the_rest_before_those_of_its_priority() -> None:
    first = section(
        step("sole", "20s/90s/120s", priority=2), step("toes", "20s/60s/90s", optional=True), step("heel", priority=1)
    )
    second = section(step("calf", "20s/30s/60s", priority=2), step("shin"), name="Legs")
    closing = {
        "rest": {"time": "20s/60s/180s", "say": "Rest now. A bell ends the rest.", "priority": 2},
        "close": {"time": "15s/25s/60s", "say": "Open your eyes."},
    }
    assert drop_order(routine(first, second, closing=closing)) == (
        "feet.toes-friction",
        "rest",
        "legs.calf-friction",
        "feet.sole-friction",
    )


def test_a_light_last_step_of_a_section_is_left_out_after_the_others_of_its_priority() -> None:
    last = step("foot", "20s/30s/60s", priority=2, pressure=2)
    of = routine(section(step("sole"), step("heel", "20s/60s/90s", priority=2), last))
    assert drop_order(of) == ("feet.heel-friction", "feet.foot-friction")


def test_the_last_step_is_not_left_out_if_none_is_in_every_session() -> None:
    of = routine(section(step("sole", priority=3, id="one"), step("heel", priority=2, id="two")))
    assert drop_order(of) == ("feet.one",)
    assert {one.area for one in arrange(of, PHRASES, drop_order(of)) if one.kind == "work"} == {"heel"}


def test_a_move_says_other_words_to_those_who_come_from_another_place() -> None:
    lying = {"preview": "Soon you lie down.", "say": "Lie down.", "time": "9s/9s/9s"}
    up: dict[str, Any] = {"preview": "Soon you sit up.", "say": "Sit up.", "time": "9s/9s/9s"}
    up["from"] = {"chair": {"preview": "Soon you go to bed.", "say": "Go to bed.", "brief": "To bed."}}
    of = routine(
        section(step("sole", id="a")),
        section(step("hip", id="b"), name="Lying", position="side-lying", move=lying),
        section(step("calf", id="c"), name="Up", position="bed-seated", move=up),
    )
    for dropped, words, id_ in (((), "Sit up.", "up.move"), (("lying.b",), "Go to bed.", "up.move.from-chair")):
        (move,) = (one for one in arrange(of, PHRASES, dropped) if one.key == "up.move")
        assert ([line.text for line in move.action], move.id) == ([words], id_)


def test_a_question_is_asked_once_and_a_caution_is_said_at_each_first_side() -> None:
    steps = [step(area, id=area, ask="Ask first.", caution=f"Stop before the {area}.") for area in ("sole", "heel")]
    segments = arrange(routine(section(*steps)), PHRASES)
    said = [line.text for one in segments if one.kind == "work" for line in one.action]
    assert said.count("Ask first.") == said.count("Stop before the sole.") == said.count("Stop before the heel.") == 1


def test_lines_keep_their_names_whatever_a_condition_leaves_out() -> None:
    move = {"preview": "Soon.", "say": "[if heel] Take cream. Sit. [unless sole] Wait. Breathe.", "time": "9s/9s/9s"}
    of = routine(section(step("sole", id="a"), step("heel", id="b"), position="seated-edge", move=move))
    names = []
    for dropped in ((), ("feet.b",)):
        (found,) = (one for one in map(with_line_ids, arrange(of, PHRASES, dropped)) if one.kind == "move")
        names.append({line.text: line.id for line in found.action})
    assert names[0] == {
        "Take cream.": "feet.move.action.1",
        "Sit.": "feet.move.action.2",
        "Breathe.": "feet.move.action.4",
    }
    assert names[1] == {"Sit.": "feet.move.action.2", "Breathe.": "feet.move.action.4"}
