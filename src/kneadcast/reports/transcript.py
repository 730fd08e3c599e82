"""A session as a page to read: who should leave it out, what to lay ready, and every step with its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kneadcast.reports.safety_notes import ASK_FIRST, GO_AROUND, LEAVE_OUT, NO_TREATMENT, STOP
from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES, TYPES
from kneadcast.script.model import Script, ScriptStep
from kneadcast.units import format_clock, format_duration

_KINDS = {
    "safety": "Before you begin",
    "settle": "Settle",
    "move": "Change position",
    "switch": "Change sides",
    "rest": "Rest",
    "close": "Close",
}


def to_markdown(script: Script) -> str:
    """Writes a session as Markdown."""
    return "\n".join([*_head(script), *_cautions(script), *_steps(script)]) + "\n"


def step_title(step: ScriptStep) -> str:
    """Names a step as a person would: `sole, circular rubbing`."""
    if step.area is None:
        return _KINDS.get(step.kind, step.kind.capitalize())
    area = AREAS[step.area].label if step.area in AREAS else step.area.replace("-", " ")
    if step.technique is None:
        return area
    known = TECHNIQUES.get(step.technique)
    return f"{area}, {known.label if known else step.technique.replace('_', ' ')}"


def position_label(step: ScriptStep) -> str:
    """Names how the listener sits or lies in a step."""
    return POSITIONS.get(step.position, step.position)


def cautions_for(script: Script) -> Mapping[str, tuple[str, ...]]:
    """Returns, by headings, who leaves a session out, its type's own counted in, who asks first, and what to spare."""
    more = getattr(TYPES.get(script.type or ""), "contraindications", ())
    return {
        "Leave it out today with": (*LEAVE_OUT, *more),
        "Ask a doctor first with": ASK_FIRST,
        "Go around": GO_AROUND,
    }


def _head(script: Script) -> Iterator[str]:
    yield f"# {script.title}"
    yield ""
    yield f"{format_duration(script.length_ms)}, voice {script.voice}. {NO_TREATMENT}"
    if script.needs:
        yield ""
        yield f"Lay ready: {', '.join(script.needs)}."


def _cautions(script: Script) -> Iterator[str]:
    yield from ("", "## Before you begin")
    for heading, cautions in cautions_for(script).items():
        yield from ("", f"{heading}:", "")
        yield from (f"- {caution}" for caution in cautions)
    yield from ("", STOP)


def _steps(script: Script) -> Iterator[str]:
    heading = ""
    for step in script.steps:
        title = f"{step.section}, {step.side}" if step.side else step.section
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
