"""Nobody is led off the chair on creamed soles, whichever steps a session still has."""

from __future__ import annotations

import pytest

from kneadcast.planning.preferences import parse_preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.selection import select_steps
from kneadcast.planning.sequence.arrangement import arrange
from kneadcast.routine import load_phrases, load_routine, routine_names
from kneadcast.routine.body import AREAS, SEATS
from kneadcast.routine.parts import GROUPS
from kneadcast.routine.vocabulary import ENGLISH

PHRASES = load_phrases("en")
CREAMED = [name for name in routine_names() if any(ENGLISH.creams.found_in(need) for need in load_routine(name).needs)]


def segments(name: str, *skip: str) -> tuple[Segment, ...]:
    of = load_routine(name)
    return arrange(select_steps(of, PHRASES, parse_preferences(skip=skip)), PHRASES)


@pytest.mark.parametrize("name", [name for name in CREAMED if load_routine(name).mode == "self"])
@pytest.mark.parametrize("skip", [(), *((group,) for group in GROUPS if group != "feet"), ("knee", "thigh", "hip")])
def test_whoever_gets_up_after_work_on_the_feet_dries_them_first(name: str, skip: tuple[str, ...]) -> None:
    before, wet = "seated", False
    for one in segments(name, *skip):
        dried = any("soles" in line.text and "ry" in line.text for line in one.action)
        if one.kind == "move" and before in SEATS and one.position not in SEATS:
            assert dried or not wet, one.id
        wet = (wet or (one.area is not None and AREAS[one.area].group == "feet")) and not dried
        before = one.position


def test_a_close_whose_own_words_ask_for_no_drying_begins_with_those_of_the_phrases() -> None:
    base = load_routine("self-massage-at-home")
    close = base.closing.close.model_copy(update={"say": "Open your eyes.", "brief": None})
    of = base.model_copy(update={"closing": base.closing.model_copy(update={"close": close})})
    *_, last = arrange(of, PHRASES)
    assert [line.text for line in last.action] == [PHRASES.feet_down, PHRASES.dry_soles, "Open your eyes."]
    assert [line.text for line in last.added] == [PHRASES.feet_down, PHRASES.dry_soles]


def test_brief_words_that_ask_for_no_drying_begin_with_those_of_the_phrases() -> None:
    base = load_routine("self-massage-at-home")
    close = base.closing.close.model_copy(update={"say": "Dry your soles. Open your eyes.", "brief": "Open your eyes."})
    of = base.model_copy(update={"closing": base.closing.model_copy(update={"close": close})})
    *_, last = arrange(of, PHRASES)
    assert [line.text for line in last.action][1:] == ["Dry your soles.", "Open your eyes."]
    assert [line.text for line in last.brief][1:] == [PHRASES.dry_soles, "Open your eyes."]


def test_dry_soles_are_not_dried() -> None:
    of = load_routine("toes-to-hip")
    without_feet = select_steps(of, PHRASES, parse_preferences(only=["thigh", "hip"]))
    texts = [line.text for one in arrange(without_feet, PHRASES) for line in (*one.action, *one.brief)]
    assert not any("soles" in text for text in texts)


def test_a_drawn_in_foot_is_set_down_before_a_rest_or_the_close() -> None:
    of = select_steps(load_routine("toes-to-hip"), PHRASES, parse_preferences(only=["feet"], rest="0"))
    without_bed = of.model_copy(update={"sections": of.sections[:1]})
    *_, close = arrange(without_bed, PHRASES)
    assert close.action[0].text == PHRASES.feet_down


def test_whoever_stands_sits_down_before_a_rest_that_was_asked_for() -> None:
    of = select_steps(load_routine("hips-against-a-wall"), PHRASES, parse_preferences(rest="2m"))
    without = of.model_copy(update={"closing": of.closing.model_copy(update={"rest": None})})
    added = select_steps(without, PHRASES, parse_preferences(rest="2m"))
    (rest,) = (one for one in arrange(added, PHRASES) if one.kind == "rest")
    assert rest.action[0].text == PHRASES.sit_down


@pytest.mark.parametrize("name", routine_names())
def test_nothing_is_added_to_a_complete_routine(name: str) -> None:
    assert not any(line.text == PHRASES.dry_soles for one in segments(name) for line in one.action)
