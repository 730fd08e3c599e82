"""The rules that keep a routine safe and easy to follow, each broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.errors import RoutineError
from kneadcast.routine.body import AREAS, STRONGEST_PRESSURE, TECHNIQUES
from kneadcast.routine.library import check_routine_file, load_routine
from kneadcast.routine.rules import RULES, split_sentences
from tests.routine.broken import UNSAFE
from tests.routine.files import Edits, faulty, write

# A rule, how the faultless routine is made to break it, and what is then said behind the file's name.
BROKEN: list[tuple[str, Edits, str]] = [
    (
        "pressure-cap",
        [("pressure: 5", "pressure: 8")],
        (
            "20:19: sections[0].steps[0].pressure: [pressure-cap] pressure 8 on the sole is above "
            "its cap of 7: thick skin and a strong band of tissue bear firm work, not more"
        ),
    ),
    (
        "pressure-cap",
        [("area: sole", "area: ankle")],
        (
            "20:19: sections[0].steps[0].pressure: [pressure-cap] pressure 5 on the ankle is above "
            "its cap of 3: the tibial nerve and an artery pass behind the inner ankle"
        ),
    ),
    (
        "technique-pressure",
        [("        pressure: 5\n", "")],
        "18:9: sections[0].steps[0]: [technique-pressure] friction needs a pressure of 3 to 6",
    ),
    (
        "technique-pressure",
        [("pressure: 5", "pressure: 2")],
        ("20:19: sections[0].steps[0].pressure: [technique-pressure] friction is done with pressure 3 to 6, not 2"),
    ),
    (
        "technique-pressure",
        [("tempo: 8", "tempo: 8\n        pressure: 2")],
        (
            "28:19: sections[0].steps[1].pressure: [technique-pressure] mobilisation is movement "
            "without pressure; leave the key out"
        ),
    ),
    (
        "technique-tempo",
        [("        tempo: 30\n", "")],
        ("18:9: sections[0].steps[0]: [technique-tempo] friction needs a tempo of 20 to 60 strokes a minute"),
    ),
    (
        "technique-tempo",
        [("tempo: 30", "tempo: 90")],
        ("21:16: sections[0].steps[0].tempo: [technique-tempo] friction is done at 20 to 60 strokes a minute, not 90"),
    ),
    (
        "technique-tempo",
        [("technique: mobilisation", "technique: hold\n        pressure: 2")],
        ("28:16: sections[0].steps[1].tempo: [technique-tempo] hold has no rhythm; leave the key out"),
    ),
    (
        "technique-tempo",
        [("technique: friction", "technique: effleurage"), ("tempo: 30", "tempo: 17")],
        (
            "21:16: sections[0].steps[0].tempo: [technique-tempo] effleurage is done at 6 to 15 or "
            "20 to 30 strokes a minute, not 17"
        ),
    ),
    (
        "technique-here",
        [("area: sole", "area: back-of-knee"), ("pressure: 5", "pressure: 2")],
        (
            "19:20: sections[0].steps[0].technique: [technique-here] friction is not for the back of "
            "the knee: vessels and nerves lie near the surface there, so only strokes that pass over "
            "are allowed; use effleurage"
        ),
    ),
    (
        "reachable-position",
        [("position: seated", "position: prone")],
        (
            "10:13: opening.position: [reachable-position] lying on the stomach is for partner "
            "routines only: nobody can reach their own calves or glutes lying on the stomach"
        ),
    ),
    (
        "announced-move",
        [("sides: each", "sides: each\n    position: seated-edge")],
        (
            "16:15: sections[0].position: [announced-move] the position changes to seated-edge "
            "without a word; add a `move`"
        ),
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
            "23:14: sections[0].steps[0].say: [placeholder] a single brace stands in the text; only "
            "{side} and {other} are filled in"
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
            "25:13: sections[0].steps[1].id: [step-ids] no step can be called 'switch', which the "
            "section's own switch is called"
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
        "sentence-length",
        [("Sit well back.", "Sit well back in a chair that has a firm seat and also a high back.")],
        (
            "12:36: opening.settle.say: [sentence-length] a sentence of 16 words is hard to follow; "
            "keep to 14: 'Sit well back in a chair that has a firm seat and also a high back.'"
        ),
    ),
]


@pytest.mark.parametrize(("rule", "edits", "message"), [*BROKEN, *UNSAFE])
def test_a_broken_rule_is_told_with_its_line_and_column(tmp_path: Path, rule: str, edits: Edits, message: str) -> None:
    path = write(tmp_path, faulty(*edits))
    _, problems = check_routine_file(path)
    assert [str(problem) for problem in problems if problem.rule == rule] == [f"{path}:{message}"]


def test_every_rule_is_broken_here() -> None:
    assert {rule for rule, _, _ in (*BROKEN, *UNSAFE)} == {rule.id for rule in RULES.values() if rule.find}


@pytest.mark.parametrize("area", AREAS)
def test_no_area_bears_more_than_its_cap(tmp_path: Path, area: str) -> None:
    cap = AREAS[area].pressure_cap
    for pressure, expected in ((cap, 0), (cap + 1, 1), (10, 1)):
        text = faulty(("area: sole", f"area: {area}"), ("pressure: 5", f"pressure: {pressure}"))
        _, problems = check_routine_file(write(tmp_path, text))
        assert sum(problem.rule == "pressure-cap" for problem in problems) == expected, pressure


def test_no_cap_is_above_the_strongest_pressure_of_all() -> None:
    assert max(area.pressure_cap for area in AREAS.values()) == STRONGEST_PRESSURE


def test_every_area_bears_some_technique() -> None:
    for area in AREAS.values():
        allowed = area.techniques or TECHNIQUES
        lightest = [TECHNIQUES[id_].pressure for id_ in allowed]
        assert any(pressure is None or pressure[0] <= area.pressure_cap for pressure in lightest), area.id


def test_a_partner_routine_may_have_its_receiver_on_the_stomach(tmp_path: Path) -> None:
    text = faulty(
        ("mode: self", "mode: partner"),
        ("position: seated", "position: prone"),
        ("length: 3m", "length: 3m\nneeds: [cushion]"),
        ("Sit well back.", "Let your partner lie face down, a cushion under the ankles."),
    )
    assert check_routine_file(write(tmp_path, text))[1] == ()


def test_a_change_of_position_is_announced_once(tmp_path: Path) -> None:
    move = '{preview: "Soon you will stand.", say: "Stand up.", time: 10s/20s/30s}'
    later = "  - name: Hips\n    position: standing\n    sides: none\n    steps: [{area: hip, technique: mobilisation, "
    later += 'tempo: 8, time: 10s/20s/40s, say: "Circle the hips."}]\n'
    text = faulty(
        ("sides: each", f"sides: each\n    position: standing\n    move: {move}"), ("closing:", later + "closing:")
    )
    assert check_routine_file(write(tmp_path, text))[1] == ()


def test_a_warning_does_not_stop_a_routine_and_an_error_does(tmp_path: Path) -> None:
    long_line = ("Sit well back.", "Sit well back in a chair that has a firm seat and also a high back.")
    warned = write(tmp_path, faulty(long_line))
    assert load_routine(warned).name == "soles"
    refused = write(tmp_path, faulty(long_line, ("pressure: 5", "pressure: 8")))
    with pytest.raises(RoutineError) as caught:
        load_routine(refused)
    assert {problem.severity for problem in caught.value.problems} == {"error"}


def test_broken_rules_are_told_in_order_of_their_lines(tmp_path: Path) -> None:
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


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two!  Three?\nFour", ("One.", "Two!", "Three?", "Four")),
        ("Keep to 3.5 strokes, not more.", ("Keep to 3.5 strokes, not more.",)),
        ("  ", ()),
    ],
)
def test_text_is_split_where_a_sentence_ends(text: str, sentences: tuple[str, ...]) -> None:
    assert split_sentences(text) == sentences
