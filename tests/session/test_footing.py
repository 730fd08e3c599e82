"""Nobody is led off the chair on creamed soles, whatever is left out of a session."""

from __future__ import annotations

import pytest

from kneadcast.routine import load_phrases, load_routine, routine_names
from kneadcast.routine.body import AREAS, SEATS
from kneadcast.routine.vocabulary import ENGLISH
from kneadcast.session.choosing import choose
from kneadcast.session.outline import Stretch, lay_out
from kneadcast.session.parts import GROUPS
from kneadcast.session.wishes import read_wishes

PHRASES = load_phrases("en")
CREAMED = [name for name in routine_names() if any(ENGLISH.creams.found_in(need) for need in load_routine(name).needs)]


def stretches(name: str, *skip: str) -> tuple[Stretch, ...]:
    of = load_routine(name)
    return lay_out(choose(of, PHRASES, read_wishes(skip=skip)), PHRASES)


@pytest.mark.parametrize("name", [name for name in CREAMED if load_routine(name).mode == "self"])
@pytest.mark.parametrize("skip", [(), *((group,) for group in GROUPS if group != "feet"), ("knee", "thigh", "hip")])
def test_whoever_gets_up_after_work_on_the_feet_has_been_told_to_dry_them(name: str, skip: tuple[str, ...]) -> None:
    before, wet = "seated", False
    for one in stretches(name, *skip):
        dried = any("soles" in text and "ry" in text for text in one.action)
        if one.kind == "move" and before in SEATS and one.position not in SEATS:
            assert dried or not wet, one.id
        wet = (wet or (one.area is not None and AREAS[one.area].group == "feet")) and not dried
        before = one.position


def test_the_words_of_the_phrases_stand_in_where_the_routine_s_own_were_left_out() -> None:
    (move,) = (one for one in stretches("toes-to-hip", "hip") if one.id == "whole-legs.move")
    assert move.action[0] == PHRASES.dry_soles


@pytest.mark.parametrize("name", routine_names())
def test_nothing_is_added_to_a_whole_routine(name: str) -> None:
    assert not any(PHRASES.dry_soles in one.action for one in stretches(name))
