"""The transcript of a session in Markdown: safety notes, what to lay ready, and every step with its words."""

from __future__ import annotations

from collections.abc import Iterator

from kneadcast.messages import Messages, messages_in
from kneadcast.reports.safety_notes import safety_notes
from kneadcast.script.labels import position_label, pressure_label, section_title, sided_title, tempo_label
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
    heading, explained = "", set[str]()
    for step in script.steps:
        title = section_title(step, messages)
        if title != heading:
            heading = title
            yield from ("", f"## {title}")
        yield from ("", f"### {format_clock(step.start_ms)} {sided_title(step, messages, script.mode)}", "")
        if facts := ", ".join(_facts(step, messages, explained)):
            yield from (f"*{facts}*", "")
        yield from (
            f"- {format_clock(cue.at_ms)} {cue.text}" for cue in script.cues if cue.text and cue.step == step.id
        )


def _facts(step: ScriptStep, messages: Messages, explained: set[str]) -> Iterator[str]:
    words = messages.transcript
    if step.kind == "work":
        yield words.hands_on.format(length=messages.length(round(step.hands_on_ms, -3)))
    if step.pressure:
        yield _pressure(step.pressure, messages, explained)
    if step.tempo:
        yield tempo_label(step.tempo, messages)
    if step.position:
        yield position_label(step, messages)


def _pressure(pressure: int, messages: Messages, explained: set[str]) -> str:
    """Returns a pressure in words, with its note where it comes for the first time, and notes that it has come."""
    words = pressure_label(pressure, messages)
    label = messages.transcript.pressure.format(pressure=words.name)
    if words.name in explained:
        return label
    explained.add(words.name)
    return f"{label} ({words.note})"
