"""Text on the timeline: how large it is, and its lines."""

from __future__ import annotations

import textwrap
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from kneadcast.output.pictures.timeline_marks import TEXT_COLOR, TEXT_POINTS

Anchor = tuple[Literal["left", "center", "right"], Literal["top", "center", "bottom"]]
"""The part of a text that stands at its place."""


class TextSizes:
    """Measures text as matplotlib draws it."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self._renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
        self._known: dict[tuple[str, float], tuple[float, float]] = {}

    def of(self, text: str, points: float = TEXT_POINTS) -> tuple[float, float]:
        """Returns the width and the height of a text in inches."""
        if (text, points) not in self._known:
            drawn = self._figure.text(0, 0, text, fontsize=points, parse_math=False)
            box = drawn.get_window_extent(self._renderer)
            drawn.remove()
            self._known[text, points] = box.width / self._figure.dpi, box.height / self._figure.dpi
        return self._known[text, points]


def wrapped(text: str, letters: int) -> str:
    """Returns a text in lines of at most a number of letters."""
    return textwrap.fill(text, letters, break_on_hyphens=False)


def write(
    axes: Axes,
    at: tuple[float, float],
    text: str,
    anchor: Anchor = ("left", "center"),
    *,
    upright: bool = False,
    size: float = TEXT_POINTS,
) -> None:
    """Writes a text, from bottom to top if it is upright."""
    axes.text(
        *at,
        text,
        ha=anchor[0],
        va=anchor[1],
        rotation=90 if upright else 0,
        multialignment="center" if anchor[0] == "center" and not upright else "left",
        fontsize=size,
        color=TEXT_COLOR,
        parse_math=False,  # the words of a script are no formulas, although they may have a dollar
    )
