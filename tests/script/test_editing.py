"""Scripts derived from scripts: excerpts, previews, skims, and refits after an edit by hand."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.errors import PlanError, ScriptError
from kneadcast.script.consistency import faults, with_measured_lengths
from kneadcast.script.durations import Durations
from kneadcast.script.editing import SKIMMED_SILENCE_MS, excerpt, preview, refit, skim
from kneadcast.script.model import Script
from tests.routines import CHIMES_MS, drawn_scripts, usual_script
from tests.script.scripts import DURATIONS, chime, script, speech, stated_durations


def assert_playable(of: Script) -> None:
    assert all(before.end_ms == after.start_ms for before, after in pairwise(of.steps))
    assert (of.steps[0].start_ms, of.steps[-1].end_ms) == (0, of.length_ms)
    assert all(before.end_ms <= after.at_ms for before, after in pairwise(of.cues))
    assert all(cue.at_ms >= 0 and cue.end_ms <= of.length_ms for cue in of.cues)
    assert {cue.step for cue in of.cues} <= {step.id for step in of.steps}


@given(st.integers(0, 900_000), st.integers(0, 900_000))
def test_an_excerpt_keeps_the_cues_that_begin_in_it_at_the_same_distance(one_ms: int, other_ms: int) -> None:
    start_ms, end_ms = sorted((one_ms, other_ms))
    whole = usual_script()
    part = excerpt(whole, start_ms, end_ms)
    kept = [cue for cue in whole.cues if start_ms <= cue.at_ms < end_ms]
    assert [(cue.id, cue.at_ms) for cue in part.cues] == [(cue.id, cue.at_ms - start_ms) for cue in kept]
    assert part.length_ms == end_ms - start_ms
    assert sum(step.end_ms - step.start_ms for step in part.steps) == part.length_ms


def test_an_excerpt_has_the_title_of_its_session_or_one_of_its_own() -> None:
    assert excerpt(usual_script(), 0, 60_000).title == "Test"
    assert excerpt(usual_script(), 0, 60_000, "Feet").title == "Feet"


@given(drawn_scripts(), st.integers(0, 100))
def test_a_preview_is_a_script_of_a_minute_at_most(of: Script, percent: int) -> None:
    start_ms = of.length_ms * percent // 101
    part = preview(of, start_ms)
    assert_playable(part)
    assert part.length_ms == min(60_000, of.length_ms - start_ms)


def test_a_preview_begins_with_the_first_step_of_work() -> None:
    assert preview(usual_script()).steps[0].kind == "work"


def test_a_preview_after_the_end_is_refused() -> None:
    with pytest.raises(PlanError, match="a preview cannot begin at 20m00s: the session lasts 15m00s"):
        preview(usual_script(), 20 * 60_000)


@given(drawn_scripts())
def test_a_skim_keeps_every_cue_in_order_and_no_long_silence(of: Script) -> None:
    short = skim(of)
    assert_playable(short)
    assert [cue.id for cue in short.cues] == [cue.id for cue in of.cues]
    assert all(after.at_ms - before.end_ms <= SKIMMED_SILENCE_MS for before, after in pairwise(short.cues))


@given(drawn_scripts())
def test_a_script_that_was_not_edited_stays_as_it_is(of: Script) -> None:
    assert refit(of, stated_durations(of)) == of


@given(drawn_scripts(), st.randoms(use_true_random=False))
def test_a_script_can_be_played_after_a_refit_wherever_its_cues_were_moved(of: Script, chance: random.Random) -> None:
    cues = tuple(
        cue.model_copy(update={"at_ms": chance.randint(0, of.length_ms)}) if chance.random() < 0.2 else cue
        for cue in of.cues
    )
    known = stated_durations(of)
    fitted = refit(of.model_copy(update={"cues": cues}), known)
    assert list(faults(fitted, known)) == []
    assert fitted.length_ms == of.length_ms
    assert all(before.end_ms <= after.at_ms for before, after in pairwise(with_measured_lengths(fitted, known).cues))


def test_a_cue_that_overlaps_shifts_what_follows_until_a_silence_absorbs_it() -> None:
    fitted = refit(script(chime(0), speech(1000), speech(2500, "Slowly."), chime(6000, step="b")), DURATIONS)
    assert [cue.at_ms for cue in fitted.cues] == [0, 1000, 3000, 6000]


def test_a_step_begins_later_with_its_chime() -> None:
    fitted = refit(script(chime(0), speech(5000), chime(6000, step="b")), DURATIONS)
    assert [cue.at_ms for cue in fitted.cues] == [0, 5000, 7000]
    assert [step.start_ms for step in fitted.steps] == [0, 7000]


def test_a_cue_that_would_run_past_the_end_is_moved_earlier() -> None:
    fitted = refit(script(speech(9500)), DURATIONS)
    assert fitted.cues[0].at_ms == 8000


def test_more_words_than_time_are_refused() -> None:
    with pytest.raises(ScriptError, match="last 2s longer than the session"):
        refit(script(*(speech(at_ms) for at_ms in range(0, 6000, 1000))), DURATIONS)


def test_a_usual_script_with_a_longer_line_still_ends_on_time() -> None:
    of = usual_script()
    longer = Durations({cue.line: cue.length_ms * 2 for cue in of.cues if cue.line}, CHIMES_MS)
    assert list(faults(refit(of, longer), longer)) == []
