"""The marks, colours and sizes of the timeline.

Text has a contrast of at least 4.5:1 with the background, and marks of at least 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
No two marks differ by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kneadcast.script.model import ChimeName, Side

BACKGROUND = "#ffffff"
TEXT_COLOR = "#1f2430"
GRID_COLOR = "#d9dce3"
"""Of lines that say nothing by themselves."""
TEXT_POINTS = 9.0
TITLE_POINTS = 13.0


@dataclass(frozen=True)
class Mark:
    """How one kind of thing is drawn: a bar, whose hatching is in the colour of the background, or a marker."""

    color: str
    hatch: str = ""
    marker: str = ""
    """matplotlib's name of a marker; empty for a bar."""
    edge_points: float = 0.6
    """Of the line in the colour of the background around a bar, which separates it from the next."""

    @property
    def shape(self) -> tuple[str, str]:
        """What tells it from other marks without colour."""
        return self.hatch, self.marker


SIDE_MARKS: Mapping[Side | None, Mark] = {
    "left": Mark("#b45309", hatch="////"),
    "right": Mark("#0f766e", hatch="...."),
    None: Mark("#6b7280"),
}
"""Amber, teal and grey."""
CHIME_MARKS: Mapping[ChimeName, Mark] = {
    "start": Mark(TEXT_COLOR, marker=">"),
    "step": Mark(TEXT_COLOR, marker="o"),
    "side": Mark(TEXT_COLOR, marker="D"),
    "halfway": Mark(TEXT_COLOR, marker="s"),
    "rest_end": Mark(TEXT_COLOR, marker="^"),
    "end": Mark(TEXT_COLOR, marker="*"),
}
VOICE_MARK = Mark("#5b4b8a", edge_points=0.0)
PACER_MARK = Mark("#1d5fa8", marker="|")
