"""What each command does to a session, and what the session answers."""

from __future__ import annotations

import pytest

from kneadcast.planning.live.breaks import LONGEST_BREAK_MS
from kneadcast.planning.live.commands import Command, CommandName
from kneadcast.planning.live.replanning import apply, finished_script, repeat_lines
from kneadcast.planning.live.state import BREAK_KEY, LivePlan, LiveSegment
from kneadcast.planning.preferences import Preferences
from kneadcast.routine.body import longest_work_ms
from kneadcast.script.model import Cue, ScriptStep
from kneadcast.units import MS_PER_MINUTE
from tests.planning.live.lives import TAIL_MS, Listening, opened

HALF_HOUR = 30


def work(live: LivePlan, area: str, side: str = "left") -> LiveSegment:
    return next(one for one in live.segments if one.pair and (one.base.area, one.base.side) == (area, side))


def hands_on_ms(live: LivePlan, pair: str, side: str) -> int:
    steps = {step.id: step for step in live.script.steps}
    of = [one for one in live.segments if one.pair == pair and one.base.side == side]
    return sum(steps[one.segment.id].hands_on_ms for one in of)


def answers(live: LivePlan) -> list[str]:
    return [str(cue.text) for cue in live.script.cues if cue.role == "answer"]


def at_work(live: LivePlan, area: str, side: str = "left", after_ms: int = 20_000) -> int:
    return work(live, area, side).start_ms + after_ms


def given(live: LivePlan, name: CommandName, at_ms: int) -> LivePlan:
    return apply(live, Command(name), at_ms)


def step_at(live: LivePlan, at_ms: int) -> ScriptStep:
    return [step for step in live.script.steps if step.start_ms <= at_ms][-1]


def test_a_session_that_nobody_changes_is_the_planned_one() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    assert live.script.length_ms == HALF_HOUR * MS_PER_MINUTE
    assert finished_script(live, live.script.length_ms) == live.script


def test_stay_makes_a_step_half_as_long_again_on_both_sides_and_keeps_the_end() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    stayed = given(live, "stay", at_work(live, "sole"))
    sole = work(live, "sole")
    before_ms = hands_on_ms(live, sole.pair, "left")
    assert hands_on_ms(stayed, sole.pair, "left") == before_ms + max(10_000, before_ms // 2)
    assert hands_on_ms(stayed, sole.pair, "right") == hands_on_ms(stayed, sole.pair, "left")
    assert stayed.script.length_ms == live.script.length_ms
    assert answers(stayed) == ["Staying here."]


def test_stay_ends_where_more_work_would_harm_the_tissue() -> None:
    live = opened("toes-to-hip", 90)
    at_ms = at_work(live, "sole")
    for turn in range(20):
        live = given(live, "stay", at_ms + 8_000 * turn)
    assert answers(live)[-1] == "This place has had enough for today."
    pairs = {one.pair for one in live.segments if one.pair and one.base.area == "sole"}
    assert sum(hands_on_ms(live, pair, "left") for pair in pairs) <= longest_work_ms("sole", "hands")


def test_next_begins_the_following_step_with_its_caution_within_seconds() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    gone = given(live, "next", at_ms)
    following = step_at(gone, at_ms + 8_000)
    assert following.start_ms > at_ms
    assert answers(gone)[0].startswith("Next, your left")
    segment = next(one.segment for one in gone.segments if one.segment.id == following.id)
    said = [cue.text for cue in gone.script.cues if cue.step == following.id and cue.role == "action"]
    assert said == [line.text for line in segment.action]


def test_a_side_that_hardly_had_a_step_spares_the_other_side_of_it() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    gone = given(live, "next", work(live, "sole").start_ms + 3_000)
    pair = work(live, "sole").pair
    assert [one.base.side for one in gone.segments if one.pair == pair] == ["left"]


def test_what_is_cut_short_on_the_left_is_as_short_on_the_right() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    sole = work(live, "sole")
    gone = given(live, "next", sole.start_ms + 30_000)
    steps = {step.id: step.hands_on_ms for step in gone.script.steps}
    left, right = (steps[one.segment.id] for one in gone.segments if one.pair == sole.pair)
    assert left == right


def test_next_twice_in_a_row_leaves_out_the_step_between() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    index = live.segments.index(work(live, "sole"))
    twice = given(given(live, "next", at_ms), "next", at_ms + 200)
    assert live.segments[index + 1].segment.id not in [step.id for step in twice.script.steps]
    assert live.segments[index + 2].segment.id in [step.id for step in twice.script.steps]


def test_back_does_the_step_before_once_more_and_then_goes_on() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    index = live.segments.index(work(live, "sole")) + 1
    before, current = live.segments[index - 1], live.segments[index]
    back = given(live, "back", current.start_ms + 25_000)
    ids = [one.segment.id for one in back.segments]
    place = ids.index(current.segment.id)
    assert ids[place + 1 : place + 3] == [f"{before.segment.id}.back.1", f"{current.segment.id}.back.1"]


def test_back_in_the_first_step_of_a_position_begins_that_step_anew() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    first = next(one for one in live.segments if one.pair)
    back = given(live, "back", first.start_ms + 25_000)
    assert answers(back)[0] == "This is the first step here, so once more from its beginning."
    assert f"{first.segment.id}.back.1" in [one.segment.id for one in back.segments]


def test_again_says_the_instruction_once_more_and_changes_no_time() -> None:
    live = opened("toes-to-hip", 60)
    sole = work(live, "sole")
    again = given(live, "again", sole.start_ms + 20_000)
    assert answers(again) == [line.text for line in sole.segment.action]
    assert [step.start_ms for step in again.script.steps] == [step.start_ms for step in live.script.steps]


def test_a_pause_moves_the_end_by_its_length_and_says_so() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    paused = given(live, "pause", at_ms)
    assert paused.paused
    assert paused.segments[-1].segment.key == BREAK_KEY
    assert paused.script.length_ms - paused.segments[-1].start_ms == LONGEST_BREAK_MS
    resumed = given(paused, "resume", at_ms + 120_000)
    assert abs(resumed.script.length_ms - live.script.length_ms - 120_000) < 5_000
    minutes = round((resumed.script.length_ms - at_ms - 120_000) / MS_PER_MINUTE)
    assert answers(resumed)[-1] == f"About {minutes} minutes to go."


def test_after_a_long_pause_the_instruction_is_said_again() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    resumed = given(given(live, "pause", at_ms), "resume", at_ms + 10 * MS_PER_MINUTE)
    part = next(one for one in resumed.segments if ".resumed." in one.segment.id)
    assert [cue.text for cue in resumed.script.cues if cue.step == part.segment.id and cue.role == "action"] == [
        line.text for line in work(live, "sole").segment.action
    ]


def test_another_command_in_a_pause_goes_on_with_the_session() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    gone = given(given(live, "pause", at_ms), "next", at_ms + 30_000)
    assert not gone.paused
    assert work(live, "sole").base.id != step_at(gone, at_ms + 45_000).id


def test_talk_is_reduced_to_what_is_needed_and_never_below() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    for turn in range(5):
        live = given(live, "less_talk", at_ms + 5_000 * turn)
    assert live.talk == "least"
    assert answers(live)[-2:] == ["I will only say what you need."] * 2
    for one in live.segments[live.segments.index(step_segment(live, at_ms + 30_000)) + 1 :]:
        said = {cue.text for cue in live.script.cues if cue.step == one.segment.id and cue.role == "action"}
        needed = {line.text for line in (*one.segment.ask, *one.segment.caution, *one.segment.added)}
        assert needed <= said
        assert one.segment.kind != "work" or said <= needed


def step_segment(live: LivePlan, at_ms: int) -> LiveSegment:
    return [one for one in live.segments if one.start_ms <= at_ms][-1]


def test_skip_leaves_a_part_out_on_both_sides() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    without = apply(live, Command("skip", part="knee"), at_work(live, "sole"))
    assert answers(without) == ["We leave out your knees."]
    assert not [step for step in without.script.steps if step.area in ("knee", "back-of-knee")]


def test_skip_of_what_is_over_says_that_nothing_is_left_to_do_there() -> None:
    live = opened("five-minute-feet", 10)
    *_, last = (one for one in live.segments if one.pair)
    over = apply(live, Command("skip", part="hip"), last.start_ms + 1_000)
    assert answers(over) == ["There is nothing left to do there."]


@pytest.mark.parametrize("minutes", [8, 15, 40])
def test_end_in_minutes_ends_the_session_then(minutes: int) -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    changed = apply(live, Command("end_in", minutes=minutes), at_ms)
    assert changed.script.length_ms == at_ms + minutes * MS_PER_MINUTE
    assert answers(changed)[-1] == f"About {minutes} minutes to go."


def test_an_end_that_is_too_soon_is_announced_as_it_will_be() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    changed = apply(live, Command("end_in", minutes=1), at_ms)
    minutes = round((changed.script.length_ms - at_ms) / MS_PER_MINUTE)
    assert minutes > 1
    assert answers(changed)[-1].endswith("minutes to go.")


def test_the_time_that_is_left_is_said_in_minutes() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    asked = given(live, "time_left", 10 * MS_PER_MINUTE)
    assert answers(asked) == ["About 20 minutes to go."]


def test_stop_is_a_question_that_only_a_yes_soon_after_confirms() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    assert given(live, "yes", at_ms) is live
    asked = given(live, "stop", at_ms)
    assert asked.script.length_ms == live.script.length_ms
    assert given(asked, "yes", at_ms + 60_000) is asked
    ended = given(asked, "yes", at_ms + 5_000)
    assert ended.script.length_ms < at_ms + 2 * MS_PER_MINUTE
    assert ended.script.steps[-1].kind == "close"


def test_nobody_is_left_on_their_stomach_when_a_session_is_ended() -> None:
    live = opened("partner-back-of-legs", 45)
    prone = next(one for one in live.segments if one.pair and one.segment.position == "prone")
    ended = given(given(live, "stop", prone.start_ms + 20_000), "yes", prone.start_ms + 26_000)
    assert [step.kind for step in ended.script.steps][-2:] == ["move", "close"]
    assert ended.script.steps[-2].position != "prone"


def test_soles_with_cream_are_dried_before_a_session_that_is_ended_lets_anybody_stand() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole", after_ms=60_000)
    ended = given(given(live, "stop", at_ms), "yes", at_ms + 6_000)
    closing = [str(cue.text) for cue in ended.script.cues if cue.step == "close"]
    assert any("dry" in text.casefold() for text in closing)


def test_a_caution_that_was_left_behind_is_said_on_the_other_side() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    warned = next(one for one in live.segments if one.segment.caution and one.base.side == "left")
    spoken = [cue for cue in live.script.cues if cue.step == warned.segment.id and cue.role == "action"]
    stayed = given(live, "stay", warned.start_ms + 100)
    gone = given(stayed, "next", spoken[0].at_ms + 12_000)
    right = [one for one in gone.segments if one.pair == warned.pair and one.base.side == "right"]
    said = {cue.text for cue in gone.script.cues}
    assert not right or {line.text for line in right[0].segment.caution} <= said


def test_news_that_another_command_came_before_are_said_after_it() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    at_ms = at_work(live, "sole")
    changed = apply(live, Command("end_in", minutes=10), at_ms)
    softer = given(changed, "softer", at_ms + 200)
    assert answers(softer)[-1] == "About 10 minutes to go."


def test_the_last_seconds_are_not_planned_anew() -> None:
    live = opened("five-minute-feet", 10)
    assert given(live, "stay", live.script.length_ms - TAIL_MS) is live


def test_what_was_said_while_the_session_was_quiet_is_said_again() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    line = next(cue for cue in live.script.cues if cue.step == work(live, "sole").segment.id and cue.text)
    once_more = repeat_lines(live, line.end_ms + 2_000, line.at_ms + 500, line.at_ms + 1_500)
    assert answers(once_more) == [line.text]
    assert len(once_more.script.cues) > len(live.script.cues) - 3


def test_a_session_that_is_left_early_ends_with_its_sentence_and_fades_out() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    line = next(cue for cue in live.script.cues if cue.step == work(live, "sole").segment.id and cue.text)
    left = finished_script(live, line.at_ms + 200)
    assert left.length_ms == line.end_ms + TAIL_MS
    assert left.cues[-1] == line
    assert left.steps[-1].end_ms == left.length_ms


def test_a_session_without_talk_keeps_its_cautions_when_steps_are_reached_by_jumps() -> None:
    live = opened("toes-to-hip", HALF_HOUR, Preferences(talk="chimes"))
    listening = Listening(live)
    for _ in range(6):
        listening.wait(100_000)
        listening.say(Command("next"))
    listening.check_all()


def test_every_tick_sounds_at_the_moment_of_its_command() -> None:
    live = opened("toes-to-hip", HALF_HOUR)
    ticked = given(given(live, "louder", 400_000), "time_left", 400_050)
    ticks: list[Cue] = [cue for cue in ticked.script.cues if cue.sound == "heard"]
    assert [cue.at_ms for cue in ticks] == [400_000, 400_050]


def test_steps_that_are_done_once_more_have_ids_of_their_own() -> None:
    live = opened("self-massage-at-home", 10)
    for at_ms in (234_300, 249_500, 262_000):
        live = given(live, "back", at_ms)
    ids = [step.id for step in live.script.steps]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["toes-to-hip", "classical"])
def test_going_on_early_in_a_short_session_leaves_nothing_more_out(name: str) -> None:
    live = opened(name, 20)
    gone = given(live, "next", 3_000)
    assert gone.dropped == live.dropped
    assert not answers(gone)
