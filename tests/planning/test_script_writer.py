"""Writing a plan as a script."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kneadcast.planning.planner import limits, plan
from kneadcast.planning.script_writer import Telling, write_script
from kneadcast.planning.sequence import PRE_ROLL_MS
from kneadcast.routine.model import Routine
from kneadcast.script.model import Cue, Script
from tests.routines import CHIMES_MS, PHRASES, drawn_routines, durations, routine, section, step

SILENCE_MS = 45_000


def written(of: Routine, length_ms: int) -> Script:
    known = durations(of)
    return write_script(plan(of, PHRASES, known, length_ms), PHRASES, known, Telling("test", 118, 1.0, "plain"))


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    of = draw(drawn_routines())
    found = limits(of, PHRASES, durations(of))
    return written(of, draw(st.integers(found.shortest_ms, found.longest_ms)))


def usual() -> Script:
    foot = section(step("sole"), step("heel", "30s/60s/120s"))
    move = {"preview": "Soon you move to the edge.", "say": "Move to the edge. Feet flat.", "time": "15s/25s/40s"}
    leg = section(step("calf", "60s/120s/180s"), name="Legs", position="seated-edge", move=move)
    return written(routine(foot, leg), 15 * 60_000)


def speech(script: Script, step_id: str = "") -> list[Cue]:
    return [cue for cue in script.cues if cue.kind == "speech" and cue.step.startswith(step_id)]


@given(scripts())
def test_no_cue_begins_before_the_one_before_it_has_ended(script: Script) -> None:
    assert all(before.end_ms <= after.at_ms for before, after in pairwise(script.cues))


@given(scripts())
def test_no_cue_runs_past_its_step(script: Script) -> None:
    steps = {one.id: one for one in script.steps}
    assert all(steps[cue.step].start_ms <= cue.at_ms for cue in script.cues)
    assert all(cue.end_ms <= steps[cue.step].end_ms for cue in script.cues)


@given(scripts())
def test_hands_on_time_is_the_time_of_a_step_without_instructions(script: Script) -> None:
    for one in script.steps:
        told = sum(cue.length_ms for cue in speech(script, one.id) if cue.step == one.id and is_instruction(cue))
        assert one.hands_on_ms == one.end_ms - one.start_ms - told


def is_instruction(cue: Cue) -> bool:
    return cue.role in ("action", "preview")


@given(scripts())
def test_no_silence_outside_a_rest_lasts_over_45_s(script: Script) -> None:
    steps = {one.id: one for one in script.steps}
    for before, after in pairwise(speech(script)):
        if steps[before.step].kind != "rest":
            assert after.at_ms - before.end_ms <= SILENCE_MS


@given(scripts())
def test_no_reminder_follows_itself(script: Script) -> None:
    reminders = [cue.text for cue in script.cues if cue.role == "reminder"]
    assert all(before != after for before, after in pairwise(reminders))


@given(scripts())
def test_ids_of_cues_and_steps_are_unique(script: Script) -> None:
    assert len({cue.id for cue in script.cues}) == len(script.cues)
    assert len({one.id for one in script.steps}) == len(script.steps)


@given(scripts())
def test_time_left_is_told_near_its_moment(script: Script) -> None:
    told = {cue.text: cue.at_ms for cue in script.cues if cue.role == "time_left"}
    for text, left_ms in (("One minute left.", 60_000), ("Five minutes left.", 300_000)):
        if text in told:
            assert abs(script.length_ms - left_ms - told[text]) <= left_ms * 2 // 5


def test_a_session_begins_with_a_pre_roll_and_the_safety_line() -> None:
    first = speech(usual())[0]
    assert (first.at_ms, first.text) == (PRE_ROLL_MS, "Stop if anything hurts.")


def test_each_step_of_work_begins_with_a_chime_and_a_second_later_its_action() -> None:
    script = usual()
    for one in script.steps:
        if one.kind == "work":
            chime, action = [cue for cue in script.cues if cue.step == one.id][:2]
            assert (chime.sound, chime.at_ms) == ("step", one.start_ms)
            assert (action.role, action.at_ms) == ("action", one.start_ms + CHIMES_MS["step"])


def test_a_change_of_position_is_told_8_to_15_s_ahead() -> None:
    script = usual()
    preview = next(cue for cue in script.cues if cue.role == "preview")
    move = next(one for one in script.steps if one.kind == "move")
    assert 8_000 <= move.start_ms - preview.at_ms <= 15_000


def test_changing_sides_sounds_two_notes_and_names_the_new_side() -> None:
    script = usual()
    chime, *told = [cue for cue in script.cues if cue.step == "feet.switch"]
    assert chime.sound == "side"
    assert "right" in " ".join(str(cue.text) for cue in told)


def test_halfway_five_and_one_minute_are_each_told_once() -> None:
    texts = [cue.text for cue in usual().cues if cue.role in ("halfway", "time_left")]
    assert texts == ["Halfway.", "Five minutes left.", "One minute left."]


def test_a_rest_is_not_disturbed_by_a_notice_that_fits_before_or_after_it() -> None:
    rest = {"time": "60s/200s/300s", "say": "Rest now. A bell ends the rest."}
    close = {"time": "40s/90s/120s", "say": "Open your eyes. Stand up slowly."}
    of = routine(section(step("sole", "200s/300s/400s")), closing={"rest": rest, "close": close})
    script = written(of, 15 * 60_000)
    assert {cue.role for cue in script.cues if cue.step == "rest"} == {"mark", "action"}


def test_a_rest_is_announced_and_ended_by_its_bell() -> None:
    script = usual()
    rest, close = (one for one in script.steps if one.kind in ("rest", "close"))
    assert "bell" in " ".join(str(cue.text) for cue in speech(script, rest.id))
    first = next(cue for cue in script.cues if cue.step == close.id)
    assert (first.sound, first.at_ms) == ("rest_end", rest.end_ms)


def test_the_last_sound_is_the_end_chime_with_time_to_fade() -> None:
    script = usual()
    assert script.cues[-1].sound == "end"
    assert script.length_ms - script.cues[-1].end_ms >= 3_000


def test_a_step_of_a_minute_or_more_is_given_a_reminder() -> None:
    script = usual()
    reminded = {cue.step for cue in script.cues if cue.role in ("reminder", "halfway", "time_left")}
    long = {one.id for one in script.steps if one.kind == "work" and one.end_ms - one.start_ms >= 60_000}
    assert long <= reminded
