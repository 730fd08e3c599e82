"""Announcements of the time: near their moments, in order, and none too close to another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.errors import PlanError
from kneadcast.planning.announcements import announcements_for
from kneadcast.planning.preferences import Preferences
from kneadcast.script.model import Script
from kneadcast.units import MS_PER_MINUTE
from tests.planning.sessions import FEET_AND_LEGS
from tests.routines import PHRASES, drawn_scripts, measured, usual_script


@given(drawn_scripts())
def test_the_time_that_is_left_is_announced_near_its_moment(script: Script) -> None:
    announced = {cue.text: cue.at_ms for cue in script.cues if cue.role == "time_left"}
    for text, left_ms in (("One minute left.", 60_000), ("Five minutes left.", 300_000)):
        if text in announced:
            assert abs(script.length_ms - left_ms - announced[text]) <= left_ms * 2 // 5


def test_halfway_five_minutes_and_one_minute_are_each_announced_once() -> None:
    of = measured(FEET_AND_LEGS, Preferences(rest_ms=0), 15 * MS_PER_MINUTE)
    texts = [cue.text for cue in of.script(15 * MS_PER_MINUTE).cues if cue.role in ("halfway", "time_left")]
    assert texts == ["Halfway.", "Five minutes left.", "One minute left."]


def test_a_rest_and_the_close_belong_to_nobody_s_clock() -> None:
    script = usual_script()
    quiet = {step.id for step in script.steps if step.kind in ("rest", "close")}
    due_ms = script.length_ms - MS_PER_MINUTE
    assert any(step.id in quiet and step.start_ms <= due_ms < step.end_ms for step in script.steps)
    assert "One minute left." not in {cue.text for cue in script.cues}
    assert not any(cue.step in quiet for cue in script.cues if cue.role in ("halfway", "time_left"))


@pytest.mark.parametrize(
    ("minutes", "texts"),
    [
        (3, ["One minute left."]),
        (5, ["One minute left.", "Halfway."]),
        (12, ["One minute left.", "Five minutes left.", "Halfway."]),
    ],
)
def test_a_short_session_has_fewer_announcements(minutes: int, texts: list[str]) -> None:
    found = announcements_for(minutes * MS_PER_MINUTE, PHRASES)
    assert [one.line.text for one in found if one.line] == texts


def test_a_countdown_announces_the_minutes_in_order() -> None:
    wanted = Preferences(countdown=True, rest_ms=0)
    script = measured(FEET_AND_LEGS, wanted, 13 * MS_PER_MINUTE).script(13 * MS_PER_MINUTE)
    counted = [cue.text for cue in script.cues if cue.text and cue.text.endswith(" left.")]
    assert counted == ["10 minutes left.", "Five minutes left.", "4 minutes left.", "3 minutes left.",
                       "2 minutes left.", "One minute left."]  # fmt: skip


@given(st.integers(1, 120 * 60))
def test_no_announcement_of_a_countdown_is_near_halfway_or_repeats_another(length_s: int) -> None:
    length_ms = length_s * 1000
    found = list(announcements_for(length_ms, PHRASES, Preferences(countdown=True)))
    counted = [one for one in found if one.line and one.line.text[0].isdigit()]
    assert all(abs(one.due_ms - length_ms // 2) >= MS_PER_MINUTE for one in counted)
    due = [one.due_ms for one in found if one.role == "time_left"]
    assert len(set(due)) == len(due)


def test_a_session_of_chimes_has_the_chime_of_halfway_and_no_words() -> None:
    (halfway,) = announcements_for(10 * MS_PER_MINUTE, PHRASES, Preferences(talk="chimes"))
    assert (halfway.sound, halfway.line, halfway.due_ms) == ("halfway", None, 5 * MS_PER_MINUTE)


def test_a_countdown_in_a_language_without_words_for_it_is_refused() -> None:
    phrases = PHRASES.model_copy(update={"minutes_left": None})
    with pytest.raises(PlanError, match="'countdown' is not possible: language 'en' has no words for it"):
        list(announcements_for(10 * MS_PER_MINUTE, phrases, Preferences(countdown=True)))
