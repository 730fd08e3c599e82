"""Short scripts built in code, and the lengths of their cues."""

from __future__ import annotations

from typing import Any

from kneadcast.script.durations import Durations
from kneadcast.script.model import Script
from kneadcast.speech.model import Line
from tests.routines import CHIMES_MS

DURATIONS = Durations({Line("Rub your sole."): 2000, Line("Slowly."): 800}, CHIMES_MS)


def script(*cues: dict[str, Any], **more: Any) -> Script:
    """Returns a script of two steps, from 0 to 6 s and from 6 to 10 s; its cues belong to the first."""
    steps = [
        {"id": "a", "kind": "work", "section": "Feet", "start_ms": 0, "end_ms": 6000, "hands_on_ms": 4000},
        {"id": "b", "kind": "work", "section": "Feet", "start_ms": 6000, "end_ms": 10_000, "hands_on_ms": 4000},
    ]
    data = {
        "routine": "test",
        "title": "Test",
        "voice": "test",
        "template": "plain",
        "length_ms": 10_000,
        "steps": steps,
        "cues": [{"id": f"c{index}", "step": "a", "length_ms": 0, **cue} for index, cue in enumerate(cues)],
    }
    return Script.model_validate({**data, **more})


def chime(at_ms: int, **more: Any) -> dict[str, Any]:
    """Returns the data of a cue that sounds a chime."""
    return {"at_ms": at_ms, "kind": "chime", "role": "mark", "sound": "step", **more}


def speech(at_ms: int, text: str = "Rub your sole.", **more: Any) -> dict[str, Any]:
    """Returns the data of a cue that speaks a sentence."""
    return {"at_ms": at_ms, "kind": "speech", "role": "action", "text": text, **more}


def stated_durations(of: Script) -> Durations:
    """Returns durations that agree with the lengths that a script states."""
    return Durations({cue.line: cue.length_ms for cue in of.cues if cue.line}, CHIMES_MS)
