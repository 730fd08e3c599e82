"""Rules of form, each broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.routine.library import check_routine_file
from tests.routine.files import Edits, faulty, write
from tests.routine.rules.breaking import BrokenRule, messages_of

_STAND = """\
  - name: Hips
    position: standing
    move: {preview: "Soon you stand.", say: "Stand up.", time: 10s/20s/30s}
    sides: none
    steps: [{area: hip, technique: mobilisation, tool: none, tempo: 8, time: 10s/20s/40s, say: "Circle the hips."}]
"""
_LIE = """\
  - name: Thighs
    position: bed-seated
    move: {preview: "Soon you sit in bed.", say: "Sit down in bed.", time: 10s/20s/30s}
    sides: none
    steps: [{area: thigh, technique: mobilisation, tool: none, tempo: 8, time: 10s/20s/40s, say: "Swing both legs."}]
"""
TWO_MORE_POSITIONS = _STAND + _LIE
BROKEN: list[BrokenRule] = [
    (
        "announced-move",
        [("sides: each", "sides: each\n    position: seated-edge")],
        (
            "16:15: sections[0].position: [announced-move] the position changes to seated-edge "
            "without a word; add a `move`"
        ),
    ),
    (
        "move-from",
        [("closing:", TWO_MORE_POSITIONS + "closing:")],
        (
            "37:11: sections[2].move: [move-from] a listener comes here from 'chair' if the section before is left "
            "out; say so in `from`"
        ),
    ),
    (
        "condition",
        [("Sit well back.", "[if feet] Sit well back. Breathe. [when hip] Lie down.")],
        ("12:36: opening.settle.say: [condition] '[when hip]' is no condition; write [if PART] or [unless PART]"),
    ),
    (
        "condition",
        [("Sit well back.", "Sit well back].")],
        (
            "12:36: opening.settle.say: [condition] the text has a single bracket; a condition is written as [if PART] "
            "in front of a sentence"
        ),
    ),
    (
        "condition",
        [("Sit well back.", "[if feet] Sit well back.")],
        (
            "12:36: opening.settle.say: [condition] every sentence has a condition; one has to remain when none of "
            "them holds"
        ),
    ),
    (
        "condition",
        [("Skip today", "[if feet] Skip today")],
        ("11:36: opening.safety.say: [condition] what is said for safety has no condition; leave it out"),
    ),
    (
        "announced-switch",
        [('    switch: {time: 10s/12s/15s, say: "Bring up your {side} foot."}\n', "")],
        ("14:5: sections[0]: [announced-switch] both sides are worked but nothing leads across; add a `switch`"),
    ),
    (
        "announced-switch",
        [("sides: each", "sides: left")],
        (
            "16:13: sections[0].switch: [announced-switch] there is no second side to switch to with "
            "`sides: left`; leave the key out"
        ),
    ),
    (
        "placeholder",
        [("your {side} sole", "your {leg} sole")],
        ("23:14: sections[0].steps[0].say: [placeholder] '{leg}' is never filled in; only {side} and {other} are"),
    ),
    (
        "placeholder",
        [("your {side} sole", "your {side sole")],
        (
            "23:14: sections[0].steps[0].say: [placeholder] the text has a single brace; only {side} and "
            "{other} are filled in"
        ),
    ),
    (
        "placeholder",
        [("Sit well back.", "Sit on your {side}.")],
        ("12:36: opening.settle.say: [placeholder] there is no side here to name; say it without {side} and {other}"),
    ),
    (
        "placeholder",
        [("your {side} sole", "your {sides} sole")],
        ("23:14: sections[0].steps[0].say: [placeholder] '{sides}' is never filled in; only {side} and {other} are"),
    ),
    (
        "placeholder",
        [('say: "Bring up your {side} foot."', 'say: "Bring it up.", remind: ["Now {this} foot."]')],
        ("16:63: sections[0].switch.remind[0]: [placeholder] '{this}' is never filled in; only {side} and {other} are"),
    ),
    (
        "step-ids",
        [("- area: foot", "- id: sole-friction\n        area: foot")],
        (
            "25:9: sections[0].steps[1]: [step-ids] another step of this section is called "
            "'sole-friction' too; give this one an `id`"
        ),
    ),
    (
        "step-ids",
        [("- area: foot", "- id: switch\n        area: foot")],
        (
            "25:13: sections[0].steps[1].id: [step-ids] a step cannot be called 'switch', which is the id of "
            "the section's own switch"
        ),
    ),
    (
        "step-ids",
        [
            (
                "closing:\n",
                (
                    "  - name: feet!\n    sides: none\n    steps: [{area: sole, technique: mobilisation, "
                    'tempo: 8, time: 10s/20s/40s, say: "Turn."}]\nclosing:\n'
                ),
            )
        ],
        "30:11: sections[1].name: [step-ids] another section is called 'Feet' already",
    ),
    (
        "step-ids",
        [
            (
                "closing:\n",
                (
                    "  - name: Soles\n    id: feet\n    sides: none\n    steps: [{area: sole, technique: mobilisation, "
                    'tempo: 8, time: 10s/20s/40s, say: "Turn."}]\nclosing:\n'
                ),
            )
        ],
        (
            "31:9: sections[1].id: [step-ids] another section has the id 'feet' already; give one of the "
            "two another `id`"
        ),
    ),
    (
        "step-ids",
        [("- area: foot", "- id: pause\n        area: foot")],
        (
            "25:13: sections[0].steps[1].id: [step-ids] a step cannot be called 'pause', which is the id of "
            "the section's own pause"
        ),
    ),
    (
        "one-priority",
        [("tempo: 8", "tempo: 8\n        optional: false\n        priority: 2")],
        (
            "28:19: sections[0].steps[1].optional: [one-priority] `priority: 2` says when the step is left out; "
            "leave `optional` out"
        ),
    ),
    (
        "default-length",
        [("length: 3m", "length: 30m")],
        (
            "7:9: length: [default-length] the default length is 30m00s, but all maxima together make only "
            "6m20s; ask for less, or allow the steps more"
        ),
    ),
]


@pytest.mark.parametrize(("rule", "edits", "message"), BROKEN)
def test_a_broken_rule_is_reported_with_its_line_and_column(
    tmp_path: Path, rule: str, edits: Edits, message: str
) -> None:
    assert messages_of(rule, tmp_path, edits) == [message]


def test_a_change_of_position_is_announced_once(tmp_path: Path) -> None:
    move = '{preview: "Soon you will stand.", say: "Stand up.", time: 10s/20s/30s}'
    later = "  - name: Hips\n    position: standing\n    sides: none\n    steps: [{area: hip, technique: mobilisation, "
    later += 'tempo: 8, time: 10s/20s/40s, say: "Circle the hips."}]\n'
    text = faulty(
        ("sides: each", f"sides: each\n    position: standing\n    move: {move}"),
        ("closing:", later + "closing:"),
        ("tempo: 30", "tempo: 30\n        hand: thumbs"),
        ("area: sole", "area: hip"),
        ("area: foot", "tool: none\n        area: foot"),
        ('remind: ["Slow', 'caution: "Keep off the bone."\n        remind: ["Slow'),
    )
    assert check_routine_file(write(tmp_path, text))[1] == ()
