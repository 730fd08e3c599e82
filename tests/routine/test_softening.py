"""Work with less pressure than its author intended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.routine.body import TECHNIQUES, Technique
from kneadcast.routine.model import Step
from kneadcast.routine.softening import can_be_softened, lighten, soften, without_firm_reminders
from tests.routines import routine, section, step


def firm_step(**more: Any) -> Step:
    return Step.model_validate(step("sole", **{"pressure": 5, "say": "Rub your sole.", "again": None, **more}))


@pytest.fixture
def softly() -> Iterator[str]:
    return iter(["Light hands here."])


@pytest.mark.parametrize(
    ("say", "pressure", "possible"),
    [("Rub your sole.", 2, True), ("Press your knuckles in.", 2, False), ("Press your knuckles in.", 4, True)],
)
@pytest.mark.parametrize("key", ["say", "again", "brief"])
def test_words_for_firm_hands_never_fit_light_pressure(key: str, say: str, pressure: int, possible: bool) -> None:
    assert can_be_softened(firm_step(**{key: say}), pressure, "en") == possible


def test_words_in_a_language_without_a_vocabulary_are_taken_to_fit() -> None:
    assert can_be_softened(firm_step(say="Appuie fort."), 2, "fr")


def test_a_softened_step_asks_for_light_hands_and_loses_firm_reminders(softly: Iterator[str]) -> None:
    found = soften(firm_step(remind=["Firm, never sharp.", "Row by row."]), 3, "en", softly)
    assert (found.pressure, found.say, found.remind) == (3, "Rub your sole. Light hands here.", ("Row by row.",))


def test_the_brief_words_of_a_softened_step_ask_for_light_hands_as_well(softly: Iterator[str]) -> None:
    found = soften(firm_step(brief="Rub it."), 3, "en", softly)
    assert (found.say, found.brief) == ("Rub your sole. Light hands here.", "Rub it. Light hands here.")
    assert soften(firm_step(), 3, "en", softly).brief is None


def test_no_sentence_for_light_hands_is_used_twice(softly: Iterator[str]) -> None:
    assert soften(firm_step(), 3, "en", softly).say == "Rub your sole. Light hands here."
    assert soften(firm_step(), 3, "en", softly).say == "Rub your sole."


def test_light_work_that_becomes_lighter_needs_no_sentence(softly: Iterator[str]) -> None:
    assert soften(firm_step(pressure=3), 2, "en", softly).say == "Rub your sole."


def lighter_step(technique: str, pressure: int | None, **more: Any) -> Step:
    return firm_step(technique=technique, pressure=pressure, tempo=8 if technique == "mobilisation" else 30, **more)


@given(
    st.sampled_from([technique for technique in TECHNIQUES.values() if technique.pressure]),
    st.data(),
    st.integers(0, 9),
)
def test_a_lighter_step_has_less_pressure_but_no_less_than_its_technique_needs(
    technique: Technique, data: st.DataObject, by: int
) -> None:
    lightest, firmest = technique.pressure or (0, 0)
    pressure = data.draw(st.integers(lightest, firmest))
    assert lighten(lighter_step(technique.id, pressure), by, "en").pressure == max(lightest, pressure - by)


@pytest.mark.parametrize(("by", "pressure"), [(0, 6), (1, 5), (2, 4), (3, 4), (9, 4)])
def test_a_step_whose_words_ask_for_firm_hands_never_becomes_light(by: int, pressure: int) -> None:
    step = firm_step(pressure=6, say="Press your knuckles into your sole.")
    assert lighten(step, by, "en").pressure == pressure


@pytest.mark.parametrize("key", ["say", "again", "brief"])
def test_light_work_whose_words_ask_for_firm_hands_keeps_its_pressure(key: str) -> None:
    step = firm_step(pressure=3, technique="effleurage", **{key: "Press your knuckles in."})
    assert lighten(step, 1, "en") == step


def test_a_lighter_step_keeps_its_words_and_loses_reminders_for_firm_hands() -> None:
    step = firm_step(remind=["Firm, never sharp.", "Row by row."])
    found = lighten(step, 1, "en")
    assert (found.say, found.pressure, found.remind) == (step.say, 4, ("Row by row.",))


@pytest.mark.parametrize(("technique", "pressure"), [("mobilisation", None), ("petrissage", 4), ("effleurage", 2)])
def test_a_step_that_cannot_be_lighter_stays_as_it_is(technique: str, pressure: int | None) -> None:
    step = lighter_step(technique, pressure, remind=["Firm, never sharp.", "Row by row."])
    assert lighten(step, 1, "en") == step


def test_firm_reminders_stay_if_too_few_others_remain() -> None:
    firm, calm = "Firm, and still pleasant.", ["Stay slow.", "Breathe out."]
    assert without_firm_reminders(routine(section(step()), remind=[firm, *calm])).remind == tuple(calm)
    assert without_firm_reminders(routine(section(step()), remind=[firm, calm[0]])).remind == (firm, calm[0])
