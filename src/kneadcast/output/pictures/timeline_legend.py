"""The legend of the timeline: the marks that have no words beside them. All places are in inches."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.axes import Axes

from kneadcast.messages import Messages
from kneadcast.output.pictures.timeline_lanes import draw_bar, draw_markers
from kneadcast.output.pictures.timeline_marks import CHIME_MARKS, SIDE_MARKS, Mark
from kneadcast.output.pictures.timeline_text import TextSizes, write
from kneadcast.script.model import Script

LEGEND_LINE = 0.26
_MARK, _GAP = 0.4, 0.12

Line = list[tuple[float, Mark | None, str]]
"""Where each entry of a line begins, its mark and its words; the heading has no mark."""
Legend = tuple[tuple[str, tuple[tuple[Mark, str], ...]], ...]
"""What a line of the legend is about, and marks with their meaning."""


def legend_of(script: Script, messages: Messages) -> Legend:
    """Returns the legend of the marks that a session has, other than those that have words beside them."""
    words = messages.timeline
    sides, chimes = {step.side for step in script.steps}, {cue.sound for cue in script.cues}
    side_marks = (
        (mark, messages.sides.of(side) if side else words.no_side) for side, mark in SIDE_MARKS.items() if side in sides
    )
    chime_marks = ((mark, words.chime_names[name]) for name, mark in CHIME_MARKS.items() if name in chimes)
    both = (words.worked, tuple(side_marks)), (words.chimes, tuple(chime_marks))
    return tuple(line for line in both if line[1])


def legend_lines(legend: Legend, sizes: TextSizes, width: float) -> list[Line]:
    """Returns the lines of a legend with the places of their entries; one that is too long is continued below."""
    lines: list[Line] = []
    for heading, entries in legend:
        begin = x = sizes.of(f"{heading}:")[0] + 2 * _GAP
        lines.append([(0.0, None, f"{heading}:")])
        for mark, words in entries:
            taken = _MARK + sizes.of(words)[0] + 2 * _GAP
            if x > begin and x + taken > width:
                lines.append([])
                x = begin
            lines[-1].append((x, mark, words))
            x += taken
    return lines


def draw_legend(axes: Axes, lines: Iterable[Line], left: float, top: float) -> None:
    """Draws the lines of a legend below each other, each `LEGEND_LINE` high."""
    for number, line in enumerate(lines):
        y = top + (number + 0.5) * LEGEND_LINE
        for place, mark, words in line:
            x = left + place
            if mark and mark.marker:
                draw_markers(axes, [x + _MARK / 2], y, mark)
            elif mark:
                draw_bar(axes, x, y - 0.08, _MARK - 0.06, 0.16, mark)
            write(axes, (x + _MARK if mark else x, y), words)
