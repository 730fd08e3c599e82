"""The cue sheet of a session: what is printed of its page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kneadcast.messages import Messages
from kneadcast.output.chapters import chapters_of
from kneadcast.output.page.facts import picture_for
from kneadcast.script.labels import pressure_label, step_title, tempo_label
from kneadcast.script.model import Script, ScriptStep
from kneadcast.units import format_clock

_LETTERS_IN_A_COLUMN = 38
"""The letters of a title and its figures that fit a row of a column."""
_MOST_DRAWINGS = 7
"""As many as fit the width of a sheet."""


def sheet_rows(script: Script) -> int:
    """Returns the number of rows of a cue sheet; a heading and the space above it count as two."""
    return len(script.steps) + 2 * len(chapters_of(script))


def rows_in_columns(script: Script, messages: Messages) -> int:
    """Returns the number of rows of a cue sheet in two columns, in which long titles take two rows."""
    titles = (f"{step_title(step, messages)} {_figures(step, messages)}" for step in script.steps)
    return sheet_rows(script) + sum(len(title) > _LETTERS_IN_A_COLUMN for title in titles)


def cue_sheet(script: Script, messages: Messages) -> Iterator[str]:
    """Yields the lines of a cue sheet as HTML, with drawings that refer to the definitions of the page."""
    yield f"<h1>{escape(script.title)}</h1>"
    needs = [things_to_lay_ready(script, messages)] if script.needs else []
    lead = " ".join((f"{messages.length(script.length_ms)}.", *needs, messages.safety.stop))
    yield f'<p class="lead">{escape(lead)}</p>'
    yield f'<div class="drawings" aria-hidden="true">{"".join(_drawings(script))}</div>'
    for chapter in chapters_of(script):
        yield f"<h2>{escape(chapter.title)}</h2><ol>"
        for step in script.steps:
            if chapter.start_ms <= step.start_ms < chapter.end_ms:
                yield _row(step, messages)
        yield "</ol>"


def things_to_lay_ready(script: Script, messages: Messages) -> str:
    """Returns the sentence about what to have within reach."""
    return messages.lay_ready.format(needs=", ".join(script.needs))


def _drawings(script: Script) -> Iterator[str]:
    """Yields the first scenes that differ, as far as they fit."""
    shown: list[str] = []
    for step in script.steps:
        picture = picture_for(step, script)
        if picture and picture.scene and picture.scene.scene not in shown and len(shown) < _MOST_DRAWINGS:
            shown.append(picture.scene.scene)
            yield f'<svg viewBox="{picture.view_box}">{picture.markup}</svg>'


def _figures(step: ScriptStep, messages: Messages) -> str:
    figures = [pressure_label(step.pressure, messages).name] if step.pressure else []
    figures += [tempo_label(step.tempo, messages)] if step.tempo else []
    return ", ".join(figures)


def _row(step: ScriptStep, messages: Messages) -> str:
    return (
        f"<li><time>{format_clock(step.start_ms)}</time> <span>{escape(step_title(step, messages))}</span>"
        f'<span class="figures">{escape(_figures(step, messages))}</span></li>'
    )
