"""Nobody is led off the chair on creamed soles, whichever steps a session still has."""

from __future__ import annotations

import pytest

from kneadcast.planning.preferences import parse_preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.selection import select_steps
from kneadcast.planning.sequence import arrange
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


def test_a_move_whose_own_words_were_removed_begins_with_those_of_the_phrases() -> None:
    (move,) = (one for one in segments("toes-to-hip", "hip") if one.id == "whole-legs.move")
    assert move.action[0].text == PHRASES.dry_soles


@pytest.mark.parametrize("name", routine_names())
def test_nothing_is_added_to_a_complete_routine(name: str) -> None:
    assert not any(line.text == PHRASES.dry_soles for one in segments(name) for line in one.action)
