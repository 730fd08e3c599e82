"""The page of a session: one HTML file that shows the massage and works from disk without a network."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from kneadcast.messages import Messages, messages_in
from kneadcast.output.chapters import Chapter
from kneadcast.output.page.facts import picture_for, pose_names, session_facts
from kneadcast.output.page.sheet import cue_sheet, rows_in_columns, sheet_rows, things_to_lay_ready
from kneadcast.output.pictures.cover import cover_scene
from kneadcast.output.pictures.fonts import FONT_FACES
from kneadcast.output.pictures.scenes.artwork import stylesheet
from kneadcast.output.pictures.scenes.drawing import definitions, picture_markup, view_box
from kneadcast.reports.safety_notes import safety_notes
from kneadcast.script.model import Script
from kneadcast.units import format_clock

_TEMPLATE = Path(__file__).parent / "template"
_SCRIPTS = ("timeline.js", "memory.js", "scene.js", "player.js", "page.js")
"""Parts of the script, each of which uses only those before it."""
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


def write_page(
    path: Path, script: Script, chapters: Sequence[Chapter], sound: Path, *, sound_inside: bool = False
) -> None:
    """Writes the page of a session.

    Args:
        path: The file to write.
        script: The session.
        chapters: The chapters into which the progress bar is cut.
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
    page.write(f'<script type="text/plain" id="inside" data-type="{_MIME_TYPES.get(sound.suffix.lower(), "")}">')
    with sound.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            page.write(base64.b64encode(chunk).decode())
    page.write("</script>\n")


def _fill_template(script: Script, chapters: Sequence[Chapter], sound: Path, sound_inside: bool) -> tuple[str, str]:
    """Returns the page in two parts, before and after the sound."""
    source = "" if sound_inside else f' src="{escape(quote(os.fsencode(sound.name)))}"'
    messages = messages_in(script.language)
    rows = sheet_rows(script)
    parts = {
        "style": _template_file("style.css"),
        "artwork": stylesheet(),
        "fonts": _font_faces(),
        "script": "\n".join(("{", '"use strict";', *map(_template_file, _SCRIPTS), "}")),
        "title": escape(script.title),
        "language": escape(script.language),
        "page.language": messages.language,
        **{f"page.{name}": escape(words) for name, words in messages.page},
        "page.time_left": _with_time(messages.page.time_left, format_clock(script.length_ms)),
        "sheet.title": escape(messages.sheet.title),
        "length_words": escape(messages.length(script.length_ms)),
        "length_ms": str(script.length_ms),
        "source": source,
        **_drawings(script),
        "before": "\n".join(_preparation(script, messages)),
        "sheet": "\n".join(cue_sheet(script, messages)),
        "sheet_rows": str(rows_in_columns(script, messages)),
        "sheet_long": " long" if rows > _ROWS_IN_ONE_COLUMN else "",
        "session": _script_safe_json(session_facts(script, chapters, sound, messages)),
    }
    before, _, after = _template_file("index.html").partition(_SOUND_PLACEHOLDER)

    def fill(template: str) -> str:
        # In a single pass, so that a title that looks like a placeholder stays a title.
        return _PLACEHOLDER.sub(lambda placeholder: parts[placeholder[1]], template)

    return fill(before), fill(after)


@lru_cache(maxsize=16)
def _template_file(name: str) -> str:
    return (_TEMPLATE / name).read_text(encoding="utf-8").rstrip("\n")


@lru_cache(maxsize=1)
def _font_faces() -> str:
    """Returns the CSS that brings the fonts of the page, so that its letters do not depend on the machine."""
    return "\n".join(
        '@font-face { font-family: "Kneadcast Sans"; '
        f"font-weight: {weight}; src: url(data:font/ttf;base64,{base64.b64encode(file.read_bytes()).decode()}); }}"
        for weight, file in FONT_FACES.items()
    )


def _drawings(script: Script) -> dict[str, str]:
    """Returns the definitions of all pictures of a session, and the picture of its first card."""
    cover = cover_scene(script)
    pictures = [picture.scene for step in script.steps if (picture := picture_for(step, script)) and picture.scene]
    return {
        "definitions": definitions([*pictures, *([cover] if cover else [])], pose_names(script)),
        "cover": picture_markup(cover) if cover else "",
        "cover.view_box": view_box(cover) if cover else "0 0 1 1",
    }


def _with_time(words: str, time: str) -> str:
    """Returns words as HTML with an element for a time, which the script of the page keeps up to date."""
    return escape(words).format(time=f'<span id="left">{time}</span>')


def _script_safe_json(facts: object) -> str:
    """Returns JSON that cannot close the script element that holds it."""
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")


def _preparation(script: Script, messages: Messages) -> Iterator[str]:
    """Yields what to read before the session: the things to lay ready, and safety notes."""
    if script.needs:
        yield f"<p>{escape(things_to_lay_ready(script, messages))}</p>"
    yield f"<p>{escape(f'{messages.safety.stop} {messages.safety.no_treatment}')}</p>"
    for title, notes in safety_notes(script).items():
        yield f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(note)}</li>' for note in notes)}</ul>"
