"""Routines made in code, for tests of what is timed from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.script.durations import Durations, spoken_lines
from kneadcast.script.model import ChimeName

PHRASES = Phrases.model_validate(
    {
        "format": 1,
        "language": "en",
        "sides": {"left": "left", "right": "right"},
        "opening": "Opening",
        "closing": "Closing",
        "halfway": "Halfway.",
        "five_minutes_left": "Five minutes left.",
        "one_minute_left": "One minute left.",
        "minutes_left": "{minutes} minutes left.",
        "change_side": "Now change to your {side} leg.",
        "rest": "Rest a while. A bell ends the rest.",
    }
)
CHIMES_MS: Mapping[ChimeName, int] = {
    "start": 1000,
    "step": 1000,
    "side": 1600,
    "halfway": 1000,
    "rest_end": 1600,
    "end": 2200,
}


def step(area: str = "sole", time: str = "45s/90s/150s", **more: Any) -> dict[str, Any]:
    """Returns a friction step in a routine file's own form."""
    return {
        "area": area,
        "technique": "friction",
        "pressure": 3,
        "tempo": 30,
        "time": time,
        "say": f"Rub your {{side}} {area}. Small circles, row by row.",
        "again": f"Now your {{side}} {area}.",
        **more,
    }


def section(*steps: dict[str, Any], name: str = "Feet", **more: Any) -> dict[str, Any]:
    """Returns a section done on both sides, in a routine file's own form."""
    return {
        "name": name,
        "sides": "each",
        "switch": {"say": "Set that foot down. Now the {side} one.", "time": "8s/12s/15s"},
        "steps": list(steps),
        **more,
    }


def routine(*sections: dict[str, Any], **more: Any) -> Routine:
    """Returns a whole routine around some sections."""
    return Routine.model_validate(
        {
            "format": 1,
            "name": "test",
            "title": "Test",
            "summary": "A routine for tests.",
            "type": "preventive",
            "mode": "self",
            "length": "10m",
            "remind": ["Stay slow.", "Breathe out.", "Soft shoulders."],
            "opening": {
                "position": "seated",
                "safety": {"time": "15s/20s/30s", "say": "Stop if anything hurts. Leave out broken skin."},
                "settle": {"time": "15s/30s/60s", "say": "Sit back. Warm your hands."},
            },
            "sections": list(sections),
            "closing": {
                "rest": {"time": "20s/60s/180s", "say": "Rest now. A bell ends the rest."},
                "close": {"time": "15s/25s/60s", "say": "Open your eyes. Stand up slowly."},
            },
            **more,
        }
    )


def durations(
    of: Routine,
    pace_wpm: int = 118,
    preferences: Preferences = NO_PREFERENCES,
    length_ms: int = 0,
    phrases: Phrases = PHRASES,
) -> Durations:
    """Durations a routine's lines by their words, as a steady speaker would take for them."""
    lines = spoken_lines(of, phrases, preferences, length_ms)
    return Durations({text: len(text.split()) * 60_000 // pace_wpm for text in lines}, CHIMES_MS)


@st.composite
def times(draw: st.DrawFn) -> str:
    """Draws a `min/ideal/max` that a routine may write."""
    low = draw(st.integers(10, 60))
    ideal = low + draw(st.integers(0, 90))
    return f"{low}s/{ideal}s/{ideal + draw(st.integers(0, 120))}s"


@st.composite
def drawn_routines(draw: st.DrawFn) -> Routine:
    """Draws routines of one to four sections, some with a move, with steps of any length, optional or not."""
    sections = []
    for number in range(draw(st.integers(1, 4))):
        steps = [
            step(time=draw(times()), optional=draw(st.booleans()), id=f"s{index}")
            for index in range(draw(st.integers(1, 5)))
        ]
        more: dict[str, Any] = {"name": f"Part {number}"}
        if draw(st.booleans()):
            say = "Move to the edge. Feet flat."
            more["move"] = {"preview": "Soon you will move.", "say": say, "time": draw(times())}
        if draw(st.booleans()):
            more["switch"] = {"preview": "Soon you turn.", "say": "Turn to the {side} side.", "time": draw(times())}
        sections.append(section(*steps, **more))
    return routine(*sections)
