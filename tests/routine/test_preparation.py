"""Routines in the language of a listener and adapted to cautions."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kneadcast.errors import RoutineError
from kneadcast.routine import PreparedRoutine, load_phrases, load_routine, prepare_routine
from kneadcast.routine.avoidance import avoid
from kneadcast.routine.conditions import without_conditions
from kneadcast.routine.library import find_routine

NAME = "self-massage-at-home"


def test_without_cautions_a_routine_is_as_it_was_written() -> None:
    expected = PreparedRoutine(load_routine(NAME), load_phrases("en"))
    assert prepare_routine(NAME) == prepare_routine(find_routine(NAME)) == expected
    assert prepare_routine(expected.routine) == expected


def test_cautions_are_announced_in_the_language_of_the_routine() -> None:
    found = prepare_routine(NAME, language="de", avoid=["ankle"])
    adapted = avoid(load_routine(NAME, "de"), ["ankle"], load_phrases("de"))
    assert found == PreparedRoutine(adapted.routine, load_phrases("de"), adapted.notes)
    assert found.routine.opening.settle.say.startswith(without_conditions(load_phrases("de").avoided["ankle"]))


def test_a_caution_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RoutineError, match="there is no caution 'ankel'"):
        prepare_routine(NAME, avoid=["ankel"])


def test_preparing_a_routine_imports_nothing_heavy() -> None:
    code = (
        f"import sys; from kneadcast.routine import prepare_routine; prepare_routine({NAME!r}, avoid=['ankle'])\n"
        "print(sorted({'numpy', 'scipy', 'PIL', 'soundfile', 'click', 'kneadcast.speech'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown == "[]\n"
