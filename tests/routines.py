"""Routines built in code, with plans and scripts of their sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from kneadcast.planning.limits import Limits, limits
from kneadcast.planning.measured_routine import MeasuredRoutine
from kneadcast.planning.narration_lines import narration_lines
from kneadcast.planning.planner import Plan, plan, possible_length
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.script_writer import write_script
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.script.durations import Durations
from kneadcast.script.model import ChimeName, Script
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.units import MS_PER_MINUTE

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
        "pause": "Rest a moment. Once more, from the start.",
        "lighter": "A little lighter.",
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
SOUND = SoundSettings(voice="test", template="plain")


class RoutineUnderTest(MeasuredRoutine):
    """A measured routine with its sessions."""

    def limits(self) -> Limits:
        """Returns the lengths that a session can have."""
        return limits(self)

    def plan(self, length_ms: int) -> Plan:
        """Returns the plan of a session."""
        return plan(self, length_ms)

    def script(self, length_ms: int) -> Script:
        """Returns the script of a session."""
        return write_script(self.plan(length_ms), SOUND)


def step(area: str = "sole", time: str = "45s/90s/150s", **more: Any) -> dict[str, Any]:
    """Returns a step of friction as the data of a routine file."""
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
    """Returns a section done on both sides, as the data of a routine file."""
    return {
        "name": name,
        "sides": "each",
        "switch": {"say": "Set that foot down. Now the {side} one.", "time": "8s/12s/15s"},
        "steps": list(steps),
        **more,
    }


def routine(*sections: dict[str, Any], **more: Any) -> Routine:
    """Returns a complete routine with some sections."""
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
    """Returns the length of each line of a routine at a steady pace; only a countdown depends on `length_ms`."""
    lines = narration_lines(of, phrases, preferences, length_ms)
    return Durations({line: len(line.text.split()) * MS_PER_MINUTE // pace_wpm for line in lines}, CHIMES_MS)


def measured(
    of: Routine,
    preferences: Preferences = NO_PREFERENCES,
    length_ms: int = 0,
    phrases: Phrases = PHRASES,
    pace_wpm: int = 118,
) -> RoutineUnderTest:
    """Returns a routine with its durations."""
    known = durations(of, pace_wpm, preferences, length_ms, phrases)
    return RoutineUnderTest(of, phrases, known, preferences)


def usual_script() -> Script:
    """Returns the script of 15 minutes in two positions, with a rest."""
    foot = section(step("sole"), step("heel", "30s/60s/120s"))
    move = {"preview": "Soon you move to the edge.", "say": "Move to the edge. Feet flat.", "time": "15s/25s/40s"}
    leg = section(step("calf", "60s/120s/180s"), name="Legs", position="seated-edge", move=move)
    return measured(routine(foot, leg)).script(15 * MS_PER_MINUTE)


@st.composite
def drawn_times(draw: st.DrawFn) -> str:
    """Draws a `min/ideal/max` as a routine file has it."""
    low = draw(st.integers(10, 60))
    ideal = low + draw(st.integers(0, 90))
    return f"{low}s/{ideal}s/{ideal + draw(st.integers(0, 120))}s"


@st.composite
def drawn_steps(draw: st.DrawFn, id_: str) -> dict[str, Any]:
    """Draws steps of friction or a hold on any area, of any length and priority, some with brief words."""
    more: dict[str, Any] = {}
    more |= draw(st.sampled_from(({}, {}, {}, {"technique": "hold", "tempo": None})))
    more |= draw(st.sampled_from(({}, {"priority": 2}, {"priority": 3}, {"optional": True})))
    more |= draw(st.sampled_from(({}, {"brief": "Briefly, your {side} foot."}, {"brief": "Your {side} foot. Now."})))
    return step(draw(st.sampled_from(("sole", "calf", "achilles"))), draw(drawn_times()), id=id_, **more)


@st.composite
def drawn_routines(draw: st.DrawFn) -> Routine:
    """Draws routines of one to four sections, some with a move or a pause, with steps of any length and priority."""
    sections = []
    for number in range(draw(st.integers(1, 4))):
        steps = [draw(drawn_steps(f"s{index}")) for index in range(draw(st.integers(1, 5)))]
        more: dict[str, Any] = {"name": f"Part {number}"}
        if draw(st.booleans()):
            say = "Move to the edge. Feet flat."
            more["move"] = {"preview": "Soon you will move.", "say": say, "time": draw(drawn_times())}
        if draw(st.booleans()):
            more["switch"] = {
                "preview": "Soon you turn.",
                "say": "Turn to the {side} side.",
                "time": draw(drawn_times()),
            }
        if draw(st.booleans()):
            more["pause"] = {"say": "Rest your hands. Then your {side} foot again.", "time": draw(drawn_times())}
        sections.append(section(*steps, **more))
    return routine(*sections)


@st.composite
def drawn_plans(draw: st.DrawFn) -> tuple[RoutineUnderTest, Plan]:
    """Draws plans of any possible length, each with its routine."""
    of = measured(draw(drawn_routines()))
    return of, of.plan(draw(lengths(of)))


@st.composite
def drawn_scripts(draw: st.DrawFn) -> Script:
    """Draws scripts of any possible length."""
    of = measured(draw(drawn_routines()))
    return of.script(draw(lengths(of)))


def lengths(of: RoutineUnderTest) -> st.SearchStrategy[int]:
    """Returns the lengths that a session can have, in milliseconds; between two of them there may be a gap."""
    found = of.limits()
    return st.integers(found.shortest_ms, found.longest_ms).map(lambda length_ms: possible_length(of, length_ms))
