"""The transcript of a session in Markdown: safety notes, what to lay ready, and every step with its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kneadcast.reports.safety_notes import ASK_FIRST, GO_AROUND, LEAVE_OUT, NO_TREATMENT, STOP
from kneadcast.routine.body import TYPES
from kneadcast.script.labels import BEFORE_YOU_BEGIN, position_label, section_title, step_title
from kneadcast.script.model import Script, ScriptStep
from kneadcast.units import format_clock, format_duration


def to_markdown(script: Script) -> str:
    """Returns a session as Markdown."""
    return "\n".join([*_head(script), *_safety_notes(script), *_steps(script)]) + "\n"


def safety_notes_for(script: Script) -> Mapping[str, tuple[str, ...]]:
    """Returns the safety notes of a session by their headings, with the contraindications of its type."""
    more = getattr(TYPES.get(script.type or ""), "contraindications", ())
    return {
        "Leave it out today with": (*LEAVE_OUT, *more),
        "Ask a doctor first with": ASK_FIRST,
        "Go around": GO_AROUND,
    }


def _head(script: Script) -> Iterator[str]:
    yield f"# {script.title}"
    yield ""
    yield f"{format_duration(script.length_ms)}, voice {script.sound.voice}. {NO_TREATMENT}"
    if script.needs:
        yield ""
        yield f"Lay ready: {', '.join(script.needs)}."


def _safety_notes(script: Script) -> Iterator[str]:
    yield from ("", f"## {BEFORE_YOU_BEGIN}")
    for heading, notes in safety_notes_for(script).items():
        yield from ("", f"{heading}:", "")
        yield from (f"- {note}" for note in notes)
    yield from ("", STOP)


def _steps(script: Script) -> Iterator[str]:
    heading = ""
    for step in script.steps:
        title = section_title(step)
        if title != heading:
            heading = title
            yield from ("", f"## {title}")
        yield from ("", f"### {format_clock(step.start_ms)} {step_title(step)}", "")
        if facts := ", ".join(_facts(step)):
            yield from (f"*{facts}*", "")
        yield from (
            f"- {format_clock(cue.at_ms)} {cue.text}" for cue in script.cues if cue.text and cue.step == step.id
        )


def _facts(step: ScriptStep) -> Iterator[str]:
    if step.kind == "work":
        yield f"hands on for {format_duration(round(step.hands_on_ms, -3))}"
    if step.pressure:
        yield f"pressure {step.pressure} of 10"
    if step.tempo:
        yield f"{step.tempo} strokes a minute"
    if step.position:
        yield position_label(step)
