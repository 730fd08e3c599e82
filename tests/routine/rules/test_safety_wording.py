"""Rules on what a session must and must never say, each broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.routine.files import SAFETY, Edits
from tests.routine.rules.breaking import BrokenRule, messages_of

BROKEN: list[BrokenRule] = [
    (
        "no-cream",
        [
            ("type: relaxing", "type: lymphatic"),
            ("technique: friction", "technique: lymph_stretch"),
            ("pressure: 5", "pressure: 1"),
            ("tempo: 30", "tempo: 14"),
            ("area: sole", "area: front-thigh"),
            ("or a possible clot", "or a possible clot, heart or kidney failure, or lymphoedema"),
            ("area: foot", "area: calf"),
            ("Sit well back.", "Sit well back, and rub in some oil."),
        ],
        (
            "12:36: opening.settle.say: [no-cream] a lymphatic routine is done on dry skin, without 'oil': "
            "lymphatic work moves the skin itself, and on cream the fingers slip"
        ),
    ),
    (
        "no-cream",
        [
            ("type: relaxing", "type: lymphatic"),
            ("technique: friction", "technique: lymph_stretch"),
            ("pressure: 5", "pressure: 1"),
            ("tempo: 30", "tempo: 14"),
            ("area: sole", "area: front-thigh"),
            ("or a possible clot", "or a possible clot, heart or kidney failure, or lymphoedema"),
            ("area: foot", "area: calf"),
            ("length: 3m", "length: 3m\nneeds: [hand cream]"),
        ],
        (
            "8:9: needs[0]: [no-cream] a lymphatic routine is done on dry skin, without 'hand cream': "
            "lymphatic work moves the skin itself, and on cream the fingers slip"
        ),
    ),
    (
        "safety-line",
        [(SAFETY, "Skip with a fever. Ask a doctor. Mind broken skin. Stop if it hurts.")],
        ("11:36: opening.safety.say: [safety-line] a safety line of 14 words is too short; it needs at least 20"),
    ),
    (
        "safety-line",
        [(" Stop if anything hurts.", " Have a lovely time with this.")],
        ("11:36: opening.safety.say: [safety-line] the safety line does not say when to stop"),
    ),
    (
        "safety-line",
        [("Ask a doctor first if you are pregnant.", "Take it easy with yourself and your feet today.")],
        ("11:36: opening.safety.say: [safety-line] the safety line does not say who asks a doctor first"),
    ),
    (
        "type-contraindications",
        [
            ("type: relaxing", "type: lymphatic"),
            ("or a possible clot", "or a possible clot, heart failure, or lymphoedema"),
        ],
        (
            "11:36: opening.safety.say: [type-contraindications] routines of type lymphatic are not for "
            "people with kidney failure; the safety line has to say so"
        ),
    ),
    (
        "type-contraindications",
        [("type: relaxing", "type: anti-cellulite")],
        (
            "11:36: opening.safety.say: [type-contraindications] routines of type anti-cellulite are not for "
            "people with skin that bruises easily; the safety line has to say so"
        ),
    ),
    (
        "health-claim",
        [("Sit well back.", "Sit back. This improves your circulation.")],
        (
            "12:36: opening.settle.say: [health-claim] 'circulation' sounds like a health claim: no session "
            "can be promised to change what vessels do"
        ),
    ),
    (
        "health-claim",
        [("Three minutes for the soles.", "Relieves heel pain in three minutes.")],
        (
            "4:10: summary: [health-claim] 'Relieves' sounds like a health claim: a session gives comfort; "
            "it is not a treatment and must not promise one"
        ),
    ),
    (
        "health-claim",
        [("Slow circles, row by row.", "Feel the toxins leave.")],
        (
            "24:18: sections[0].steps[0].remind[0]: [health-claim] 'toxins' sounds like a health claim: no "
            "study shows that rubbing a leg does anything for organs"
        ),
    ),
    (
        "health-claim",
        [("title: Soles", "title: Legs without cellulite")],
        (
            "3:8: title: [health-claim] 'cellulite' sounds like a health claim: rubbing skin removes no "
            "fat, and must not promise it"
        ),
    ),
    (
        "prone-support",
        [
            ("mode: self", "mode: partner"),
            (
                "sides: each",
                "sides: each\n    position: prone\n    "
                'move: {preview: "Soon they turn.", say: "Ask them to turn over.", time: 20s/30s/40s}',
            ),
        ],
        (
            "17:45: sections[0].move.say: [prone-support] lying on the stomach needs a cushion under the "
            "ankles, and the words must say so"
        ),
    ),
    (
        "prone-support",
        [
            ("mode: self", "mode: partner"),
            ("position: foot-drawn-in", "position: prone"),
            ("Sit well back.", "Let your partner lie face down."),
        ],
        (
            "12:36: opening.settle.say: [prone-support] lying on the stomach needs a cushion under the "
            "ankles, and the words must say so"
        ),
    ),
    (
        "step-caution",
        [("area: sole", "area: calf")],
        (
            "18:9: sections[0].steps[0]: [step-caution] this work comes near the hollow of the knee, and its `caution` "
            "has to name it: vessels and nerves lie near the surface there"
        ),
    ),
    (
        "step-caution",
        [("area: sole", "area: calf"), ("pressure: 5", "caution: Stop in time.\n        pressure: 5")],
        (
            "20:18: sections[0].steps[0].caution: [step-caution] this work comes near the hollow of the knee, and its "
            "`caution` has to name it: vessels and nerves lie near the surface there"
        ),
    ),
    (
        "caution-side",
        [("pressure: 5", 'caution: "Keep off the {side} bone."\n        pressure: 5')],
        "20:18: sections[0].steps[0].caution: [caution-side] a caution holds for both sides; leave out the side",
    ),
]


@pytest.mark.parametrize(("rule", "edits", "message"), BROKEN)
def test_a_broken_rule_is_reported_with_its_line_and_column(
    tmp_path: Path, rule: str, edits: Edits, message: str
) -> None:
    assert messages_of(rule, tmp_path, edits) == [message]
