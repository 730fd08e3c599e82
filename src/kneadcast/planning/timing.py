"""How long words and chimes last, and the silence that they cannot do without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kneadcast.planning.sequence import Segment
from kneadcast.script.model import ChimeName

SENTENCE_PAUSE_MS = 700
"""Between two sentences of one instruction: 0.6 to 1 s lets a listener take in one action at a time."""
BREATH_MS = 1000
"""Measured speech plus a second is a hard floor of any segment."""
PREVIEW_AHEAD_MS = 12_000
"""How long before its chime a change of position is told, where there is time: 8 to 15 s."""
PREVIEW_LEAST_AHEAD_MS = 8_000
RING_OUT_MS = 3_500
"""Silence after the last chime's strikes, in which it fades."""


@dataclass(frozen=True)
class Durations:
    """How long everything lasts that a session may sound, measured before it is timed."""

    speech_ms: Mapping[str, int]
    """Each sentence's length."""
    chime_ms: Mapping[ChimeName, int]
    """How long each chime claims the ear before a voice may follow."""


def instruction_ms(segment: Segment, durations: Durations) -> int:
    """Returns how long instructions are being spoken in a segment; the pauses between its sentences do not count."""
    return sum(durations.speech_ms[text] for text in (*segment.action, *segment.preview))


def talk_ms(sentences: Sequence[str], durations: Durations) -> int:
    """Returns how long some sentences take with the pauses between them."""
    pauses_ms = SENTENCE_PAUSE_MS * max(0, len(sentences) - 1)
    return sum(durations.speech_ms[text] for text in sentences) + pauses_ms


def first_word_ms(segment: Segment, durations: Durations) -> int:
    """Returns how long after a segment's start its first sentence begins."""
    return max(segment.lead_ms, durations.chime_ms[segment.mark] if segment.mark else 0)


def end_mark_ms(segment: Segment, durations: Durations) -> int:
    """Returns how long before a segment's end its closing chime sounds; 0 where it has none."""
    return durations.chime_ms[segment.closing_mark] + RING_OUT_MS if segment.closing_mark else 0


def preview_ahead_ms(segment: Segment, durations: Durations, wanted_ms: int) -> int:
    """Returns how long before a segment's end its preview must begin at least, or at `wanted_ms` if that is more."""
    if not segment.preview:
        return 0
    return max(wanted_ms, talk_ms(segment.preview, durations) + 2 * BREATH_MS)


def silence_ms(segment: Segment, durations: Durations) -> int:
    """Returns the silence that a segment cannot do without, as its words and chimes are laid."""
    pauses_ms = talk_ms(segment.action, durations) - sum(durations.speech_ms[text] for text in segment.action)
    ahead_ms = preview_ahead_ms(segment, durations, PREVIEW_LEAST_AHEAD_MS)
    after_ms = ahead_ms - sum(durations.speech_ms[text] for text in segment.preview)
    return first_word_ms(segment, durations) + pauses_ms + BREATH_MS + after_ms + end_mark_ms(segment, durations)
