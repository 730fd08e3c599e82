"""The transcript of a session."""

from __future__ import annotations

from hypothesis import given, settings

from kneadcast.reports.transcript import to_markdown
from kneadcast.routine.body import TYPES
from kneadcast.script.model import Script
from kneadcast.units import format_clock
from tests.output.sessions import session
from tests.routines import drawn_scripts


@settings(max_examples=20)
@given(drawn_scripts())
def test_every_step_has_a_heading_and_below_it_the_sentences_that_are_spoken_in_it(of: Script) -> None:
    parts = to_markdown(of).split("\n### ")[1:]
    assert len(parts) == len(of.steps)
    for part, step in zip(parts, of.steps, strict=True):
        assert part.startswith(f"{format_clock(step.start_ms)} ")
        spoken = [f"- {format_clock(cue.at_ms)} {cue.text}" for cue in of.cues if cue.text and cue.step == step.id]
        assert [line for line in part.splitlines() if line.startswith("- ")] == spoken


def test_who_must_not_have_a_massage_of_the_type_is_listed() -> None:
    for type_ in TYPES.values():
        page = to_markdown(session().model_copy(update={"type": type_.id}))
        assert all(f"\n- {one}\n" in page for one in type_.contraindications)
    assert "kidney failure" not in to_markdown(session())


def test_what_to_lay_ready_is_listed_only_if_there_is_something() -> None:
    assert "Lay ready: chair, towel.\n" in to_markdown(session().model_copy(update={"needs": ("chair", "towel")}))
    assert "Lay ready" not in to_markdown(session())
