"""The lines that the sessions of a routine can say: all of them, with ids that a recording can have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.choices import Order, Talk
from kneadcast.planning.narration_lines import every_line, narration_lines
from kneadcast.planning.preferences import Preferences, parse_preferences
from kneadcast.routine.model import Routine
from kneadcast.units import MS_PER_MINUTE
from tests.examples import examples
from tests.planning.sessions import BUILT_IN, FEET_AND_LEGS, TWO_FEET
from tests.routines import PHRASES, drawn_routines, lengths, measured


@pytest.mark.parametrize("name", list(BUILT_IN))
def test_an_instruction_has_the_id_of_the_first_cue_that_says_it(name: str) -> None:
    of = BUILT_IN[name]
    ids = {(line.id, line.text) for line in narration_lines(of.routine, of.phrases)}
    found = of.limits()
    for length_ms in (found.shortest_ms, of.routine.length, found.longest_ms):
        cues: dict[str | None, str] = {}
        for cue in of.script(length_ms).cues:
            if cue.role == "action" and ".added." not in cue.id:
                cues.setdefault(cue.text, cue.id)
        asked = {text for text, id_ in cues.items() if ".ask." in (id_ or "")}  # by the first step that is left
        assert {(id_, text) for text, id_ in cues.items() if text not in asked} <= ids
        assert asked <= {text for _, text in ids}


@pytest.mark.parametrize("name", list(BUILT_IN))
def test_no_two_lines_of_a_routine_have_one_id(name: str) -> None:
    ids = [line.id for line in narration_lines(BUILT_IN[name].routine, PHRASES)]
    assert "" not in ids
    assert len(set(ids)) == len(ids)


def test_a_text_that_occurs_twice_has_a_line_for_each_of_its_ids() -> None:
    lines = narration_lines(TWO_FEET, PHRASES)
    places = [line.id for line in lines if line.text == "Small circles, row by row."]
    assert places == [f"feet.left.{name}-friction.action.2" for name in ("sole", "toes", "heel")]


def test_reminders_and_phrases_have_the_ids_of_where_they_are_written() -> None:
    ids = {line.text: line.id for line in narration_lines(TWO_FEET, PHRASES)}
    assert [ids[text] for text in ("Stay slow.", "Breathe out.", "Soft shoulders.")] == [
        "remind.1",
        "remind.2",
        "remind.3",
    ]
    assert [ids[text] for text in ("Halfway.", "Five minutes left.", "One minute left.")] == [
        "phrases.halfway",
        "phrases.five-minutes-left",
        "phrases.one-minute-left",
    ]


def test_a_line_that_is_said_only_because_of_a_preference_is_named_after_its_words() -> None:
    ids = {line.text: line.id for line in narration_lines(FEET_AND_LEGS, PHRASES, Preferences(order="area"))}
    assert ids["Now change to your right leg."] == "extra.now-change-to-your-right-leg"
    assert ids["Halfway."] == "phrases.halfway"
    assert ids["Rub your left sole."] == "feet.left.sole-friction.action.1"


def test_a_line_says_where_it_comes_from() -> None:
    assert narration_lines(TWO_FEET, PHRASES)[0].place == "test: safety.action.1"


def test_only_a_countdown_depends_on_the_length() -> None:
    def texts(preferences: Preferences, minutes: int) -> set[str]:
        return {line.text for line in narration_lines(TWO_FEET, PHRASES, preferences, minutes * MS_PER_MINUTE)}

    rest = parse_preferences(rest="2m")
    assert texts(rest, 10) == texts(rest, 20)
    countdown = Preferences(countdown=True)
    assert texts(countdown, 20) - texts(countdown, 10) == {"15 minutes left."}


@pytest.mark.parametrize("options", [{}, {"order": "area"}, {"talk": "brief"}, {"rounds": 3}, {"countdown": True}])
def test_whatever_a_session_says_is_among_the_lines(options: dict[str, object]) -> None:
    preferences = parse_preferences(**options)  # type: ignore[arg-type]
    for of in (TWO_FEET, FEET_AND_LEGS):
        length_ms = 14 * MS_PER_MINUTE
        texts = {line.text for line in narration_lines(of, PHRASES, preferences, length_ms)}
        script = measured(of, preferences, length_ms).script(length_ms)
        assert {cue.text for cue in script.cues if cue.text} <= texts


@settings(max_examples=examples(40))
@given(
    drawn_routines(),
    st.sampled_from(("leg", "area")),
    st.sampled_from(("full", "brief", "chimes")),
    st.integers(1, 3),
    st.sampled_from((None, 0, 120_000)),
    st.data(),
)
def test_whatever_a_session_of_any_length_says_is_among_the_lines_and_those_to_measure_in_advance(
    drawn: Routine, order: Order, talk: Talk, rounds: int, rest_ms: int | None, data: st.DataObject
) -> None:
    of = measured(drawn, Preferences(order=order, talk=talk, rounds=rounds, rest_ms=rest_ms))
    lines = set(narration_lines(drawn, PHRASES, of.preferences))
    texts = {line.text for line in lines}
    assert {cue.text for cue in of.script(data.draw(lengths(of))).cues if cue.text} <= texts
    assert texts <= {line.text for line in every_line(drawn, PHRASES)}
