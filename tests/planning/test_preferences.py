"""What a listener asks for: any combination is met exactly, or refused with the reason."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from itertools import pairwise

import pytest

from kneadcast.errors import PlanError
from kneadcast.planning.planner import Plan, limits, plan
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences, Talk, parse_preferences
from kneadcast.planning.script_writer import Telling, write_script
from kneadcast.routine import Routine, load_routine, routine_names
from kneadcast.routine.body import AREAS
from kneadcast.routine.parts import GROUPS, areas_of
from kneadcast.script.model import Script
from kneadcast.units import MS_PER_MINUTE, MS_PER_SECOND, parse_duration
from tests.routines import PHRASES, durations, routine, section, step

TALKS: tuple[Talk, ...] = ("full", "brief", "chimes")
PARTS = (*GROUPS, *AREAS)
ROUTINES = {name: load_routine(name) for name in routine_names() if load_routine(name).language == "en"}
MIXED = routine(
    section(step("sole"), step("toes", "20s/30s/60s", optional=True)),
    section(step("calf"), step("shin", "20s/40s/80s"), name="Legs"),
)


def timed(of: Routine, length_ms: int, preferences: Preferences = NO_PREFERENCES) -> Plan:
    return plan(of, PHRASES, durations(of, preferences=preferences, length_ms=length_ms), length_ms, preferences)


def written(of: Routine, length_ms: int, preferences: Preferences = NO_PREFERENCES) -> Script:
    known = durations(of, preferences=preferences, length_ms=length_ms)
    made = plan(of, PHRASES, known, length_ms, preferences)
    return write_script(made, PHRASES, known, Telling("test", 118, 1.0, "plain"))


def hands_on_ms(made: Plan, part: str) -> int:
    """Returns the hands-on time that a part gets on the left."""
    left = (one for one in made.segments if one.segment.side == "left" and one.segment.area in areas_of(part))
    return sum(one.hands_on_ms for one in left)


def worked(made: Plan) -> list[tuple[str | None, str | None]]:
    return [(one.segment.side, one.segment.area) for one in made.segments if one.segment.kind == "work"]


def drawn(chance: random.Random) -> Preferences:
    """Draws preferences as a listener might combine them, often against each other."""

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


def assert_sound(script: Script, length_ms: int, preferences: Preferences) -> None:
    assert script.length_ms == script.steps[-1].end_ms == length_ms
    assert all(before.end_ms == after.start_ms for before, after in pairwise(script.steps))
    assert all(before.end_ms <= after.at_ms for before, after in pairwise(script.cues))
    assert script.cues[-1].end_ms <= length_ms
    sides: dict[tuple[str, str | None, str | None], dict[str | None, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in script.steps:
        if one.kind == "work" and one.side:
            key = (one.section, one.id.split(".")[2], one.area)
            sides[key][one.side].add(one.hands_on_ms)
    for found in sides.values():
        assert len(set().union(*found.values())) == 1
        assert set(found) == ({"left", "right"} if preferences.side == "both" else {preferences.side})
    assert any(cue.kind == "speech" and cue.step == "safety" for cue in script.cues)


@pytest.mark.parametrize("seed", range(10))
def test_any_wishes_are_met_to_the_millisecond_or_refused_with_the_collision(seed: int) -> None:
    chance = random.Random(seed)
    met = 0
    for _ in range(50):
        of = ROUTINES[chance.choice(list(ROUTINES))]
        length_ms = of.length if chance.random() < 0.7 else chance.randint(3 * MS_PER_MINUTE, of.length * 3 // 2)
        preferences: Preferences | None = None
        try:
            preferences = drawn(chance)
            script = written(of, length_ms, preferences)
        except PlanError as error:
            assert_names_the_collision(str(error), preferences)
        else:
            assert_sound(script, length_ms, preferences)
            met += 1
    assert met >= 5


@pytest.mark.parametrize("seed", range(60))
def test_the_nearest_length_that_is_named_can_be_had(seed: int) -> None:
    chance = random.Random(seed)
    of = ROUTINES[chance.choice(list(ROUTINES))]
    preferences = parse_preferences(
        skip=chance.sample(["toes", "knee", "hip"], chance.randint(0, 1)),
        more=["feet=2"] if chance.random() < 0.3 else [],
        order=chance.choice(("leg", "area")),
        talk=chance.choice(TALKS),
        rest=chance.choice((None, "90s")),
        rounds=chance.choice((1, 1, 2)),
    )
    with pytest.raises(PlanError) as caught:
        timed(of, chance.choice((MS_PER_MINUTE, 5 * of.length)), preferences)
    nearest = re.search(r"The nearest is (\S+)\.", str(caught.value))
    assert nearest is not None
    length_ms = parse_duration(nearest[1])
    assert timed(of, length_ms, preferences).length_ms == length_ms


def assert_names_the_collision(message: str, preferences: Preferences | None) -> None:
    assert any(words in message for words in ("collide", "cannot last", "cannot be had", "too short", "leave nothing"))
    labels = [label for label, _ in preferences.each()] if preferences else []
    assert not labels or any(f"'{label}'" in message for label in labels), (message, labels)


def test_every_length_between_the_limits_of_some_wishes_and_whole_steps_can_be_planned() -> None:
    preferences = parse_preferences(skip=["toes"], rest="2m", more=["calf=2"])
    known = durations(MIXED, preferences=preferences)
    found = limits(MIXED, PHRASES, known, preferences)
    for length_ms in range(found.shortest_ms, found.longest_ms + 1, 7 * MS_PER_SECOND):
        assert plan(MIXED, PHRASES, known, length_ms, preferences).length_ms == length_ms


def test_only_works_what_it_names_and_skip_leaves_out_what_it_names() -> None:
    only = timed(ROUTINES["toes-to-hip"], 15 * MS_PER_MINUTE, parse_preferences(only=["feet, calf"]))
    assert {area for _, area in worked(only)} <= areas_of("feet") | {"calf"}
    skip = timed(ROUTINES["toes-to-hip"], 30 * MS_PER_MINUTE, parse_preferences(skip=["Knees"]))
    assert "knee" not in {area for _, area in worked(skip)}


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_side_is_worked_alone_and_nothing_leads_across(side: str) -> None:
    made = timed(ROUTINES["toes-to-hip"], 20 * MS_PER_MINUTE, Preferences(side="left" if side == "left" else "right"))
    assert {found for found, _ in worked(made)} == {side}
    assert "switch" not in {one.segment.kind for one in made.segments}


def test_a_part_asked_for_twice_as_much_gets_twice_what_it_has_beside_the_others() -> None:
    before = timed(MIXED, 13 * MS_PER_MINUTE)
    after = timed(MIXED, 13 * MS_PER_MINUTE, parse_preferences(more=["shin=2"]))
    was = hands_on_ms(before, "shin") / hands_on_ms(before, "calf")
    now = hands_on_ms(after, "shin") / hands_on_ms(after, "calf")
    assert now / was == pytest.approx(2, rel=0.15)
    less = timed(MIXED, 13 * MS_PER_MINUTE, parse_preferences(less=["calf=1.5"]))
    assert hands_on_ms(less, "calf") < hands_on_ms(before, "calf")


def test_a_weight_changes_neither_the_shortest_nor_the_longest_session() -> None:
    known = durations(MIXED)
    assert limits(MIXED, PHRASES, known, parse_preferences(more=["calf=3"], less=["toes"])) == limits(
        MIXED, PHRASES, known
    )


@pytest.mark.parametrize("minutes", [10, 11, 13])
def test_a_fixed_time_is_had_on_each_side_whatever_the_length(minutes: int) -> None:
    made = timed(MIXED, minutes * MS_PER_MINUTE, parse_preferences(time=["lower leg=3m"]))
    assert hands_on_ms(made, "lower-leg") == 180_000


def test_area_by_area_alternates_sides_and_changes_only_once_a_step() -> None:
    made = timed(MIXED, 12 * MS_PER_MINUTE, Preferences(order="area"))
    assert worked(made) == [
        ("left", "sole"), ("right", "sole"), ("right", "toes"), ("left", "toes"),
        ("left", "calf"), ("right", "calf"), ("right", "shin"), ("left", "shin"),
    ]  # fmt: skip


@pytest.mark.parametrize("minutes", range(1, 5))
def test_area_by_area_every_line_is_measured_whichever_steps_a_fixed_time_leaves_out(minutes: int) -> None:
    of = ROUTINES["toes-to-hip"]
    for name in ("ankle", "calf", "sole", "feet", "lower-leg", "thigh"):
        for of_part in (f"{name}={minutes * 20}s", f"{name}={minutes}m"):
            preferences = parse_preferences(order="area", time=[of_part])
            try:
                assert timed(of, 35 * MS_PER_MINUTE, preferences).length_ms == 35 * MS_PER_MINUTE
            except PlanError as error:
                assert "the nearest is" in str(error) or "The nearest is" in str(error)  # noqa: PT017


def test_turning_over_is_not_asked_for_between_all_steps() -> None:
    made = timed(ROUTINES["toes-to-hip"], 40 * MS_PER_MINUTE, Preferences(order="area"))
    switches = [one for one in made.segments if one.segment.key == "hips.switch"]
    assert len(switches) == 1


@pytest.mark.parametrize("minutes", [18, 25, 30, 60])
def test_however_much_is_said_the_same_steps_come_in_the_same_order_at_the_same_length(minutes: int) -> None:
    of = ROUTINES["toes-to-hip"]
    told = {talk: timed(of, minutes * MS_PER_MINUTE, Preferences(talk=talk)) for talk in TALKS}
    orders = [[one.segment.id for one in made.segments] for made in told.values()]
    assert orders[0] == orders[1] == orders[2]
    words = [
        sum(cue.length_ms for cue in written(of, minutes * MS_PER_MINUTE, Preferences(talk=talk)).cues if cue.text)
        for talk in TALKS
    ]
    assert words[0] > words[1] > words[2]


def test_chimes_alone_still_begin_with_the_whole_safety_line() -> None:
    of = ROUTINES["toes-to-hip"]
    spoken = [cue.text for cue in written(of, of.length, Preferences(talk="chimes")).cues if cue.text]
    assert spoken == [cue.text for cue in written(of, of.length).cues if cue.text and cue.step == "safety"]


@pytest.mark.parametrize("rest", ["30s", "5m", "8m"])
def test_a_rest_lasts_as_long_as_wished_also_where_the_routine_has_none(rest: str) -> None:
    for of in (MIXED, ROUTINES["self-massage-at-home"]):
        preferences = parse_preferences(rest=rest)
        made = timed(of, 14 * MS_PER_MINUTE, preferences)
        (found,) = (one for one in made.segments if one.segment.kind == "rest")
        assert found.end_ms - found.start_ms == preferences.rest_ms


def test_no_rest_leaves_the_rest_out() -> None:
    made = timed(MIXED, 10 * MS_PER_MINUTE, parse_preferences(rest="0s"))
    assert "rest" not in {one.segment.kind for one in made.segments}


def test_a_countdown_tells_the_last_minutes_in_order() -> None:
    told = [str(cue.text) for cue in written(MIXED, 13 * MS_PER_MINUTE, Preferences(countdown=True)).cues if cue.text]
    counted = [text for text in told if text.endswith(" left.")]
    assert counted == ["10 minutes left.", "Five minutes left.", "4 minutes left.", "3 minutes left.",
                       "2 minutes left.", "One minute left."]  # fmt: skip


def test_rounds_go_through_the_steps_of_a_side_again_with_equal_time() -> None:
    made = timed(MIXED, 14 * MS_PER_MINUTE, Preferences(rounds=2, only=("feet",)))
    assert worked(made) == [("left", "sole"), ("left", "toes")] * 2 + [("right", "sole"), ("right", "toes")] * 2
    assert len({one.hands_on_ms for one in made.segments if one.segment.area == "sole"}) == 1
    assert len({one.segment.id for one in made.segments}) == len(made.segments)


def test_a_section_that_relied_on_another_s_move_takes_it_over_without_naming_a_side() -> None:
    of = ROUTINES["toes-to-hip"]
    made = timed(of, of.length, parse_preferences(skip=["whole leg"]))
    move = next(one for one in made.segments if one.segment.key == "both-feet.move")
    assert move.segment.action == ("Settle on your bed or mat, propped up on the cushions.",)


@pytest.mark.parametrize("name", list(ROUTINES))
def test_a_longer_session_only_ever_gains_as_the_order_of_fitting_says(name: str) -> None:
    of = ROUTINES[name]
    known = durations(of)
    found = limits(of, PHRASES, known)
    for length_ms in range(found.shortest_ms + MS_PER_MINUTE, found.longest_ms - MS_PER_MINUTE, MS_PER_MINUTE):
        shorter, made, longer = (
            plan(of, PHRASES, known, length_ms + off_ms, NO_PREFERENCES)
            for off_ms in (-MS_PER_MINUTE, 0, MS_PER_MINUTE)
        )
        assert set(longer.dropped) <= set(made.dropped) <= set(shorter.dropped)
        for low, high in ((shorter, made), (made, longer)):
            if low.dropped == high.dropped:
                pairs = zip(low.segments[:-1], high.segments[:-1], strict=True)
                assert all(before.hands_on_ms <= after.hands_on_ms for before, after in pairs)


@pytest.mark.parametrize(
    ("preferences", "message"),
    [
        ({"only": ["calf"], "skip": ["lower leg"]}, "'only calf' and 'skip lower-leg' collide"),
        ({"more": ["calf"], "less": ["calf"]}, "'more calf=1.5' and 'less calf=1.5' collide"),
        ({"time": ["calf=1m", "lower leg=2m"]}, "'time calf=1m00s' and 'time lower-leg=2m00s' collide"),
        ({"time": ["calf=1m"], "more": ["calf"]}, "a fixed time cannot be more or less"),
        ({"talk": "chimes", "countdown": True}, "'countdown' and 'talk chimes' collide"),
        ({"only": ["clf"]}, "there is no part of the body 'clf' (did you mean 'calf'?)"),
        ({"more": ["calf=lots"]}, "'more calf=lots' is not a weight"),
        ({"time": ["calf"]}, "expected a part and a duration such as calf=3m"),
        ({"time": ["calf=soon"]}, "expected a duration"),
        ({"rounds": 0}, "choose 1 to 9"),
    ],
)
def test_wishes_that_cannot_be_are_refused_before_any_routine(preferences: dict[str, object], message: str) -> None:
    with pytest.raises(PlanError) as caught:
        parse_preferences(**preferences)  # type: ignore[arg-type]
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("preferences", "message"),
    [
        ({"only": ["hip"]}, "'only hip' cannot be had: 'test' does nothing there; it works sole, toes, calf, shin"),
        ({"skip": ["feet", "lower leg"]}, "'skip feet' and 'skip lower-leg' leave nothing of 'test'"),
        ({"only": ["feet"], "more": ["calf"]}, "'more calf=1.5' and 'only feet' collide"),
        ({"time": ["calf=20m"]}, "the nearest is"),
        ({"time": ["calf=1s"]}, "the nearest is"),
        ({"rest": "1s"}, "'rest 1s' is too short for its words: the nearest is"),
        ({"rest": "11m"}, "'rest 11m00s' and this length collide. The nearest is"),
        ({"only": ["toes"]}, "'only toes' and this length collide. The nearest is"),
    ],
)
def test_wishes_that_a_routine_cannot_meet_say_what_collides_and_what_is_near(
    preferences: dict[str, object], message: str
) -> None:
    with pytest.raises(PlanError) as caught:
        timed(MIXED, 13 * MS_PER_MINUTE, parse_preferences(**preferences))  # type: ignore[arg-type]
    assert message in str(caught.value)
