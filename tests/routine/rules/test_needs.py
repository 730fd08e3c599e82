"""Rules on `needs`, each broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.routine.files import Edits
from tests.routine.rules.breaking import BrokenRule, messages_of

BROKEN: list[BrokenRule] = [
    (
        "props-named",
        [("length: 3m", "length: 3m\nneeds: [stool]")],
        ("8:9: needs[0]: [props-named] 'stool' is needed, but the opening does not name it"),
    ),
    (
        "props-listed",
        [("Sit well back.", "Sit well back, with a towel.")],
        ("12:36: opening.settle.say: [props-listed] 'towel' is used here, but `needs` lists no towel"),
    ),
]


@pytest.mark.parametrize(("rule", "edits", "message"), BROKEN)
def test_a_broken_rule_is_reported_with_its_line_and_column(
    tmp_path: Path, rule: str, edits: Edits, message: str
) -> None:
    assert messages_of(rule, tmp_path, edits) == [message]
