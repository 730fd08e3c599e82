"""Rules on the hand and the path of a step, each broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.routine.library import check_routine_file, load_routine
from kneadcast.routine.model import Routine, Step
from kneadcast.routine.rules import RULES
from tests.routine.files import Edits, faulty, write
from tests.routine.rules.breaking import BrokenRule, messages_of

SAY = "Set both thumbs on your {side} sole."
BROKEN: list[BrokenRule] = [
    (
        "path-in-area",
        [("tempo: 30", "tempo: 30\n        path: toes to ankle")],
        "22:15: sections[0].steps[0].path: [path-in-area] 'ankle' is not on the sole; use toes, arch, heel",
    ),
    (
        "hand-tool",
        [("tempo: 30", "tempo: 30\n        hand: ball"), (SAY, "Roll along your {side} sole.")],
        "22:15: sections[0].steps[0].hand: [hand-tool] a ball is a tool; state it in `tool`",
    ),
    (
        "hand-tool",
        [("tempo: 30", "tempo: 30\n        tool: ball\n        hand: palm"), (SAY, "Roll along your {side} sole.")],
        "23:15: sections[0].steps[0].hand: [hand-tool] the tool is 'ball', so the hand is 'ball'; leave it out",
    ),
    (
        "hand-words",
        [("tempo: 30", "tempo: 30\n        hand: fist")],
        "24:14: sections[0].steps[0].say: [hand-words] 'thumbs' does not fit the hand of the step, 'fist'",
    ),
    (
        "path-words",
        [
            ("tempo: 30", "tempo: 30\n        path: toes to heel"),
            (SAY, "Circle your thumbs on your {side} sole, from heel to toes."),
        ],
        ("24:14: sections[0].steps[0].say: [path-words] 'from heel' does not fit the path of the step, 'toes to heel'"),
    ),
]


@pytest.mark.parametrize(("rule", "edits", "message"), BROKEN)
def test_a_broken_rule_is_reported_with_its_line_and_column(
    tmp_path: Path, rule: str, edits: Edits, message: str
) -> None:
    assert messages_of(rule, tmp_path, edits) == [message]


def test_words_against_a_default_are_a_warning_so_that_earlier_routines_are_still_read(tmp_path: Path) -> None:
    text = faulty((SAY, "Rub your {side} sole with a fist, from heel to toes."))
    routine, problems = check_routine_file(write(tmp_path, text))
    assert routine is not None
    assert [(problem.rule, problem.severity) for problem in problems] == [
        ("hand-words", "warning"),
        ("path-words", "warning"),
    ]
    assert "state the hand in `hand`" in problems[0].message


def found(rule: str, words: str, *, language: str = "en", key: str = "say", **changes: object) -> bool:
    """Returns whether a step with other words breaks a rule."""
    routine = load_routine("toes-to-hip")
    section = routine.sections[0]
    data = {"area": "calf", "technique": "effleurage", "pressure": 3, "tempo": 12, "time": "20s/40s/60s"}
    step = Step.model_validate({**data, "say": "Work.", key: words, **changes})
    changed: Routine = routine.model_copy(
        update={"language": language, "sections": (section.model_copy(update={"steps": (step,)}),)}
    )
    find = RULES[rule].find
    assert find is not None
    return bool(list(find(changed)))


CALF, THIGH = {"area": "calf"}, {"area": "front-thigh"}
DOWN = {"path": "below-knee to ankle"}
SOLE = {"area": "sole"}


@pytest.mark.parametrize(
    ("language", "words", "changes"),
    [
        ("en", "Stroke from the knee to the ankle.", CALF),
        ("en", "Stroke up your calf.", DOWN),
        ("en", "Stroke downward.", CALF),
        ("en", "Glide toward the knee.", DOWN),
        ("en", "Glide along the sole, toward the toes.", SOLE),
        ("en", "Glide from toes to ankle.", {"area": "foot", "path": "toes to heel"}),
        ("en", "Stroke up to halfway.", THIGH),
        ("en", "Circle around the kneecap.", {"area": "knee", "path": "knee to above-knee"}),
        ("en", "Stroke from knee to hip.", {"area": "hip", "path": "around hip-bone"}),
        ("de", "Streiche vom Knie bis zum Knöchel.", CALF),
        ("de", "Streiche die Wade hinauf.", DOWN),
        ("de", "Gleite zur Ferse hin.", {"area": "sole", "path": "heel to toes"}),
        ("de", "Kreise um die Kniescheibe.", {"area": "knee", "path": "knee to above-knee"}),
        ("es", "Desliza las palmas de la rodilla al tobillo.", CALF),
        ("es", "Sube por la pantorrilla.", DOWN),
        ("es", "Haz círculos hacia el talón.", {"area": "sole", "path": "heel to toes"}),
    ],
)
def test_words_that_contradict_the_path_are_found(language: str, words: str, changes: dict[str, str]) -> None:
    assert found("path-words", words, language=language, **changes)


@pytest.mark.parametrize(
    ("language", "words", "changes"),
    [
        ("en", "Stroke from the ankle to below the knee, and lightly back to the ankle.", CALF),
        ("en", "Stroke up your calf, and float back down.", CALF),
        ("en", "Glide toward the heel.", {"area": "foot"}),
        ("en", "Stroke as far as halfway.", {"area": "inner-thigh"}),
        (
            "en",
            "Return to the knee. Stroke from ankle to upper thigh.",
            {"area": "whole-leg", "path": "ankle to mid-thigh"},
        ),
        ("en", "Slide the heel from the toes to the knee.", {"technique": "mobilisation", "pressure": None}),
        ("de", "Streiche vom Knöchel hinauf, und schwebe zum Knöchel zurück.", CALF),
        ("es", "Sube desde el tobillo, y vuelve flotando al tobillo.", CALF),
        ("fr", "Du genou à la cheville.", CALF),
    ],
)
def test_words_that_fit_the_path_are_not(language: str, words: str, changes: dict[str, str]) -> None:
    assert not found("path-words", words, language=language, **changes)


@pytest.mark.parametrize("key", ["say", "again", "brief"])
def test_every_instruction_is_compared(key: str) -> None:
    assert found("path-words", "Stroke downward.", key=key)
    assert found("hand-words", "Rub with your knuckles.", key=key)


@pytest.mark.parametrize(
    ("caution", "changes", "contradicts"),
    [
        ("Stop below the knee.", CALF, False),
        ("Stop below the knee.", {"area": "whole-leg"}, True),
        ("Turn back halfway.", {"area": "inner-thigh"}, False),
        ("Turn back halfway.", THIGH, True),
        ("End below the groin.", {"area": "whole-leg"}, False),
        ("End below the groin.", {"area": "groin"}, True),
        ("End below the buttock.", {"area": "glutes"}, True),
        ("Start a hand's width above the knee.", {"area": "back-thigh"}, False),
        ("Start a hand's width above the knee.", {"area": "back-of-knee"}, True),
    ],
)
def test_a_path_keeps_the_limits_of_the_caution(caution: str, changes: dict[str, str], contradicts: bool) -> None:
    assert found("path-words", caution, key="caution", **changes) == contradicts


@pytest.mark.parametrize(
    ("language", "words", "hand", "contradicts"),
    [
        ("en", "Rub with both thumbs.", "fist", True),
        ("en", "Cup the knee with both palms. Then circle your thumbs.", "thumbs", False),
        ("en", "Stroke softly.", "fist", False),
        ("de", "Setz beide Daumen auf.", "palms", True),
        ("de", "Gleite mit lockerer Faust.", "fist", False),
        ("es", "Desliza las palmas.", "fingertips", True),
    ],
)
def test_words_name_the_hand_of_the_step_or_none(language: str, words: str, hand: str, contradicts: bool) -> None:
    assert found("hand-words", words, language=language, hand=hand) == contradicts
