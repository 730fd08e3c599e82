"""The page of a session: one HTML file that is legible from across a room and works from disk without a network."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from kneadcast.messages import Messages, messages_in
from kneadcast.output.chapters import Chapter, chapters_of
from kneadcast.output.page.drawing import CLOSE_UP_AREAS, svg_drawing
from kneadcast.output.pictures.cover import PICTURE_MIME, draw_cover
from kneadcast.reports.safety_notes import safety_notes
from kneadcast.script.labels import (
    area_label,
    position_label,
    side_label,
    sided_area_label,
    step_title,
    technique_label,
)
from kneadcast.script.model import Script, ScriptStep
from kneadcast.units import format_clock

_TEMPLATE = Path(__file__).parent / "template"
_MIME_TYPES: Mapping[str, str] = {
    ".mp3": "audio/mpeg",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}
_CHUNK_BYTES = 3 << 20
"""A multiple of three, so that chunks of base64 can be joined."""
_SOUND_PLACEHOLDER = "{{inside}}"
_PLACEHOLDER = re.compile(r"\{\{([\w.]+)\}\}")
_ROWS_IN_ONE_COLUMN = 42
"""Rows of the printed cue sheet; a heading and the space above it count as two."""


def write_page(
    path: Path, script: Script, chapters: Sequence[Chapter], sound: Path, *, sound_inside: bool = False
) -> None:
    """Writes the page of a session.

    Args:
        path: The file to write.
        script: The session.
        chapters: The chapters to which the previous and next buttons jump.
        sound: The finished file; the page expects it in its own folder.
        sound_inside: Whether to put the sound into the page, which then needs no other file.

    Raises:
        OSError: If the page cannot be written.
    """
    before, after = _fill_template(script, chapters, sound, sound_inside)
    with path.open("w", encoding="utf-8", newline="\n") as page:
        page.write(before)
        if sound_inside:
            _write_sound(page, sound)
        page.write(after)


def _write_sound(page: TextIO, sound: Path) -> None:
    page.write(f'<script type="text/plain" id="inside" data-type="{_MIME_TYPES[sound.suffix.lower()]}">')
    with sound.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            page.write(base64.b64encode(chunk).decode())
    page.write("</script>\n")


def _fill_template(script: Script, chapters: Sequence[Chapter], sound: Path, sound_inside: bool) -> tuple[str, str]:
    """Returns the page in two parts, before and after the sound."""
    source = "" if sound_inside else f' src="{escape(quote(os.fsencode(sound.name)))}"'
    rows = len(script.steps) + 2 * len(chapters_of(script))
    messages = messages_in(script.language)
    parts = {
        "style": _template_file("style.css"),
        "script": _template_file("page.js"),
        "title": escape(script.title),
        "language": escape(script.language),
        "page.language": messages.language,
        **{f"page.{name}": escape(words) for name, words in messages.page},
        "page.time_left": _with_time(messages.page.time_left, "left", format_clock(script.length_ms)),
        "page.next_in": _with_time(messages.page.next_in, "next-when", ""),
        "sheet.title": escape(messages.sheet.title),
        "length": format_clock(script.length_ms),
        "length_ms": str(script.length_ms),
        "source": source,
        "drawing": svg_drawing(messages.page),
        "before": "\n".join(_preparation(script, messages)),
        "sheet": "\n".join(_cue_sheet(script, messages)),
        "sheet_rows": str(rows),
        "sheet_long": " long" if rows > _ROWS_IN_ONE_COLUMN else "",
        "session": _script_safe_json(_session_facts(script, chapters, sound, messages)),
    }
    before, _, after = _template_file("index.html").partition(_SOUND_PLACEHOLDER)

    def fill(template: str) -> str:
        # In a single pass, so that a title that looks like a placeholder stays a title.
        return _PLACEHOLDER.sub(lambda placeholder: parts[placeholder[1]], template)

    return fill(before), fill(after)


def _template_file(name: str) -> str:
    return (_TEMPLATE / name).read_text(encoding="utf-8").rstrip("\n")


def _with_time(words: str, element_id: str, time: str) -> str:
    """Returns words as HTML with an element for a time, which the script of the page keeps up to date."""
    return escape(words).format(time=f'<span id="{element_id}">{time}</span>')


def _session_facts(script: Script, chapters: Sequence[Chapter], sound: Path, messages: Messages) -> dict[str, object]:
    return {
        "title": script.title,
        "length_ms": script.length_ms,
        # A name that is not in the encoding of the system has characters that no text can have.
        "sound": os.fsencode(sound.name).decode("utf-8", "replace"),
        "say": messages.page.model_dump(),
        "feet": CLOSE_UP_AREAS,
        "cover": f"data:{PICTURE_MIME};base64,{base64.b64encode(draw_cover(script)).decode()}",
        "chapters": [{"title": chapter.title, "at_ms": chapter.start_ms} for chapter in chapters],
        "steps": [_step_facts(step, messages) for step in script.steps],
        "cues": [{"at_ms": cue.at_ms, "length_ms": cue.length_ms, "text": cue.text} for cue in script.cues if cue.text],
    }


def _step_facts(step: ScriptStep, messages: Messages) -> dict[str, object]:
    what = area_label(step.area, messages) if step.area else step_title(step, messages)
    sided = sided_area_label(step.area, step.side, messages) if step.area and step.side else what
    how = technique_label(step, messages)
    return {
        "id": step.id,
        "at_ms": step.start_ms,
        "kind": step.kind,
        "side": step.side,
        "area": step.area,
        "technique": step.technique,
        "where": side_label(step, messages),
        "what": what,
        "how": how,
        "preview": ", ".join(filter(None, (sided, how))),
        "pressure": step.pressure,
        "tempo": step.tempo,
        "position": position_label(step, messages),
    }


def _script_safe_json(facts: object) -> str:
    """Returns JSON that cannot close the script element that holds it."""
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")


def _preparation(script: Script, messages: Messages) -> Iterator[str]:
    """Yields what to read before the session: safety notes, and the things to lay ready."""
    yield f"<p>{escape(f'{messages.safety.no_treatment} {messages.safety.stop}')}</p>"
    if script.needs:
        yield f"<p>{escape(_things_to_lay_ready(script, messages))}</p>"
    for title, notes in safety_notes(script).items():
        yield f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(note)}</li>' for note in notes)}</ul>"


def _cue_sheet(script: Script, messages: Messages) -> Iterator[str]:
    """Yields the cue sheet, which is only visible in print."""
    yield f"<h1>{escape(script.title)}</h1>"
    needs = [_things_to_lay_ready(script, messages)] if script.needs else []
    lead = " ".join((f"{messages.length(script.length_ms)}.", *needs, messages.safety.stop))
    yield f'<p class="lead">{escape(lead)}</p>'
    for chapter in chapters_of(script):
        yield f"<h2>{escape(chapter.title)}</h2><ol>"
        for step in script.steps:
            if chapter.start_ms <= step.start_ms < chapter.end_ms:
                yield _cue_sheet_row(step, messages)
        yield "</ol>"


def _cue_sheet_row(step: ScriptStep, messages: Messages) -> str:
    figures = [messages.sheet.pressure.format(pressure=step.pressure)] if step.pressure else []
    figures += [messages.sheet.tempo.format(tempo=step.tempo)] if step.tempo else []
    return (
        f"<li><time>{format_clock(step.start_ms)}</time> <span>{escape(step_title(step, messages))}</span>"
        f'<span class="figures">{escape(", ".join(figures))}</span></li>'
    )


def _things_to_lay_ready(script: Script, messages: Messages) -> str:
    return messages.lay_ready.format(needs=", ".join(script.needs))
