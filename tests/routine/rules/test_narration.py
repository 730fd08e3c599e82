"""Rules of narration, each broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.routine.files import Edits
from tests.routine.rules.breaking import BrokenRule, messages_of

BROKEN: list[BrokenRule] = [
    (
        "sentence-length",
        [("Sit well back.", "Sit well back in a chair that has a firm seat and also a high back.")],
        (
            "12:36: opening.settle.say: [sentence-length] a sentence of 16 words is hard to follow; "
            "keep to 14: 'Sit well back in a chair that has a firm seat and also a high back.'"
        ),
    ),
    (
        "step-sentences",
        [("Set both thumbs on your {side} sole.", "Bend down. Set both thumbs on your {side} sole. Press. Let go.")],
        (
            "23:14: sections[0].steps[0].say: [step-sentences] 4 sentences are too many to start with; say 3 "
            "and remind of the rest"
        ),
    ),
    (
        "imperative-first",
        [("Set both thumbs on your {side} sole.", "Your thumbs go on your {side} sole.")],
        ("23:14: sections[0].steps[0].say: [imperative-first] begin with what to do, not with 'Your'"),
    ),
    (
        "side-named",
        [("Set both thumbs on your {side} sole.", "Set both thumbs on the sole.")],
        (
            "23:14: sections[0].steps[0].say: [side-named] both sides are worked here, so the words must "
            "name which: use {side}"
        ),
    ),
    (
        "side-named",
        [("Bring up your {side} foot.", "Bring up that foot.")],
        (
            "16:38: sections[0].switch.say: [side-named] both sides are worked here, so the words must name "
            "which: use {side}"
        ),
    ),
    (
        "side-named",
        [
            (
                'Set both thumbs on your {side} sole."',
                'Set both thumbs on your {side} sole."\n        brief: Thumbs on it.',
            )
        ],
        (
            "24:16: sections[0].steps[0].brief: [side-named] both sides are worked here, so the words must name "
            "which: use {side}"
        ),
    ),
    (
        "literal-side",
        [("Slow circles, row by row.", "Slow circles on the left.")],
        (
            "24:18: sections[0].steps[0].remind[0]: [literal-side] 'left' would be wrong on the second side; "
            "write {side} or {other}"
        ),
    ),
    (
        "literal-side",
        [("Sit well back.", "Sit well back, and bring up your left foot.")],
        (
            "12:36: opening.settle.say: [literal-side] 'your left' would be wrong in a session for the other "
            "side only; name no side here"
        ),
    ),
    (
        "hands-free",
        [("Sit well back.", "Put your phone within reach.")],
        (
            "12:36: opening.settle.say: [hands-free] 'your phone': the listener's eyes are shut and hands "
            "oily; nothing may need a device"
        ),
    ),
    (
        "hands-free",
        [("Breathe in your own rhythm.", "Turn down the volume as you like.")],
        (
            "8:41: remind[1]: [hands-free] 'Turn down the volume': the listener's eyes are shut and hands "
            "oily; nothing may need a device"
        ),
    ),
    (
        "kind-words",
        [("Breathe in your own rhythm.", "Relax more with every breath.")],
        ("8:41: remind[1]: [kind-words] 'Relax more': nobody can relax on command; offer it instead"),
    ),
    (
        "kind-words",
        [("Slow circles, row by row.", "Work on the flabby parts.")],
        ("24:18: sections[0].steps[0].remind[0]: [kind-words] 'flabby': a session does not judge bodies"),
    ),
    (
        "rest-announced",
        [("closing:\n", 'closing:\n  rest: {time: 30s/60s/90s, say: "Rest for a while."}\n')],
        (
            "31:34: closing.rest.say: [rest-announced] a rest is silent for minutes; say that it begins, and "
            "that a bell will end it"
        ),
    ),
    (
        "repeated-line",
        [("Breathe in your own rhythm.", "Keep the pressure pleasant.")],
        (
            "8:41: remind[1]: [repeated-line] 'Keep the pressure pleasant.' is said elsewhere too, and would "
            "sound like a loop"
        ),
    ),
    (
        "brief-words",
        [
            (
                'say: "Set both thumbs on your {side} sole."',
                'say: "Rub your {side} sole. Stop short of the heel."\n        brief: "Rub your {side} sole, briefly."',
            )
        ],
        (
            "24:16: sections[0].steps[0].brief: [brief-words] 'Stop short' in `say` sets a limit, and these words "
            "do not; keep it"
        ),
    ),
    (
        "few-reminders",
        [(', "Firm, never sharp."', "")],
        ("18:9: sections[0].steps[0]: [few-reminders] it can last a minute and more, so give it at least 2 reminders"),
    ),
    (
        "tired-thumbs",
        [
            ("technique: mobilisation", "technique: friction\n        pressure: 4"),
            ("tempo: 8", "tempo: 20"),
            ("Turn your {side} foot slowly.", "Press your thumbs along your {side} foot."),
        ],
        (
            "30:14: sections[0].steps[1].say: [tired-thumbs] two thumb steps in a row tire the hands; put a "
            "palm or fist step between them"
        ),
    ),
]


@pytest.mark.parametrize(("rule", "edits", "message"), BROKEN)
def test_a_broken_rule_is_reported_with_its_line_and_column(
    tmp_path: Path, rule: str, edits: Edits, message: str
) -> None:
    assert messages_of(rule, tmp_path, edits) == [message]


def test_a_sentence_that_is_written_many_times_is_reported_once(tmp_path: Path) -> None:
    edits = [("Breathe in your own rhythm.", 'Stay slow.", "Keep on.", "Stay slow.", "Keep on.", "Stay slow.')]
    reported = messages_of("repeated-line", tmp_path, edits)
    assert [sum(f"'{words}'" in message for message in reported) for words in ("Stay slow.", "Keep on.")] == [1, 1]


def test_the_brief_words_of_a_step_may_be_some_of_its_others(tmp_path: Path) -> None:
    say = '"Rub your {side} sole. Stay slow."'
    for brief in ("Rub your {side} sole.", "Once more, your {side} sole."):
        words = f'say: {say}\n        again: "Once more, your {{side}} sole."\n        brief: "{brief}"'
        edits = [('say: "Set both thumbs on your {side} sole."', words)]
        assert messages_of("repeated-line", tmp_path, edits) == []


@pytest.mark.parametrize(
    ("language", "say", "brief", "kept"),
    [
        ("en", "Knead your {side} calf. Keep off the bone.", "Knead your {side} calf, keeping off the bone.", True),
        ("en", "Knead your {side} calf. Keep off the bone.", "Knead your {side} calf.", False),
        ("en", "Lift your {side} calf. End well below the knee.", "Lift your {side} calf, below the knee.", True),
        ("de", "Knete deine {side} Wade. Halte unter dem Knie an.", "Knete sie, {side}, bis unter das Knie.", True),
        ("de", "Knete deine {side} Wade. Halte unter dem Knie an.", "Knete deine {side} Wade.", False),
        ("es", "Amasa la pantorrilla {side}. Detente antes de la rodilla.", "Amasa la pantorrilla {side}.", False),
    ],
)
def test_a_limit_that_say_names_stays_in_the_brief_words(
    tmp_path: Path, language: str, say: str, brief: str, kept: bool
) -> None:
    words = f'say: "{say}"\n        brief: "{brief}"'
    edits = [
        ("title: Soles", f"title: Soles\nlanguage: {language}"),
        ('say: "Set both thumbs on your {side} sole."', words),
    ]
    assert len(messages_of("brief-words", tmp_path, edits)) == (not kept)
