"""Checking a script that was edited by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kneadcast.script.durations import Durations
from kneadcast.script.model import Script
from kneadcast.script.validation import faults, measured
from tests.routines import CHIMES_MS

MEASURES = Durations({"Rub your sole.": 2000, "Slowly.": 800}, CHIMES_MS)


def script(*cues: dict[str, Any], **more: Any) -> Script:
    steps = [
        {"id": "a", "kind": "work", "section": "Feet", "start_ms": 0, "end_ms": 6000, "hands_on_ms": 4000},
        {"id": "b", "kind": "work", "section": "Feet", "start_ms": 6000, "end_ms": 10_000, "hands_on_ms": 4000},
    ]
    whole = {
        "routine": "test",
        "title": "Test",
        "voice": "test",
        "pace_wpm": 118,
        "template": "plain",
        "length_ms": 10_000,
        "steps": steps,
        "cues": [{"id": f"c{index}", "step": "a", "length_ms": 0, **cue} for index, cue in enumerate(cues)],
    }
    return Script.model_validate({**whole, **more})


def chime(at_ms: int, **more: Any) -> dict[str, Any]:
    return {"at_ms": at_ms, "kind": "chime", "role": "mark", "sound": "step", **more}


def say(at_ms: int, text: str = "Rub your sole.", **more: Any) -> dict[str, Any]:
    return {"at_ms": at_ms, "kind": "speech", "role": "action", "text": text, **more}


def test_a_script_whose_cues_follow_each_other_has_no_fault() -> None:
    assert list(faults(script(chime(0), say(1000), say(3000, "Slowly.")), MEASURES)) == []


@pytest.mark.parametrize(
    ("edited", "place", "message"),
    [
        (script(chime(0), say(900)), ("cues", 1), "overlaps the one before it ('step' at 0:00) by 100 ms"),
        (script(say(0), say(1500, "Slowly.")), ("cues", 1), "move it to at_ms: 2000 or later"),
        (script(say(8500)), ("cues", 0), "runs 500 ms past the end of the session"),
        (script(say(0, step="c")), ("cues", 0, "step"), "there is no step 'c'"),
        (script(chime(0, id="x"), chime(2000, id="x")), ("cues", 1, "id"), "the id 'x' stands here a second time"),
        (script(length_ms=11_000), ("length_ms",), "expected 10000, where the last step ends, got 11000"),
    ],
)
def test_each_fault_is_told_with_its_place(edited: Script, place: tuple[str | int, ...], message: str) -> None:
    found = dict(faults(edited, MEASURES))
    assert message in found[place]


def test_a_reworded_cue_lasts_as_long_as_its_new_words() -> None:
    cues = measured(script(say(3000, "Slowly."), chime(0)), MEASURES).cues
    assert [(cue.at_ms, cue.length_ms) for cue in cues] == [(0, 1000), (3000, 800)]
