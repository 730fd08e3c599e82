"""The cautions of steps: each is spoken once, before the hands can do harm, whatever else a listener leaves out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.choices import Talk
from kneadcast.planning.preferences import parse_preferences
from kneadcast.routine.model import Routine
from kneadcast.script.model import Script
from tests.examples import examples
from tests.routines import RoutineUnderTest, lengths, measured, routine, section, step

KNEE, GROIN = "Stop below the hollow of the knee.", "End a hand below the groin."
TALKS: tuple[Talk, ...] = ("full", "brief", "chimes")


def with_cautions(*, brief: bool) -> Routine:
    """Returns a routine of two sections, of which one step of each has a caution, and one step may be left out."""
    words: dict[str, Any] = {"brief": "Rub your {side} leg."} if brief else {}
    return routine(
        section(step("calf", caution=KNEE, **words), step("toes", "20s/30s/60s", priority=3), name="Calves"),
        section(step("front-thigh", caution=GROIN, **words), step("sole"), name="Thighs"),
    )


@st.composite
def sessions(draw: st.DrawFn) -> tuple[RoutineUnderTest, int]:
    preferences = parse_preferences(
        talk=draw(st.sampled_from(TALKS)),
        order=draw(st.sampled_from(["leg", "area"])),
        rounds=draw(st.integers(1, 3)),
        side=draw(st.sampled_from(["both", "left", "right"])),
    )
    of = measured(with_cautions(brief=draw(st.booleans())), preferences, 15 * 60_000)
    return of, draw(lengths(of))


def cues_of(script: Script, text: str) -> list[str]:
    return [cue.step for cue in script.cues if cue.text == text]


@settings(max_examples=examples(60), deadline=None)
@given(sessions())
def test_every_caution_is_spoken_once_before_the_end_of_the_first_instruction_of_its_step(
    session: tuple[RoutineUnderTest, int],
) -> None:
    of, length_ms = session
    script = of.script(length_ms)
    for area, caution in [("calf", KNEE), ("front-thigh", GROIN)]:
        first = next(one for one in script.steps if one.area == area)
        expected = "safety" if of.preferences.talk == "chimes" else first.id
        assert cues_of(script, caution) == [expected]


@pytest.mark.parametrize("talk", ["full", "brief"])
def test_a_caution_is_the_end_of_the_instruction(talk: Talk) -> None:
    of = measured(with_cautions(brief=True), parse_preferences(talk=talk), 15 * 60_000)
    script = of.script(15 * 60_000)
    spoken = [cue.text for cue in script.cues if cue.role == "action" and cue.step == "calves.left.calf-friction"]
    assert len(spoken) > 1
    assert spoken[-1] == KNEE


def test_without_instructions_the_cautions_follow_the_safety_line_each_once() -> None:
    both = routine(section(step("calf", caution=KNEE), step("lower-leg", caution=KNEE)))
    of = measured(both, parse_preferences(talk="chimes"), 10 * 60_000)
    safety = [cue.text for cue in of.script(10 * 60_000).cues if cue.step == "safety" and cue.text]
    assert safety == ["Stop if anything hurts.", "Leave out broken skin.", KNEE]


def test_words_of_the_second_side_never_replace_those_of_a_first_side_without_its_caution() -> None:
    of = measured(with_cautions(brief=False), parse_preferences(talk="brief"), 15 * 60_000)
    script = of.script(15 * 60_000)
    spoken = [cue.text for cue in script.cues if cue.role == "action" and cue.step == "calves.left.calf-friction"]
    assert spoken == ["Now your left calf.", KNEE]
