"""Faults of a script that was edited by hand."""

from __future__ import annotations

import pytest

from kneadcast.errors import KeyPath
from kneadcast.script.consistency import faults, with_measured_lengths
from kneadcast.script.model import Script
from tests.script.scripts import DURATIONS, chime, script, speech


def test_a_script_whose_cues_follow_each_other_has_no_fault() -> None:
    assert list(faults(script(chime(0), speech(1000), speech(3000, "Slowly.")), DURATIONS)) == []


@pytest.mark.parametrize(
    ("edited", "place", "message"),
    [
        (script(chime(0), speech(900)), ("cues", 1), "overlaps the one before it ('step' at 0:00) by 100 ms"),
        (script(speech(0), speech(1500, "Slowly.")), ("cues", 1), "move it to at_ms: 2000 or later"),
        (script(speech(8500)), ("cues", 0), "runs 500 ms past the end of the session"),
        (script(speech(0, step="c")), ("cues", 0, "step"), "there is no step 'c'"),
        (script(chime(0, id="x"), chime(2000, id="x")), ("cues", 1, "id"), "the id 'x' occurs a second time"),
        (script(length_ms=11_000), ("length_ms",), "expected 10000, where the last step ends, got 11000"),
    ],
)
def test_each_fault_is_reported_with_its_place(edited: Script, place: KeyPath, message: str) -> None:
    found = dict(faults(edited, DURATIONS))
    assert message in found[place]


def test_steps_with_a_gap_or_backwards_are_faults() -> None:
    steps = script().steps
    gap = script().model_copy(update={"steps": (steps[0].model_copy(update={"end_ms": 5000}), steps[1])})
    assert dict(faults(gap, DURATIONS)) == {
        ("steps", 1, "start_ms"): "expected 5000, where the step before ends, got 6000"
    }
    backwards = script().model_copy(update={"steps": (*steps[:1], steps[1].model_copy(update={"end_ms": 5500}))})
    assert dict(faults(backwards, DURATIONS))["steps", 1, "end_ms"] == "this step ends before it starts at 6000"


def test_a_reworded_cue_lasts_as_long_as_its_new_words() -> None:
    cues = with_measured_lengths(script(speech(3000, "Slowly."), chime(0)), DURATIONS).cues
    assert [(cue.at_ms, cue.length_ms) for cue in cues] == [(0, 1000), (3000, 800)]
