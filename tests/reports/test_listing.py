"""Scripts as tables and as JSON."""

from __future__ import annotations

import re

from hypothesis import given, settings

from kneadcast.reports.listing import to_json, to_text
from kneadcast.script.model import Script
from kneadcast.units import format_clock
from tests.examples import examples
from tests.output.sessions import session
from tests.routines import drawn_scripts


@settings(max_examples=examples(20))
@given(drawn_scripts())
def test_json_holds_the_complete_script(of: Script) -> None:
    assert Script.model_validate_json(to_json(of)) == of


@settings(max_examples=examples(20))
@given(drawn_scripts())
def test_every_step_and_every_cue_is_a_line_with_its_time_in_order(of: Script) -> None:
    rows = [line for line in to_text(of).splitlines() if re.match(r" *\d+:\d\d(:\d\d)? ", line)]
    by_step = [(step, [cue for cue in of.cues if cue.step == step.id]) for step in of.steps]
    moments = [at for step, cues in by_step for at in (step.start_ms, *(cue.at_ms for cue in cues))]
    assert [row.split()[0] for row in rows] == [format_clock(at_ms) for at_ms in moments]
    for cue in of.cues:
        if cue.text:
            assert any(row.endswith(cue.text) for row in rows)


def test_a_section_is_named_once_above_its_steps() -> None:
    lines = to_text(session()).splitlines()
    assert lines[0] == "A test (test-routine), 24s"
    assert [line for line in lines if line and line[0] != " "][2:] == ["Opening", "Feet"]


def test_a_step_of_work_states_its_side_its_pressure_and_its_tempo() -> None:
    text = to_text(session())
    assert "   0:18  inner thigh, friction, right, pressure 5, 30 a minute (6s, hands on 4s)\n" in text
    assert "   0:00  Safety (5s)\n" in text


def test_a_chime_has_a_star_and_a_reminder_its_name() -> None:
    cues = tuple(cue.model_copy(update={"role": "reminder"}) if cue.text else cue for cue in session().cues)
    text = to_text(session().model_copy(update={"cues": cues}))
    assert "   0:14     * side\n" in text
    assert "   0:08     (reminder) Small circles.\n" in text
