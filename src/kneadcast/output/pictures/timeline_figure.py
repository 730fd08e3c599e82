"""The drawing of the timeline with matplotlib, which is loaded with this module.

The picture has rows below each other, as sheet music has, so that an hour is no wider than a page. All places are in
inches, x to the right and y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kneadcast.choices import PacerMode
from kneadcast.messages import messages_in
from kneadcast.output.pictures.timeline_lanes import Lane, Track, lanes_of
from kneadcast.output.pictures.timeline_layout import ticks_ms
from kneadcast.output.pictures.timeline_legend import LEGEND_LINE, draw_legend, legend_lines, legend_of
from kneadcast.output.pictures.timeline_marks import (
    BACKGROUND,
    GRID_COLOR,
    TEXT_COLOR,
    TITLE_POINTS,
)
from kneadcast.output.pictures.timeline_names import PlacedName, rows_with_room
from kneadcast.output.pictures.timeline_text import TextSizes, wrapped, write
from kneadcast.output.pictures.waveform import Waveform
from kneadcast.script.model import Script
from kneadcast.units import format_clock

DOTS_PER_INCH = 100
WIDTH = 13.0
EDGE = 0.2
_GAP = 0.12
"""Between things that must not touch."""
_LEADERS = 0.16
"""The height in which lines lead from names to bars."""
_AXIS = 0.3
_ROW_GAP = 0.3
_TITLE_LETTERS = 90


def draw_figure(script: Script, pacer: PacerMode, sound: Waveform | None) -> Figure:
    """Returns the timeline of a session, with words in its language; see `draw_timeline`."""
    messages = messages_in(script.language)
    figure = Figure(dpi=DOTS_PER_INCH, facecolor=BACKGROUND)
    sizes = TextSizes(figure)
    lanes = tuple(lanes_of(script, messages, pacer, sound))
    left = EDGE + max(chain.from_iterable(_label_widths(lane, sizes) for lane in lanes)) + _GAP
    track = WIDTH - left - EDGE - sizes.of(format_clock(script.length_ms))[0] / 2
    rows = rows_with_room(script, messages, sizes, track)
    strip = max((placed.name.height for named in rows for placed in named.names), default=0.0)
    title = wrapped(f"{script.title}, {messages.length(script.length_ms)}", _TITLE_LETTERS)
    top = EDGE + sizes.of(title, TITLE_POINTS)[1] + _ROW_GAP
    row_height = strip + _LEADERS + sum(lane.height for lane in lanes) + _AXIS + _ROW_GAP
    legend = legend_lines(legend_of(script, messages), sizes, WIDTH - 2 * EDGE)
    figure.set_size_inches(WIDTH, top + len(rows) * row_height + len(legend) * LEGEND_LINE + EDGE)
    axes = _blank_axes(figure)
    write(axes, (EDGE, EDGE), title, ("left", "top"), size=TITLE_POINTS)
    scale = track / rows[0].row.end_ms
    for number, named in enumerate(rows):
        placed = Track(axes, named.row, left, scale)
        floor = top + number * row_height + strip
        _draw_row(placed, lanes, floor + _LEADERS, sizes)
        _draw_names(placed, named.names, floor)
    draw_legend(axes, legend, EDGE, top + len(rows) * row_height)
    return figure


def _blank_axes(figure: Figure) -> Axes:
    """Returns axes that fill a figure, in inches from its top left corner."""
    width, height = figure.get_size_inches()
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return axes


def _label_widths(lane: Lane, sizes: TextSizes) -> Iterator[float]:
    for line in lane.label.split("\n"):
        yield sizes.of(line)[0]


def _draw_row(track: Track, lanes: Iterable[Lane], top: float, sizes: TextSizes) -> None:
    """Draws the lanes of a row and the time below them."""
    right, bottom = track.x(track.row.end_ms), top + sum(lane.height for lane in lanes)
    apart = sizes.of(format_clock(track.row.end_ms))[0] + 2 * _GAP
    for at_ms in ticks_ms(track.row, track.inches_per_ms, apart):
        track.axes.vlines(track.x(at_ms), top, bottom + 0.05, color=GRID_COLOR, lw=0.8, zorder=0)
        write(track.axes, (track.x(at_ms), bottom + 0.08), format_clock(at_ms), ("center", "top"))
    for lane in lanes:
        track.axes.hlines(top, track.left, right, color=GRID_COLOR, lw=0.8, zorder=0)
        lines = lane.label.split("\n")
        for number, line in enumerate(lines):
            y = top + lane.height * (number + 0.5) / len(lines)
            write(track.axes, (track.left - _GAP, y), line, ("right", "center"))
        lane.draw(track, top)
        top += lane.height
    track.axes.hlines(bottom, track.left, right, color=TEXT_COLOR, lw=0.8)


def _draw_names(track: Track, names: Iterable[PlacedName], floor: float) -> None:
    """Writes the names of the steps above a row, each with a line to its bar."""
    for placed in names:
        centre, middle = track.left + placed.centre, track.left + placed.middle
        track.axes.plot([centre, middle], [floor + 0.02, floor + _LEADERS], color=TEXT_COLOR, lw=0.6)
        write(track.axes, (centre, floor), placed.name.text, ("center", "bottom"), upright=placed.name.upright)
