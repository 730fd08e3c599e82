"""The page: a session to follow from across the room, as one HTML file that works from disk with no network."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from kneadcast.errors import OutputError
from kneadcast.output.chapters import Chapter, chapters_of
from kneadcast.output.pictures import leg
from kneadcast.output.pictures.cover import PICTURE_MIME, draw_cover
from kneadcast.reports.safety_notes import NO_TREATMENT, STOP
from kneadcast.reports.transcript import cautions_for
from kneadcast.script.labels import position_label, step_title
from kneadcast.routine.body import AREAS, TECHNIQUES
from kneadcast.script.model import Script, ScriptStep
from kneadcast.units import format_clock, format_duration

_TEMPLATE = Path(__file__).parent / "template"
_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
}
_CHUNK_BYTES = 3 << 20
"""A multiple of three, so that the pieces of base64 can be put behind each other."""
_SOUND = "{{inside}}"
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_ROWS_IN_ONE_COLUMN = 42
"""Of the cue sheet in print; a heading and the space above it are two."""
_FEET = ("toes", "top-of-foot", "sole", "heel", "foot", "ankle", "achilles")
"""Areas too small to be seen from across the room unless the foot is drawn large."""
_CLOSE_UP = (92, 788, 286, 182)
"""The part of the frame that holds a foot."""


def write_page(
    path: Path, script: Script, chapters: Sequence[Chapter], sound: Path, *, sound_inside: bool = False
) -> None:
    """Writes the page of a session.

    Args:
        path: Where to write.
        script: The session.
        chapters: What previous and next lead to.
        sound: The finished file; the page looks for it beside itself.
        sound_inside: Put the sound into the page, which then needs no other file.

    Raises:
        OutputError: If it cannot be written.
    """
    try:
        before, after = _filled(script, chapters, sound, sound_inside)
        with path.open("w", encoding="utf-8", newline="\n") as page:
            page.write(before)
            if sound_inside:
                _write_sound(page, sound)
            page.write(after)
    except OSError as reason:
        raise OutputError(f"the page '{path}' could not be written: {reason}") from reason


def _write_sound(page: TextIO, sound: Path) -> None:
    page.write(f'<script type="text/plain" id="inside" data-type="{_TYPES[sound.suffix.lower()]}">')
    with sound.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            page.write(base64.b64encode(chunk).decode())
    page.write("</script>\n")


def _filled(script: Script, chapters: Sequence[Chapter], sound: Path, sound_inside: bool) -> tuple[str, str]:
    """Returns the page, in two pieces around the place of the sound."""
    source = "" if sound_inside else f' src="{escape(quote(sound.name))}"'
    rows = len(script.steps) + 2 * len(chapters_of(script))
    parts = {
        "style": _part("style.css"),
        "script": _part("page.js"),
        "title": escape(script.title),
        "language": escape(script.language),
        "length": format_clock(script.length_ms),
        "length_ms": str(script.length_ms),
        "source": source,
        "drawing": drawing(),
        "before": "\n".join(_before(script)),
        "sheet": "\n".join(_sheet(script)),
        "sheet_rows": str(rows),
        "sheet_long": " long" if rows > _ROWS_IN_ONE_COLUMN else "",
        "session": _json(_facts(script, chapters, sound)),
    }
    before, _, after = _part("index.html").partition(_SOUND)

    def fill(template: str) -> str:
        # In one go, so that what looks like a place in a title stays a title.
        return _PLACE.sub(lambda place: parts[place[1]], template)

    return fill(before), fill(after)


def _part(name: str) -> str:
    return (_TEMPLATE / name).read_text(encoding="utf-8").rstrip("\n")


def drawing() -> str:
    """Returns the drawing as SVG: the whole of it, and the foot close by for areas that are small."""
    views = "\n".join(_view(view) for view in ("profile", "left", "right"))
    x, y, width, height = _CLOSE_UP
    return (
        f'<svg id="far" viewBox="0 20 {leg.WIDTH} {leg.HEIGHT}" aria-hidden="true">\n<defs>{_defs()}</defs>\n{views}\n'
        '<text id="mark-left" class="mark" x="452" y="1010">left</text>'
        '<text id="mark-right" class="mark" x="560" y="1010">right</text>\n<circle class="stroke"/></svg>\n'
        f'<svg id="near" viewBox="{x} {y} {width} {height}" aria-hidden="true"><use href="#view-profile"/>'
        '<circle class="stroke"/></svg>'
    )


def _defs() -> str:
    """Returns what the drawing is filled, faded and cut out with."""
    clips = (f'<clipPath id="clip-{shape.view}"><path d="{shape.path}"/></clipPath>' for shape in leg.outlines())
    return (
        '<linearGradient id="skin"><stop class="far-side"/><stop class="near-side" offset=".5"/>'
        '<stop class="far-side" offset="1"/></linearGradient>'
        '<radialGradient id="glow"><stop class="glow" offset=".3"/><stop class="gone" offset="1"/></radialGradient>'
        '<linearGradient id="fade" x2="0" y2="1"><stop offset=".08" stop-color="#000"/>'
        '<stop offset=".2" stop-color="#fff"/></linearGradient><mask id="faded" maskContentUnits="objectBoundingBox">'
        f'<rect x="-.1" y="-.1" width="1.2" height="1.2" fill="url(#fade)"/></mask>{"".join(clips)}'
    )


def _view(view: leg.View) -> str:
    (limb,) = (shape for shape in leg.outlines() if shape.view == view)
    parts = "".join(
        f'<path class="part" data-view="{view}" data-area="{shape.area}" d="{shape.path}"/>'
        for shape in leg.areas()
        if shape.view == view
    )
    lines = "".join(f'<path class="trait" d="{shape.line}"/>' for shape in leg.lines() if shape.view == view)
    return (
        f'<g id="view-{view}" class="view" mask="url(#faded)"><path class="limb" d="{limb.path}"/>'
        f'<g clip-path="url(#clip-{view})">{parts}</g>{lines}<path class="edge" d="{limb.line}"/></g>'
    )


def _facts(script: Script, chapters: Sequence[Chapter], sound: Path) -> dict[str, object]:
    return {
        "title": script.title,
        "length_ms": script.length_ms,
        "sound": sound.name,
        "welcome": "Settle down, then press play.",
        "feet": _FEET,
        "cover": f"data:{PICTURE_MIME};base64,{base64.b64encode(draw_cover(script)).decode()}",
        "chapters": [{"title": chapter.title, "at_ms": chapter.start_ms} for chapter in chapters],
        "steps": [_step(step) for step in script.steps],
        "cues": [{"at_ms": cue.at_ms, "length_ms": cue.length_ms, "text": cue.text} for cue in script.cues if cue.text],
    }


def _step(step: ScriptStep) -> dict[str, object]:
    area, technique = AREAS.get(step.area or ""), TECHNIQUES.get(step.technique or "")
    return {
        "id": step.id,
        "at_ms": step.start_ms,
        "kind": step.kind,
        "side": step.side,
        "area": step.area,
        "technique": step.technique,
        "what": area.label if area else step.area or step_title(step),
        "how": technique.label if technique else step.technique or "",
        "pressure": step.pressure,
        "tempo": step.tempo,
        "position": position_label(step),
    }


def _json(facts: object) -> str:
    """Writes JSON that cannot end the element it stands in."""
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")


def _before(script: Script) -> Iterator[str]:
    yield f"<p>{NO_TREATMENT} {STOP}</p>"
    if script.needs:
        yield f"<p>Lay ready: {escape(', '.join(script.needs))}.</p>"
    for title, cautions in cautions_for(script).items():
        yield f"<h2>{title}</h2><ul>{''.join(f'<li>{escape(caution)}</li>' for caution in cautions)}</ul>"


def _sheet(script: Script) -> Iterator[str]:
    """Yields the cue sheet, which is shown in print only."""
    yield f"<h1>{escape(script.title)}</h1>"
    needs = f" Lay ready: {', '.join(script.needs)}." if script.needs else ""
    yield f'<p class="lead">{format_duration(script.length_ms)}.{escape(needs)} {STOP}</p>'
    for chapter in chapters_of(script):
        yield f"<h2>{escape(chapter.title)}</h2><ol>"
        for step in script.steps:
            if chapter.start_ms <= step.start_ms < chapter.end_ms:
                figures = [f"pressure {step.pressure}"] if step.pressure else []
                figures += [f"{step.tempo}/min"] if step.tempo else []
                yield (
                    f"<li><time>{format_clock(step.start_ms)}</time> <span>{escape(step_title(step))}</span>"
                    f'<span class="figures">{", ".join(figures)}</span></li>'
                )
        yield "</ol>"
