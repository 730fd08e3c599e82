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
                hands_on_ms=length_ms - sum(long for _, long, role in cues if role in ("action", "preview")),
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
