"""The time that the lines and the chimes of a segment take, and the silence that they need."""

from __future__ import annotations

from collections.abc import Sequence

from kneadcast.planning.segment import Segment
from kneadcast.script.durations import RING_OUT_MS, Durations
from kneadcast.speech.model import Line

SENTENCE_PAUSE_MS = 700
"""The pause between two sentences of an instruction: with 0.6 to 1 s, a listener can follow one action at a time."""
BREATH_MS = 1000
"""The least silence after an instruction: no segment is shorter than its measured speech plus this."""
PREVIEW_AHEAD_MS = 12_000
"""How long before its chime a change of position is announced, if there is time; 8 to 15 s are usual."""
PREVIEW_LEAST_AHEAD_MS = 8_000
FAREWELL_AHEAD_MS = 2_500
"""The silence between the last words of a session and its last bell: a breath, and nobody waits for more."""


def instruction_ms(segment: Segment, durations: Durations) -> int:
    """Returns the length of the spoken instructions of a segment, without the pauses between the sentences."""
    return sum(durations.line_ms(line) for line in (*segment.action, *segment.preview))


def talk_ms(lines: Sequence[Line], durations: Durations) -> int:
    """Returns how long some lines take with the pauses between them."""
    pauses_ms = SENTENCE_PAUSE_MS * max(0, len(lines) - 1)
    return sum(durations.line_ms(line) for line in lines) + pauses_ms


def first_word_ms(segment: Segment, durations: Durations) -> int:
    """Returns how long after the start of a segment its first line begins."""
    return max(segment.lead_ms, durations.chime_ms[segment.mark] if segment.mark else 0)


def end_mark_ms(segment: Segment, durations: Durations) -> int:
    """Returns how long before the end of a segment its closing chime sounds; 0 if it has none."""
    return durations.chime_ms[segment.closing_mark] + RING_OUT_MS if segment.closing_mark else 0


def preview_ahead_ms(segment: Segment, durations: Durations, wanted_ms: int) -> int:
    """Returns how long before the last chime of a segment its preview begins: `wanted_ms`, or more if it needs it.

    The farewell at the close begins as late as it can.
    """
    if not segment.preview:
        return 0
    if segment.kind == "close":
        return talk_ms(segment.preview, durations) + FAREWELL_AHEAD_MS
    return max(wanted_ms, talk_ms(segment.preview, durations) + 2 * BREATH_MS)


def silence_ms(segment: Segment, durations: Durations) -> int:
    """Returns the silence that a segment needs around its lines and chimes."""
    pauses_ms = talk_ms(segment.action, durations) - sum(map(durations.line_ms, segment.action))
    ahead_ms = preview_ahead_ms(segment, durations, PREVIEW_LEAST_AHEAD_MS)
    after_ms = ahead_ms - sum(map(durations.line_ms, segment.preview))
    return first_word_ms(segment, durations) + pauses_ms + BREATH_MS + after_ms + end_mark_ms(segment, durations)
