"""The transcript of a session."""

from __future__ import annotations

from hypothesis import given, settings

from kneadcast.reports.transcript import to_markdown
from kneadcast.routine.body import TYPES
from kneadcast.script.model import Script
from kneadcast.units import format_clock
from tests.examples import examples
from tests.output.sessions import session
from tests.routines import drawn_scripts


@settings(max_examples=examples(20))
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


def test_headings_speak_of_the_leg_of_whoever_is_massaged() -> None:
    headings = {"self": "Your left sole", "partner": "The left sole", None: "Left sole"}
    for mode, heading in headings.items():
        text = to_markdown(session().model_copy(update={"mode": mode}))
        assert f"\n### 0:05 {heading}, circular rubbing\n" in text


def test_a_pressure_is_explained_where_it_comes_for_the_first_time() -> None:
    text = to_markdown(session())
    assert text.count("firm pressure") == 4
    assert text.count("firm pressure (skin and muscle move, nothing hurts)") == 1
    assert text.index("firm pressure (") == text.index("firm pressure")


def test_what_to_lay_ready_is_listed_only_if_there_is_something() -> None:
    assert "Lay ready: chair, towel.\n" in to_markdown(session().model_copy(update={"needs": ("chair", "towel")}))
    assert "Lay ready" not in to_markdown(session())
