"""The table of rules, and the findings of all of them together."""

from __future__ import annotations

from pathlib import Path

from kneadcast.routine.library import check_routine_file
from kneadcast.routine.rules import RULES
from tests.routine.files import faulty, write
from tests.routine.rules import (
    test_care,
    test_form,
    test_narration,
    test_needs,
    test_pictured,
    test_safety_wording,
    test_work,
)


def test_every_rule_is_broken_by_some_test() -> None:
    modules = (test_care, test_form, test_narration, test_needs, test_pictured, test_safety_wording, test_work)
    broken = {rule for module in modules for rule, _, _ in module.BROKEN}
    assert broken == {rule.id for rule in RULES.values() if rule.find}


def test_broken_rules_are_reported_in_order_of_their_lines(tmp_path: Path) -> None:
    text = faulty(
        ("tempo: 30", "tempo: 300"),
        ("pressure: 5", "pressure: 9"),
        ("Sit well back.", "Sit on your {side}."),
        ("your {side} foot slowly", "your {leg} slowly"),
    )
    _, problems = check_routine_file(write(tmp_path, text))
    assert [(problem.line, problem.rule) for problem in problems] == [
        (12, "placeholder"),
        (20, "pressure-cap"),
        (20, "technique-pressure"),
        (20, "type-pressure"),
        (21, "technique-tempo"),
        (21, "type-tempo"),
        (29, "placeholder"),
        (29, "side-named"),
    ]
