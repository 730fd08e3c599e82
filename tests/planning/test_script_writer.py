"""The script of a plan: every line and chime at a moment of its own, none into another."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from kneadcast.planning.script_writer import write_script
from kneadcast.routine.model import PRE_ROLL_MS
from kneadcast.script.model import Cue, Script
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.units import MS_PER_MINUTE
from tests.planning.sessions import TWO_FEET
from tests.routines import CHIMES_MS, drawn_scripts, measured, routine, section, step, usual_script

SILENCE_MS = 45_000


def speech(script: Script, step_id: str = "") -> list[Cue]:
    return [cue for cue in script.cues if cue.kind == "speech" and cue.step.startswith(step_id)]


@given(drawn_scripts())
def test_no_cue_begins_before_the_one_before_it_has_ended(script: Script) -> None:
    assert all(before.end_ms <= after.at_ms for before, after in pairwise(script.cues))


@given(drawn_scripts())
def test_no_cue_runs_past_its_step(script: Script) -> None:
    steps = {one.id: one for one in script.steps}
    assert all(steps[cue.step].start_ms <= cue.at_ms for cue in script.cues)
    assert all(cue.end_ms <= steps[cue.step].end_ms for cue in script.cues)


@given(drawn_scripts())
def test_hands_on_time_is_the_time_of_a_step_without_instructions(script: Script) -> None:
    for one in script.steps:
        instructions = [cue for cue in speech(script, one.id) if cue.step == one.id and is_instruction(cue)]
        assert one.hands_on_ms == one.end_ms - one.start_ms - sum(cue.length_ms for cue in instructions)


def is_instruction(cue: Cue) -> bool:
    return cue.role in ("action", "preview")


@given(drawn_scripts())
def test_no_silence_outside_a_rest_lasts_over_45_s(script: Script) -> None:
    steps = {one.id: one for one in script.steps}
    for before, after in pairwise(speech(script)):
        if steps[before.step].kind != "rest":
            assert after.at_ms - before.end_ms <= SILENCE_MS


def test_what_is_done_one_by_one_shares_the_time_of_its_segment_equally() -> None:
    move = {"say": "Rise slowly. Walk over. Lie down.", "time": "60s/60s/60s", "preview": "Soon you will lie down."}
    of = routine(section(step("sole")), section(step("calf"), name="Legs", position="bed-seated", move=move))
    script = measured(of).script(10 * MS_PER_MINUTE)
    (moving,) = [one for one in script.steps if one.kind == "move"]
    said = speech(script, moving.id)
    pauses_ms = [after.at_ms - before.end_ms for before, after in pairwise(said)]
    assert len(set(pauses_ms)) == 1
    assert 6_000 < pauses_ms[0] <= 7_000  # of 60 s; nobody waits for longer than that
    work = [cue for cue in speech(script, "feet.left.sole-friction") if cue.role == "action"]
    assert [after.at_ms - before.end_ms for before, after in pairwise(work)] == [700]


@given(drawn_scripts())
def test_no_reminder_follows_itself(script: Script) -> None:
    reminders = [cue.text for cue in script.cues if cue.role == "reminder"]
    assert all(before != after for before, after in pairwise(reminders))


@given(drawn_scripts())
def test_ids_of_cues_and_steps_are_unique(script: Script) -> None:
    assert len({cue.id for cue in script.cues}) == len(script.cues)
    assert len({one.id for one in script.steps}) == len(script.steps)


def test_a_session_begins_with_a_pre_roll_and_the_safety_line() -> None:
    first = speech(usual_script())[0]
    assert (first.at_ms, first.text) == (PRE_ROLL_MS, "Stop if anything hurts.")


def test_a_script_knows_who_does_the_massage() -> None:
    for mode in ("self", "partner"):
        of = routine(section(step("sole"))).model_copy(update={"mode": mode})
        assert measured(of).script(5 * MS_PER_MINUTE).mode == mode


def test_each_step_of_work_begins_with_a_chime_and_a_second_later_its_action() -> None:
    script = usual_script()
    for one in script.steps:
        if one.kind == "work":
            chime, action = [cue for cue in script.cues if cue.step == one.id][:2]
            assert (chime.sound, chime.at_ms) == ("step", one.start_ms)
            assert (action.role, action.at_ms) == ("action", one.start_ms + CHIMES_MS["step"])


def test_a_change_of_position_is_announced_8_to_15_s_ahead() -> None:
    script = usual_script()
    preview = next(cue for cue in script.cues if cue.role == "preview")
    move = next(one for one in script.steps if one.kind == "move")
    assert 8_000 <= move.start_ms - preview.at_ms <= 15_000


def test_a_change_of_side_has_its_own_chime_and_names_the_new_side() -> None:
    chime, *sentences = [cue for cue in usual_script().cues if cue.step == "feet.switch"]
    assert chime.sound == "side"
    assert "right" in " ".join(str(cue.text) for cue in sentences)


def test_a_rest_is_not_interrupted_by_an_announcement_that_fits_before_or_after_it() -> None:
    rest = {"time": "60s/200s/300s", "say": "Rest now. A bell ends the rest."}
    close = {"time": "40s/90s/120s", "say": "Open your eyes. Stand up slowly."}
    of = routine(section(step("sole", "200s/300s/400s")), closing={"rest": rest, "close": close})
    script = measured(of).script(15 * MS_PER_MINUTE)
    assert {cue.role for cue in script.cues if cue.step == "rest"} == {"mark", "action"}


def test_a_rest_is_announced_and_ended_by_its_bell() -> None:
    script = usual_script()
    rest, close = (one for one in script.steps if one.kind in ("rest", "close"))
    assert "bell" in " ".join(str(cue.text) for cue in speech(script, rest.id))
    first = next(cue for cue in script.cues if cue.step == close.id)
    assert (first.sound, first.at_ms) == ("rest_end", rest.end_ms)


def test_the_last_sound_is_the_end_chime_with_time_to_fade() -> None:
    script = usual_script()
    assert script.cues[-1].sound == "end"
    assert script.length_ms - script.cues[-1].end_ms >= 3_000


def test_a_step_of_a_minute_or_more_has_a_reminder() -> None:
    script = usual_script()
    reminded = {cue.step for cue in script.cues if cue.role in ("reminder", "halfway", "time_left")}
    long = {one.id for one in script.steps if one.kind == "work" and one.end_ms - one.start_ms >= 60_000}
    assert long <= reminded


def test_a_script_states_its_routine_its_sound_and_what_it_was_adapted_to() -> None:
    of = measured(TWO_FEET)
    plan = of.plan(8 * MS_PER_MINUTE)
    sound = SoundSettings(voice="someone", pace_wpm=110, pan=0.2, ambience="rain")
    script = write_script(plan, sound, ["knees"])
    assert (script.routine, script.title, script.type, script.language) == ("test", "Test", "preventive", "en")
    assert (script.sound, script.avoid, script.length_ms) == (sound, ("knees",), 8 * MS_PER_MINUTE)
    assert write_script(plan, sound).avoid is None


@given(drawn_scripts())
def test_a_script_states_what_touches_the_body_and_where_it_moves_in_each_step_of_work(script: Script) -> None:
    for one in script.steps:
        assert (one.hand is not None, one.path is not None) == (one.kind == "work", one.kind == "work")


def test_a_hand_and_a_path_that_the_routine_gives_are_those_of_the_script() -> None:
    of = routine(section(step("sole", hand="fist", path="at arch"), step("heel")))
    steps = [one for one in measured(of).script(5 * MS_PER_MINUTE).steps if one.kind == "work"]
    drawn = {one.area: (one.hand, str(one.path)) for one in steps}
    assert drawn == {"sole": ("fist", "at arch"), "heel": ("thumbs", "around heel")}
