"""A script as a table for people, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator

from kneadcast.messages import ENGLISH, messages_in
from kneadcast.script.labels import id_in_words
from kneadcast.script.model import Cue, Script, ScriptStep
from kneadcast.units import format_clock, format_duration


def to_text(script: Script) -> str:
    """Returns a script as a table: a heading for each step, with a line for each of its cues."""
    head = [
        f"{script.title} ({script.routine}), {format_duration(script.length_ms)}",
        f"voice {script.sound.voice}, {script.sound.pace_wpm} words a minute, sounds {script.sound.template}",
    ]
    return "\n".join([*head, *_lines(script)]) + "\n"


def to_json(script: Script) -> str:
    """Returns a script as JSON; times are in milliseconds."""
    return script.model_dump_json(indent=2) + "\n"


def _lines(script: Script) -> Iterator[str]:
    section = ""
    for step in script.steps:
        if step.section != section:
            section = step.section
            yield f"\n{section}"
        yield f"{format_clock(step.start_ms):>7}  {_heading(step)}"
        for cue in script.cues:
            if cue.step == step.id:
                yield f"{format_clock(cue.at_ms):>7}     {_cue(cue)}"


def _heading(step: ScriptStep) -> str:
    length = format_duration(round(step.end_ms - step.start_ms, -3))
    if step.kind != "work":
        return f"{messages_in(ENGLISH).steps[step.kind]} ({length})"
    facts = [id_in_words(f"{step.area}, {step.technique}")]
    facts += [step.side] if step.side else []
    facts += [f"pressure {step.pressure}"] if step.pressure else []
    facts += [f"{step.tempo} a minute"] if step.tempo else []
    return f"{', '.join(facts)} ({length}, hands on {format_duration(round(step.hands_on_ms, -3))})"


def _cue(cue: Cue) -> str:
    if cue.kind == "chime":
        return f"* {str(cue.sound).replace('_', ' ')}"
    note = {"reminder": "(reminder) ", "preview": "(preview) "}.get(cue.role, "")
    return f"{note}{cue.text}"
