"""Strokes: at the tempo of their step, in its hands-on time, and never into a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.choices import PacerMode
from kneadcast.script.model import Cue, CueRole, Script, ScriptStep
from kneadcast.script.strokes import (
    AFTER_ACTION_MS,
    AFTER_WORDS_MS,
    BEFORE_WORDS_MS,
    LIGHT_MS,
    LIVE_BEFORE_WORDS_MS,
    paced_ranges,
    strokes,
)
from tests.routines import measured, routine, section, step


def a_script(tempo: int | None, *cues: tuple[int, int, CueRole], length_ms: int = 90_000) -> Script:
    """Returns a session of one step whose cues are given as (moment, length, role)."""
    return Script(
        routine="test",
        title="Test",
        length_ms=length_ms,
        steps=(
            ScriptStep(
                id="s",
                kind="work",
                section="Feet",
                side="left",
                start_ms=0,
                end_ms=length_ms,
                hands_on_ms=max(0, length_ms - sum(long for _, long, role in cues if role in ("action", "preview"))),
                tempo=tempo,
            ),
        ),
        cues=tuple(
            Cue(id=str(at), at_ms=at, length_ms=long, kind="speech", step="s", role=role, text="Words.")
            for at, long, role in cues
        ),
    )


@given(tempo=st.integers(4, 240), said_ms=st.integers(500, 9000), length_ms=st.integers(20_000, 300_000))
def test_a_step_has_its_tempo_times_its_hands_on_time_of_strokes(tempo: int, said_ms: int, length_ms: int) -> None:
    """Here hands-on time begins after the action line, and a last stroke that the end would cut is left out."""
    script = a_script(tempo, (0, said_ms, "action"), length_ms=length_ms)
    exact = tempo * (script.steps[0].hands_on_ms - AFTER_ACTION_MS) / 60_000
    assert exact - 1.1 <= len(strokes(script, "full")) <= exact + 1


@given(tempo=st.integers(4, 240))
def test_no_stroke_drifts_from_the_beat(tempo: int) -> None:
    moments = [stroke.at_ms for stroke in strokes(a_script(tempo, (0, 2000, "action")), "full")]
    assert all(abs(at - moments[0] - beat * 60_000 / tempo) <= 0.5 for beat, at in enumerate(moments))


@given(
    tempo=st.integers(4, 240),
    words=st.lists(st.tuples(st.integers(3000, 80_000), st.integers(100, 5000)), max_size=8, unique_by=lambda w: w[0]),
)
def test_no_stroke_sounds_into_a_word_or_the_silence_around_it(tempo: int, words: list[tuple[int, int]]) -> None:
    script = a_script(tempo, (0, 2000, "action"), *((at, long, "reminder") for at, long in sorted(words)))
    for stroke in strokes(script, "full"):
        for cue in script.cues:
            before = stroke.at_ms + stroke.length_ms + BEFORE_WORDS_MS <= cue.at_ms
            assert before or stroke.at_ms >= cue.end_ms + AFTER_WORDS_MS


def test_the_beat_goes_on_beneath_a_reminder() -> None:
    quiet = a_script(30, (0, 2000, "action"))
    broken = a_script(30, (0, 2000, "action"), (40_000, 3000, "reminder"))
    rested = {stroke.at_ms for stroke in strokes(quiet, "full")} - {stroke.at_ms for stroke in strokes(broken, "full")}
    assert sorted(rested) == [38_800, 40_800, 42_800]


def test_strokes_end_where_the_next_step_is_previewed() -> None:
    script = a_script(30, (0, 2000, "action"), (70_000, 3000, "preview"))
    assert paced_ranges(script, "full")[0].end_ms == 70_000
    assert max(stroke.at_ms + stroke.length_ms for stroke in strokes(script, "full")) <= 70_000


def test_light_paces_the_first_half_minute_only() -> None:
    script = a_script(30, (0, 2000, "action"))
    light = strokes(script, "light")
    assert light[-1].at_ms + light[-1].length_ms <= 2000 + AFTER_ACTION_MS + LIGHT_MS
    assert [stroke.at_ms for stroke in light] == [stroke.at_ms for stroke in strokes(script, "full")][: len(light)]


@pytest.mark.parametrize("mode", ["light", "full"])
def test_strokes_grow_faint_in_the_last_seconds(mode: PacerMode) -> None:
    gains = [stroke.gain for stroke in strokes(a_script(60, (0, 2000, "action")), mode)]
    assert gains == sorted(gains, reverse=True)
    assert (gains[0], gains[-9]) == (1, 1)
    assert gains[-1] < 0.35


def test_slow_strokes_swell_for_as_long_as_they_last_and_fast_ones_tick() -> None:
    slow, fast = (strokes(a_script(tempo, (0, 2000, "action")), "full")[0] for tempo in (12, 150))
    assert (slow.kind, slow.length_ms) == ("swell", 5000)
    assert (fast.kind, fast.length_ms) == ("tick", 90)


def test_there_are_no_strokes_without_a_tempo_or_if_the_pacer_is_off() -> None:
    assert strokes(a_script(None, (0, 2000, "action")), "full") == ()
    assert strokes(a_script(30, (0, 2000, "action")), "off") == ()


def test_both_sides_of_a_step_have_equally_many_beats() -> None:
    """The second side has fewer words; hands-on time is what both have in common."""
    of = routine(section(step("sole", again="Now your {side} sole."), step("heel")))
    beats = {paced.step.id: len(list(paced.beats_ms())) for paced in paced_ranges(measured(of).script(420_000), "full")}
    for name in ("sole", "heel"):
        left, right = (beats[f"feet.{side}.{name}-friction"] for side in ("left", "right"))
        assert abs(left - right) <= 1


def live(of: Script, **changes: object) -> Script:
    return of.model_copy(update={"live": True, **changes})


def test_in_a_live_session_strokes_go_on_to_the_end_without_growing_faint() -> None:
    """A stroke that begins before the end sounds to its own end, because the end may still be moved."""
    sounding = strokes(live(a_script(30, (0, 2000, "action"), length_ms=21_000)), "full")
    assert [stroke.at_ms for stroke in sounding] == list(range(2800, 21_000, 2000))
    assert {stroke.gain for stroke in sounding} == {1.0}


@given(at_ms=st.integers(20_000, 30_000))
def test_in_a_live_session_only_words_that_begin_soon_leave_out_a_stroke(at_ms: int) -> None:
    broken = strokes(live(a_script(30, (0, 2000, "action"), (at_ms, 1000, "reminder"))), "full")
    moments = {stroke.at_ms for stroke in broken}
    left_out = set(range(2800, 90_000, 2000)) - moments
    assert left_out == {
        beat
        for beat in range(2800, 90_000, 2000)
        if at_ms - LIVE_BEFORE_WORDS_MS < beat < at_ms + 1000 + AFTER_WORDS_MS
    }


def test_in_a_live_session_an_instruction_that_is_said_again_changes_no_stroke_before_it() -> None:
    once = live(a_script(30, (0, 2000, "action")))
    again = live(a_script(30, (0, 2000, "action"), (40_000, 3000, "action")))
    after = {stroke for stroke in strokes(again, "full") if stroke.at_ms > 40_000}
    assert {one for one in strokes(again, "full") if one.at_ms < 40_000} == {
        one for one in strokes(once, "full") if one.at_ms + LIVE_BEFORE_WORDS_MS <= 40_000
    }
    assert min(stroke.at_ms for stroke in after) == 43_000 + AFTER_ACTION_MS


Words = list[tuple[int, int, CueRole]]
ROLES: tuple[CueRole, ...] = ("action", "preview", "reminder", "answer")


@st.composite
def words_from(draw: st.DrawFn, from_ms: int) -> Words:
    """Draws words that do not overlap, the first of which begins at a time or later."""
    words: Words = []
    for _ in range(draw(st.integers(0, 6))):
        at_ms = from_ms + draw(st.integers(0, 20_000))
        words.append((at_ms, draw(st.integers(300, 6000)), draw(st.sampled_from(ROLES))))
        from_ms = sum(words[-1][:2])
    return words


@given(data=st.data(), tempo=st.integers(4, 240), at_ms=st.integers(0, 60_000), mode=st.sampled_from(["light", "full"]))
def test_in_a_live_session_a_new_plan_changes_no_stroke_that_has_begun(
    data: st.DataObject, tempo: int, at_ms: int, mode: PacerMode
) -> None:
    """Two plans that agree on what begins within 450 ms, and on the steps until then, have the same strokes so far."""
    told = data.draw(words_from(0))
    said = [word for word in told if word[0] < at_ms + 450]
    free_ms = max([at_ms + 450, *(sum(word[:2]) for word in said)])
    plans = [
        live(a_script(tempo, *said, *rest, length_ms=length_ms))
        for rest, length_ms in (
            (data.draw(words_from(free_ms)), data.draw(st.integers(max(at_ms, 1), 200_000))) for _ in range(2)
        )
    ]
    first, second = ([one for one in strokes(plan, mode) if one.at_ms < at_ms] for plan in plans)
    assert first == second


def test_in_a_live_session_no_stroke_comes_between_a_chime_and_its_instruction() -> None:
    """The chime at the beginning of a step is followed by its instruction, and not by strokes."""
    told = live(a_script(30, (2500, 2000, "action")))
    chime = Cue(id="c", at_ms=0, length_ms=2500, kind="chime", step="s", role="mark", sound="step")
    assert strokes(told, "full")[0].at_ms == AFTER_ACTION_MS
    chimed = told.model_copy(update={"cues": (chime, *told.cues)})
    assert strokes(chimed, "full")[0].at_ms == 4500 + AFTER_ACTION_MS
