"""The transcript of a session in Markdown: safety notes, what to lay ready, and every step with its words."""

from __future__ import annotations

from collections.abc import Iterator

from kneadcast.messages import Messages, messages_in
from kneadcast.reports.safety_notes import safety_notes
from kneadcast.script.labels import position_label, section_title, step_title
from kneadcast.script.model import Script, ScriptStep
from kneadcast.units import format_clock


def to_markdown(script: Script) -> str:
    """Returns a session as Markdown, in its language."""
    messages = messages_in(script.language)
    return "\n".join([*_head(script, messages), *_safety_notes(script, messages), *_steps(script, messages)]) + "\n"


def _head(script: Script, messages: Messages) -> Iterator[str]:
    heading = messages.transcript.heading.format(length=messages.length(script.length_ms), voice=script.sound.voice)
    yield from (f"# {script.title}", "", f"{heading} {messages.safety.no_treatment}")
    if script.needs:
        yield from ("", messages.lay_ready.format(needs=", ".join(script.needs)))


def _safety_notes(script: Script, messages: Messages) -> Iterator[str]:
    yield from ("", f"## {messages.safety.heading}")
    for heading, notes in safety_notes(script).items():
        yield from ("", f"{heading}:", "")
        yield from (f"- {note}" for note in notes)
    yield from ("", messages.safety.stop)


def _steps(script: Script, messages: Messages) -> Iterator[str]:
    heading = ""
    for step in script.steps:
        title = section_title(step, messages)
        if title != heading:
            heading = title
            yield from ("", f"## {title}")
        yield from ("", f"### {format_clock(step.start_ms)} {step_title(step, messages)}", "")
        if facts := ", ".join(_facts(step, messages)):
            yield from (f"*{facts}*", "")
        yield from (
            f"- {format_clock(cue.at_ms)} {cue.text}" for cue in script.cues if cue.text and cue.step == step.id
        )


def _facts(step: ScriptStep, messages: Messages) -> Iterator[str]:
    words = messages.transcript
    if step.kind == "work":
        yield words.hands_on.format(length=messages.length(round(step.hands_on_ms, -3)))
    if step.pressure:
        yield words.pressure.format(pressure=step.pressure)
    if step.tempo:
        yield words.tempo.format(tempo=step.tempo)
    if step.position:
        yield position_label(step, messages)
