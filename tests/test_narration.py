"""What a session says, in every routine: nothing untrue or unsafe, warm lines in their number, words that vary."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import pytest

from kneadcast.errors import KneadcastError
from kneadcast.planning.cue_drafts import WARM_LINE_AFTER_MS
from kneadcast.planning.placement import LONGEST_SILENCE_MS
from kneadcast.planning.planner import possible_length
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.planning.script_writer import write_script
from kneadcast.routine import load_phrases, prepare_routine
from kneadcast.routine.conditions import without_conditions
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.library import load_routine, routine_names
from kneadcast.script.model import Cue, Script
from kneadcast.units import MS_PER_MINUTE
from tests.heard import complaints
from tests.routines import SOUND, measured

ROUTINES = routine_names()
PARTS = ("feet", "lower-leg", "knee", "thigh", "hip", "whole-leg")
TALKS: tuple[dict[str, Any], ...] = ({}, {"talk": "plain"}, {"talk": "brief"}, {"talk": "chimes"})
CHOICES: tuple[dict[str, Any], ...] = (
    {"familiar": True},
    {"side": "left"},
    {"order": "area"},
    {"rest": "2m"},
    {"rest": "0"},
    {"rounds": 2},
    *({"only": [part]} for part in PARTS),
    *({"skip": [part]} for part in PARTS),
)
LENGTHS_BEFORE_S = {
    "toes-to-hip": 456,
    "classical": 458,
    "relaxing": 459,
    "anti-cellulite": 384,
    "five-minute-feet": 165,
    "hands-free-feet": 204,
    "lymphatic": 403,
    "partner-back-of-legs": 458,
    "partner-full": 471,
    "preventive": 522,
    "seated-only": 274,
    "self-massage-at-home": 221,
}
"""The shortest sessions of these routines before they had a welcome and cautions."""
MOST_GROWTH_S = 20
MOST_OF_ONE_WORD = 4
"""How many of twenty sentences in a row may open with the same word."""
MOST_SPOKEN = 0.32
MOST_SPOKEN_OF_SHORT = 0.40
SHORT_MS = 15 * MS_PER_MINUTE


def sessions(
    name: str, choices: dict[str, Any], avoid: tuple[str, ...] = (), *, usual_only: bool = False
) -> Iterator[tuple[Script, list[str]]]:
    """Yields the sessions of three lengths, with what is wrong with each; none if the choices are not possible."""
    try:
        prepared = prepare_routine(name, avoid=avoid)
        of = measured(prepared.routine, parse_preferences(**choices), phrases=prepared.phrases)
        found = of.limits()
        usual_ms = possible_length(of, prepared.routine.length)
    except KneadcastError:
        return
    for length_ms in dict.fromkeys((usual_ms,) if usual_only else (found.shortest_ms, usual_ms, found.longest_ms)):
        plan = of.plan(length_ms)
        script = write_script(plan, SOUND)
        yield script, complaints(script, plan.measured.routine, plan.dropped)


def usual(name: str, variation: int = 1) -> Script:
    prepared = prepare_routine(name, variation=variation)
    return measured(prepared.routine, phrases=prepared.phrases).script(prepared.routine.length)


def warm_lines(script: Script) -> list[Cue]:
    general = set(map(without_conditions, load_routine(script.routine).remind))
    return [cue for cue in script.cues if cue.role == "reminder" and cue.text in general]


@pytest.mark.parametrize("name", ROUTINES)
def test_a_session_says_nothing_untrue_and_nothing_unsafe(name: str) -> None:
    for choices in TALKS:
        for script, found in sessions(name, choices, usual_only=bool(choices)):
            assert found == [], (choices, script.length_ms)


@pytest.mark.slow
@pytest.mark.parametrize("name", ROUTINES)
def test_nor_does_any_session_with_anything_left_out(name: str) -> None:
    for avoid in ((), *((caution,) for caution in CAUTIONS)):
        for choices in TALKS if avoid else (*TALKS, *CHOICES):
            for script, found in sessions(name, choices, avoid):
                assert found == [], (avoid, choices, script.length_ms)


@pytest.mark.parametrize("name", ROUTINES)
def test_about_one_line_in_two_minutes_asks_for_nothing(name: str) -> None:
    script = usual(name)
    work_ms = sum(step.end_ms - step.start_ms for step in script.steps if step.kind == "work")
    assert len(warm_lines(script)) >= work_ms // (2.5 * MS_PER_MINUTE)
    spoken = [cue for cue in script.cues if cue.text]
    warm = {cue.id for cue in warm_lines(script)}
    instructions = ("action", "preview")
    for before, after in pairwise(spoken):
        if after.id in warm and before.role in instructions:
            assert after.at_ms - before.end_ms >= min(WARM_LINE_AFTER_MS, 2_000), after.id


def test_plain_talk_has_no_line_that_asks_for_nothing_unless_a_silence_would_be_too_long() -> None:
    (script, _) = next(sessions("toes-to-hip", {"talk": "plain"}, usual_only=True))
    assert len(warm_lines(script)) < len(warm_lines(usual("toes-to-hip"))) / 3


@pytest.mark.parametrize("name", ROUTINES)
def test_a_session_of_its_own_length_leaves_time_to_follow_and_is_never_silent_for_too_long(name: str) -> None:
    script = usual(name)
    spoken = [cue for cue in script.cues if cue.text]
    share = sum(cue.length_ms for cue in spoken) / script.length_ms
    assert share <= (MOST_SPOKEN if script.length_ms > SHORT_MS else MOST_SPOKEN_OF_SHORT)
    kinds = {step.id: step.kind for step in script.steps}
    for before, after in pairwise(spoken):
        assert after.at_ms - before.end_ms <= LONGEST_SILENCE_MS or kinds[before.step] == "rest"


def test_a_session_of_half_an_hour_welcomes_explains_compares_and_is_warm() -> None:
    script = usual("toes-to-hip")
    assert script.length_ms == 30 * MS_PER_MINUTE
    kinds = [step.kind for step in script.steps]
    assert kinds[:3] == ["welcome", "safety", "settle"]
    settled = " ".join(cue.text or "" for cue in script.cues if cue.step == "settle")
    assert "bell" in settled
    assert "Keep going" in settled
    assert len(warm_lines(script)) >= 10
    assert kinds.index("compare") < kinds.index("switch")


@pytest.mark.parametrize("name", LENGTHS_BEFORE_S)
def test_the_arc_of_the_shortest_session_costs_twenty_seconds_at_most(name: str) -> None:
    found = measured(load_routine(name), phrases=load_phrases("en")).limits()
    assert found.shortest_ms <= (LENGTHS_BEFORE_S[name] + MOST_GROWTH_S) * 1000


@pytest.mark.parametrize("variation", [1, 2, 3])
@pytest.mark.parametrize("name", ROUTINES)
def test_no_word_opens_many_sentences_in_a_row(name: str, variation: int) -> None:
    script = usual(name, variation)
    opening = {step.id for step in script.steps if step.kind in ("welcome", "safety", "settle", "close")}
    firsts = [str(cue.text).split()[0].strip(",.").casefold() for cue in script.cues if cue.text]
    steps = [cue.step for cue in script.cues if cue.text]
    firsts = [first for first, step in zip(firsts, steps, strict=True) if step not in opening]
    for start in range(max(1, len(firsts) - 19)):
        some = firsts[start : start + 20]
        most = max(set(some), key=some.count)
        assert some.count(most) <= MOST_OF_ONE_WORD, (start, most)


def test_in_ten_variations_fewer_than_a_third_of_the_sentences_are_the_same() -> None:
    """The safety line and the cautions, which do not vary, are left out."""
    said = []
    for variation in range(1, 11):
        cues = [cue for cue in usual("toes-to-hip", variation).cues if cue.text and cue.step != "safety"]
        said.append({str(cue.text) for cue in cues if ".caution." not in cue.id})
    shares = [len(one & other) / min(len(one), len(other)) for one, other in combinations(said, 2)]
    assert sum(shares) / len(shares) < 1 / 3
    assert len(set.intersection(*said)) / len(said[0]) < 0.1


def test_the_safety_line_and_the_cautions_are_the_same_in_every_variation() -> None:
    for name in ROUTINES:
        first, other = (load_routine(name, variation=variation) for variation in (1, 2))
        assert first.opening.safety.say == other.opening.safety.say
        for one, two in zip(first.sections, other.sections, strict=True):
            assert [step.caution for step in one.steps] == [step.caution for step in two.steps]


def test_whoever_is_familiar_with_sessions_hears_less_before_the_first_step_and_every_word_of_safety() -> None:
    phrases = load_phrases("en")
    of = load_routine("toes-to-hip")
    long, short = (
        measured(of, Preferences(familiar=known), phrases=phrases).script(of.length) for known in (False, True)
    )

    def words(script: Script, *kinds: str) -> list[str]:
        ids = {step.id for step in script.steps if step.kind in kinds}
        return [str(cue.text) for cue in script.cues if cue.text and cue.step in ids and cue.role == "action"]

    assert words(short, "safety") == words(long, "safety")
    assert len(words(short, "welcome", "settle")) < len(words(long, "welcome", "settle"))
    cautions = [cue.text for cue in short.cues if ".caution." in cue.id]
    assert cautions == [cue.text for cue in long.cues if ".caution." in cue.id]


def test_a_session_before_sleep_ends_softly_and_tells_no_time() -> None:
    script = usual("before-sleep")
    assert script.cues[-1].sound == "end"
    assert script.cues[-1].softer_lu
    assert not {cue.role for cue in script.cues} & {"halfway", "time_left"}
