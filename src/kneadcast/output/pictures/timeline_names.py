"""The names of the steps on the timeline, and rows in which they have room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kneadcast.messages import Messages
from kneadcast.output.pictures.timeline_layout import LONGEST_ROW_MS, Row, cut_into_rows, spread
from kneadcast.output.pictures.timeline_text import TextSizes, wrapped
from kneadcast.script.labels import area_label, capitalised, sided_area_label, step_title, technique_label
from kneadcast.script.model import Script, ScriptStep
from kneadcast.units import MS_PER_MINUTE

_LETTERS = 26
"""The longest line of a name: that of an area or a technique in any language of the program."""
_BESIDE = 0.08
"""Inches between two names."""
_FARTHEST = 0.3
"""How far a name may be moved from its step, in inches, unless the rows would become very short."""
_SHORT_ROW_MS = 5 * MS_PER_MINUTE


@dataclass(frozen=True)
class StepName:
    """The name of a step as it is written."""

    text: str
    start_ms: int
    end_ms: int
    width: float
    """Inches of the time axis that it takes, with the space beside it."""
    height: float
    """Inches above the lanes."""
    upright: bool
    """Whether it is written from bottom to top."""


@dataclass(frozen=True)
class PlacedName:
    """Where a name is written in a row, in inches from the start of the row."""

    name: StepName
    centre: float
    """Of the name."""
    middle: float
    """Of the part of the step that is in the row."""


@dataclass(frozen=True)
class NamedRow:
    """A row, and the names above it in order of time."""

    row: Row
    names: tuple[PlacedName, ...]


def rows_with_room(script: Script, messages: Messages, sizes: TextSizes, track: float) -> tuple[NamedRow, ...]:
    """Returns the fewest rows in which there is room for the names of the steps, near the steps.

    If there is no room even in rows of a minute, only the longest steps of a row are named.

    Args:
        script: The session.
        messages: The language.
        sizes: Measures text.
        track: The inches that the first row has, and all others that are as long.
    """
    number = -(-script.length_ms // LONGEST_ROW_MS)
    while True:
        rows = cut_into_rows(script.length_ms, number)
        scale = track / rows[0].end_ms
        names = [_step_name(step, messages, sizes, scale) for step in script.steps]
        in_rows = [[name for name in names if _is_named_in(name, row, scale)] for row in rows]
        if rows[0].end_ms <= MS_PER_MINUTE:
            in_rows = [_longest_with_room(own, track) for own in in_rows]
        if all(sum(name.width for name in own) <= track for own in in_rows):
            named = tuple(NamedRow(row, _placed(own, row, scale)) for row, own in zip(rows, in_rows, strict=True))
            if rows[0].end_ms <= _SHORT_ROW_MS or _farthest(named) <= _FARTHEST:
                return named
        number += 1


def _placed(names: Sequence[StepName], row: Row, inches_per_ms: float) -> tuple[PlacedName, ...]:
    parts = [row.part(name.start_ms, name.end_ms) or (0, 0) for name in names]
    middles = [((start_ms + end_ms) / 2 - row.start_ms) * inches_per_ms for start_ms, end_ms in parts]
    widths = [name.width for name in names]
    # Names above a last row that is shorter may extend beyond its end.
    end = max((row.end_ms - row.start_ms) * inches_per_ms, sum(widths))
    return tuple(map(PlacedName, names, spread(middles, widths, end), middles))


def _farthest(rows: Iterable[NamedRow]) -> float:
    """Returns how far from the middle of its step a name is at most."""
    return max((abs(placed.centre - placed.middle) for row in rows for placed in row.names), default=0.0)


def _is_named_in(name: StepName, row: Row, inches_per_ms: float) -> bool:
    part = row.part(name.start_ms, name.end_ms)
    if part is None:
        return False
    length_ms = part[1] - part[0]
    return length_ms * 2 >= name.end_ms - name.start_ms or length_ms * inches_per_ms >= name.width


def _step_name(step: ScriptStep, messages: Messages, sizes: TextSizes, inches_per_ms: float) -> StepName:
    text = "\n".join(wrapped(part, _LETTERS) for part in _lines(step, messages))
    width, height = sizes.of(text)
    upright = width + _BESIDE > (step.end_ms - step.start_ms) * inches_per_ms
    along, above = (height, width) if upright else (width, height)
    return StepName(text, step.start_ms, step.end_ms, along + _BESIDE, above, upright)


def _lines(step: ScriptStep, messages: Messages) -> Iterator[str]:
    if not step.area:
        yield step_title(step, messages)
        return
    area = area_label(step.area, messages) if step.side else sided_area_label(step.area, None, messages)
    yield capitalised(area)
    if technique := technique_label(step, messages):
        yield technique


def _longest_with_room(names: Sequence[StepName], track: float) -> list[StepName]:
    """Returns the names of the longest steps that have room together, in order of time."""
    kept, left = set(), track
    for name in sorted(names, key=lambda name: name.start_ms - name.end_ms):
        if name.width <= left:
            left -= name.width
            kept.add(name)
    return [name for name in names if name in kept]
