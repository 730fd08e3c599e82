"""Layouts: the hands-on time that segments share, with weights and with fewer words."""

from __future__ import annotations

import pytest

from kneadcast.choices import Talk
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.script.model import Script
from kneadcast.units import MS_PER_MINUTE
from tests.planning.sessions import BUILT_IN, FEET_AND_LEGS, hands_on_ms, planned
from tests.routines import measured

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
    assert orders[0] == orders[1] == orders[2]
    words_ms = [sum(cue.length_ms for cue in script.cues if cue.text) for script in scripts]
    assert words_ms[0] > words_ms[1] > words_ms[2]


def test_a_session_of_chimes_begins_with_the_complete_safety_line_and_says_nothing_else() -> None:
    of = BUILT_IN["toes-to-hip"].routine
    chimes = measured(of, Preferences(talk="chimes")).script(of.length)
    assert spoken(chimes) == spoken(measured(of).script(of.length), "safety")


def spoken(script: Script, step: str | None = None) -> list[str]:
    return [cue.text for cue in script.cues if cue.text and step in (None, cue.step)]
