"""Bar charts in text."""

from __future__ import annotations

_LONGEST_BAR = 40
"""The length of the longest bar of a chart, in characters."""


def bar(value: float, longest: float) -> str:
    """Returns a bar for a value, at least one character; `longest` is the greatest value of the chart."""
    return "#" * max(1, round(_LONGEST_BAR * value / longest))
