"""Making room in a script that was edited by hand."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.errors import ScriptError
from kneadcast.script.durations import Durations
from kneadcast.script.editing import refit
from kneadcast.script.model import Script
from kneadcast.script.validation import faults, measured
from tests.planning.test_script_writer import scripts, usual
from tests.routines import CHIMES_MS
from tests.script.test_validation import MEASURES, chime, say, script


def known(of: Script) -> Durations:
    return Durations({str(cue.text): cue.length_ms for cue in of.cues}, CHIMES_MS)


@given(scripts())
def test_a_script_that_nobody_touched_stays_as_it_is(untouched: Script) -> None:
    assert refit(untouched, known(untouched)) == untouched


@given(scripts(), st.randoms(use_true_random=False))
def test_whatever_was_moved_about_can_be_played_afterwards(whole: Script, chance: random.Random) -> None:
    cues = tuple(
        cue.model_copy(update={"at_ms": chance.randint(0, whole.length_ms)}) if chance.random() < 0.2 else cue
        for cue in whole.cues
    )
    edited = whole.model_copy(update={"cues": cues})
    fitted = refit(edited, known(whole))
    assert list(faults(fitted, known(whole))) == []
    assert fitted.length_ms == whole.length_ms
    assert all(before.end_ms <= after.at_ms for before, after in pairwise(measured(fitted, known(whole)).cues))


def test_what_overlaps_shifts_what_follows_until_a_silence_takes_it_up() -> None:
    fitted = refit(script(chime(0), say(1000), say(2500, "Slowly."), chime(6000, step="b")), MEASURES)
    assert [cue.at_ms for cue in fitted.cues] == [0, 1000, 3000, 6000]


def test_a_step_begins_later_with_its_chime() -> None:
    fitted = refit(script(chime(0), say(5000), chime(6000, step="b")), MEASURES)
    assert [cue.at_ms for cue in fitted.cues] == [0, 5000, 7000]
    assert [step.start_ms for step in fitted.steps] == [0, 7000]


def test_what_would_run_past_the_end_is_pulled_back_before_it() -> None:
    fitted = refit(script(say(9500)), MEASURES)
    assert fitted.cues[0].at_ms == 8000


def test_more_words_than_time_are_refused() -> None:
    with pytest.raises(ScriptError, match="last 2s longer than the session"):
        refit(script(*(say(at) for at in range(0, 6000, 1000))), MEASURES)


def test_a_usual_script_with_a_longer_line_still_ends_on_time() -> None:
    whole = usual()
    longer = Durations({str(cue.text): cue.length_ms * 2 for cue in whole.cues}, CHIMES_MS)
    assert list(faults(refit(whole, longer), longer)) == []
