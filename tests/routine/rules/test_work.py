"""Rules on the work, each broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.routine.body import AREAS, STRONGEST_PRESSURE, TECHNIQUES
from kneadcast.routine.library import check_routine_file
from tests.routine.files import Edits, faulty, write
from tests.routine.rules.breaking import BrokenRule, messages_of

BROKEN: list[BrokenRule] = [
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
        "reach",
        [("position: foot-drawn-in", "position: standing"), ("area: foot", "tool: none\n        area: foot")],
        (
            "18:9: sections[0].steps[0]: [reach] the sole is out of reach of one's own hands standing with support; "
            "use foot-drawn-in, ankle-over-knee, bed-seated"
        ),
    ),
    (
        "type-pressure",
        [("pressure: 5", "pressure: 6")],
        (
            "20:19: sections[0].steps[0].pressure: [type-pressure] a relaxing routine stays at pressure 5 or "
            "below, not 6: deep work wakes rather than calms"
        ),
    ),
    (
        "type-pressure",
        [
            ("type: relaxing", "type: lymphatic"),
            ("or a possible clot", "or a possible clot, heart or kidney failure, or lymphoedema"),
            ("technique: friction", "technique: effleurage"),
            ("pressure: 5", "pressure: 4"),
            ("tempo: 30", "tempo: 12"),
        ],
        (
            "20:19: sections[0].steps[0].pressure: [type-pressure] a lymphatic routine stays at pressure 2 "
            "or below, not 4: lymph vessels lie in the skin, and pressure that reaches the muscle presses "
            "them shut"
        ),
    ),
    (
        "type-technique",
        [("technique: friction", "technique: tapotement"), ("pressure: 5", "pressure: 2"), ("tempo: 30", "tempo: 150")],
        (
            "19:20: sections[0].steps[0].technique: [type-technique] tapotement does not belong to a "
            "relaxing routine; use compression, effleurage, friction, hold, mobilisation, petrissage"
        ),
    ),
    (
        "type-technique",
        [("type: relaxing", "type: lymphatic")],
        (
            "19:20: sections[0].steps[0].technique: [type-technique] friction does not belong to a lymphatic "
            "routine; use effleurage, hold, lymph_stretch, mobilisation"
        ),
    ),
    (
        "type-tempo",
        [("tempo: 30", "tempo: 45")],
        (
            "21:16: sections[0].steps[0].tempo: [type-tempo] friction in a relaxing routine is done at 30 "
            "strokes a minute at most, not 45"
        ),
    ),
    (
        "type-order",
        [
            ("type: relaxing", "type: lymphatic"),
            ("technique: friction", "technique: lymph_stretch"),
            ("pressure: 5", "pressure: 1"),
            ("tempo: 30", "tempo: 14"),
            ("or a possible clot", "or a possible clot, heart or kidney failure, or lymphoedema"),
            ("area: foot", "area: front-thigh"),
        ],
        (
            "18:15: sections[0].steps[0].area: [type-order] a lymphatic routine begins near the trunk and "
            "works downwards, to make room for what follows; begin with the front of the thigh"
        ),
    ),
    (
        "tissue-time",
        [("time: 20s/45s/90s", "time: 21m/21m/21m")],
        (
            "22:15: sections[0].steps[0].time: [tissue-time] with this min, the sole gets 21m00s on a side; "
            "its tissue is fine with 20m00s at most"
        ),
    ),
    (
        "tissue-time",
        [("area: foot", "area: sole"), ("20s/45s/90s", "20s/11m/12m"), ("10s/20s/40s", "10s/10m/12m")],
        (
            "28:15: sections[0].steps[1].time: [tissue-time] with this ideal, the sole gets 21m00s on a side; "
            "its tissue is fine with 20m00s at most"
        ),
    ),
    (
        "light-finish",
        [
            ("technique: mobilisation", "technique: friction\n        pressure: 5"),
            ("tempo: 8", "tempo: 20"),
            ("area: foot", "area: heel"),
        ],
        (
            "27:19: sections[0].steps[1].pressure: [light-finish] the last work of a session is light, "
            "pressure 4 at most, not 5"
        ),
    ),
]


@pytest.mark.parametrize(("rule", "edits", "message"), BROKEN)
def test_a_broken_rule_is_reported_with_its_line_and_column(
    tmp_path: Path, rule: str, edits: Edits, message: str
) -> None:
    assert messages_of(rule, tmp_path, edits) == [message]


def test_work_on_one_side_takes_no_time_from_the_other(tmp_path: Path) -> None:
    sections = "".join(
        f"  - name: The {side} sole\n    sides: {side}\n    steps: [{{area: sole, technique: mobilisation, tempo: 8, "
        f'time: 11m/11m/11m, say: "Turn it {word}.", remind: ["Stay {word}.", "Go {word}."]}}]\n'
        for side, word in (("left", "slowly"), ("right", "gently"))
    )
    for edits, found in (([], 0), ([("time: 20s/45s/90s", "time: 10m/10m/10m")], 2)):
        assert len(messages_of("tissue-time", tmp_path, [("closing:", sections + "closing:"), *edits])) == found


@pytest.mark.parametrize("area", AREAS)
def test_no_area_allows_more_pressure_than_its_cap(tmp_path: Path, area: str) -> None:
    cap = AREAS[area].pressure_cap
    for pressure, expected in ((cap, 0), (cap + 1, 1), (10, 1)):
        edits = [("area: sole", f"area: {area}"), ("pressure: 5", f"pressure: {pressure}")]
        assert len(messages_of("pressure-cap", tmp_path, edits)) == expected, pressure


def test_no_cap_is_above_the_strongest_pressure_of_all() -> None:
    assert max(area.pressure_cap for area in AREAS.values()) == STRONGEST_PRESSURE


def test_every_area_allows_some_technique() -> None:
    for area in AREAS.values():
        allowed = area.techniques or TECHNIQUES
        lightest = [TECHNIQUES[id_].pressure for id_ in allowed]
        assert any(pressure is None or pressure[0] <= area.pressure_cap for pressure in lightest), area.id


def test_the_receiver_of_a_partner_routine_may_lie_on_the_stomach(tmp_path: Path) -> None:
    text = faulty(
        ("mode: self", "mode: partner"),
        ("position: foot-drawn-in", "position: prone"),
        ("length: 3m", "length: 3m\nneeds: [cushion]"),
        ('"Sit well back."', '"Let your partner lie face down, a cushion under the ankles.", cushions: [ankles]'),
    )
    assert check_routine_file(write(tmp_path, text))[1] == ()
