"""Rules on cushions, covers and consent, each broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.routine.files import Edits
from tests.routine.rules.breaking import BrokenRule, messages_of

PARTNER = ("mode: self", "mode: partner")
SETTLE = 'settle: {time: 12s/20s/40s, say: "Sit well back."}'
CALF = ("area: sole", "area: calf")


def lying(position: str, settle: str) -> Edits:
    return [PARTNER, ("position: foot-drawn-in", f"position: {position}"), (SETTLE, f"settle: {settle}")]


def turned(move: str) -> Edits:
    """Returns edits after which a receiver lies on the back, a cushion under the knees, and turns over."""
    settle = '{time: 12s/20s/40s, say: "Lie down, a cushion under the knees.", cushions: [knees]}'
    section = f"sides: each\n    position: prone\n    move: {{preview: Soon they turn., time: 9s/9s/9s, {move}}}"
    return [*lying("supine", settle), ("sides: each", section)]


BROKEN: list[BrokenRule] = [
    (
        "cushions",
        lying("supine", '{time: 12s/20s/40s, say: "Lie down."}'),
        "12:11: opening.settle: [cushions] lying supine is done with a cushion under the knees; state it in `cushions`",
    ),
    (
        "cushions",
        lying("prone", '{time: 12s/20s/40s, say: "Lie on a cushion.", cushions: [head]}'),
        "12:11: opening.settle: [cushions] lying prone is done with a cushion under the ankles; state it in `cushions`",
    ),
    (
        "cushions",
        lying("supine", '{time: 12s/20s/40s, say: "Lie down.", cushions: [knees]}'),
        "12:36: opening.settle.say: [cushions] `cushions` changes here, and these words do not say so",
    ),
    (
        "cushions",
        turned('say: "Turn over."'),
        "17:11: sections[0].move: [cushions] a turn from supine to prone moves the cushions; state where they lie",
    ),
    (
        "cushions",
        turned('say: "Turn over.", cushions: [ankles]'),
        "17:59: sections[0].move.say: [cushions] `cushions` changes here, and these words do not say so",
    ),
    (
        "drape",
        [PARTNER, CALF, (SETTLE, 'settle: {time: 12s/20s/40s, say: "Cover both legs.", drape: both}')],
        (
            "18:9: sections[0].steps[0]: [drape] the calf is covered on the first side; uncover the leg before, in "
            "`drape`*"
        ),
    ),
    (
        "drape",
        [PARTNER, CALF, (SETTLE, 'settle: {time: 12s/20s/40s, say: "Cover the other leg.", drape: other}')],
        (
            "18:9: sections[0].steps[0]: [drape] the calf is covered on the second side; uncover the leg before, in "
            "`drape`"
        ),
    ),
    (
        "drape",
        [PARTNER, ('say: "Bring up your {side} foot."', 'say: "Now the {side} foot.", drape: other')],
        "16:38: sections[0].switch.say: [drape] `drape` changes here, and these words do not say so",
    ),
    (
        "consent",
        [PARTNER, ("area: sole", "area: glutes")],
        "18:9: sections[0].steps[0]: [consent] the giver has to ask before working the glutes; say so in `ask`",
    ),
    (
        "consent",
        [("pressure: 5", "ask: Ask first.\n        pressure: 5")],
        "20:14: sections[0].steps[0].ask: [consent] there is nobody to ask in a routine for one; leave it out",
    ),
]


@pytest.mark.parametrize(("rule", "edits", "message"), BROKEN)
def test_a_broken_rule_is_reported_with_its_line_and_column(
    tmp_path: Path, rule: str, edits: Edits, message: str
) -> None:
    found = messages_of(rule, tmp_path, edits)
    assert found[0] == message.removesuffix("*")
    assert len(found) == (2 if message.endswith("*") else 1)


@pytest.mark.parametrize(
    ("rule", "edits"),
    [
        ("cushions", turned('say: "Turn over, the cushion under the ankles.", cushions: [ankles]')),
        ("cushions", lying("side-lying", '{time: 12s/20s/40s, say: "Lie on your side."}')),
        ("drape", [PARTNER, (SETTLE, 'settle: {time: 12s/20s/40s, say: "Cover both legs.", drape: both}')]),
        ("consent", [PARTNER, ("area: sole", "ask: Ask whether it is all right.\n        area: glutes")]),
    ],
)
def test_what_is_said_and_stated_is_no_fault(tmp_path: Path, rule: str, edits: Edits) -> None:
    assert messages_of(rule, tmp_path, edits) == []
