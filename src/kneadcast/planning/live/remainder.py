"""What is left of the current segment of a live session after an answer."""

from __future__ import annotations

from dataclasses import replace

from kneadcast.planning.live.cutting import Cut, hands_on_ms
from kneadcast.planning.live.rest_cues import Answer
from kneadcast.planning.live.rest_times import Item
from kneadcast.speech.model import Line

LEAD_MS = 600
"""The silence between an answer and what is said next."""


def remainder(cut: Cut, preview: tuple[Line, ...], answer: Answer, lines: tuple[Line, ...] | None = None) -> Item:
    """Returns what is left of the current segment after an answer.

    Args:
        cut: The session at the moment of the command.
        preview: The announcement of what follows; what has been said of it is left out.
        answer: The answer.
        lines: The lines that are still to be said; by default those of the instruction that have not been.
    """
    current = cut.current
    segment = current.segment
    if preview == segment.preview:
        preview = preview[cut.said("preview") :]
    elapsed_ms = hands_on_ms(current.start_ms, answer.end_ms, segment.id, cut.cues)
    words = cut.unsaid if lines is None else lines
    rest = replace(segment, mark=None, lead_ms=LEAD_MS if words else 0, action=words, preview=preview)
    return Item(rest, current.base, pair=current.pair, elapsed_ms=max(0, elapsed_ms))
