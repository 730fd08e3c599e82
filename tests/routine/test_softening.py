"""Work with less pressure than its author intended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kneadcast.routine.model import Step
from kneadcast.routine.softening import can_be_softened, soften, without_firm_reminders
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
def test_words_for_firm_hands_never_fit_light_pressure(say: str, pressure: int, possible: bool) -> None:
    assert can_be_softened(firm_step(say=say), pressure, "en") == possible


def test_words_in_a_language_without_a_vocabulary_are_taken_to_fit() -> None:
    assert can_be_softened(firm_step(say="Appuie fort."), 2, "fr")


def test_a_softened_step_asks_for_light_hands_and_loses_firm_reminders(softly: Iterator[str]) -> None:
    found = soften(firm_step(remind=["Firm, never sharp.", "Row by row."]), 3, "en", softly)
    assert (found.pressure, found.say, found.remind) == (3, "Rub your sole. Light hands here.", ("Row by row.",))


def test_no_sentence_for_light_hands_is_used_twice(softly: Iterator[str]) -> None:
    assert soften(firm_step(), 3, "en", softly).say == "Rub your sole. Light hands here."
    assert soften(firm_step(), 3, "en", softly).say == "Rub your sole."


def test_light_work_that_becomes_lighter_needs_no_sentence(softly: Iterator[str]) -> None:
    assert soften(firm_step(pressure=3), 2, "en", softly).say == "Rub your sole."


def test_firm_reminders_stay_if_too_few_others_remain() -> None:
    firm, calm = "Firm, and still pleasant.", ["Stay slow.", "Breathe out."]
    assert without_firm_reminders(routine(section(step()), remind=[firm, *calm])).remind == tuple(calm)
    assert without_firm_reminders(routine(section(step()), remind=[firm, calm[0]])).remind == (firm, calm[0])
