"""Fewer words in a session: brief instructions, and the preferred amount of talk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kneadcast.choices import Talk
from kneadcast.planning.segment import Segment
from kneadcast.planning.timing import talk_ms
from kneadcast.script.durations import Durations


def with_brief_words(segment: Segment) -> Segment:
    """Returns a segment with its brief instruction, if that is shorter than the one that it has."""
    shorter = segment.brief and segment.action != segment.again and len(segment.brief) <= len(segment.action)
    return replace(segment, action=segment.brief, wording="brief") if shorter else segment


def with_talk(segments: Sequence[Segment], durations: Durations, talk: Talk) -> tuple[Segment, ...]:
    """Returns segments with the preferred amount of talk; what is said for safety is always spoken.

    Without instructions, the questions and the cautions of steps follow the safety line.
    """
    if talk in ("full", "plain"):
        return tuple(segments)
    if talk == "brief":
        return tuple(
            segment if segment.kind == "safety" else _in_fewer_words(segment, durations) for segment in segments
        )
    cautions = tuple(dict.fromkeys(line for segment in segments for line in (*segment.ask, *segment.caution)))
    return tuple(
        replace(segment, action=segment.action + cautions)
        if segment.kind == "safety"
        else replace(segment, action=(), preview=(), reminders=())
        for segment in segments
    )


def _in_fewer_words(segment: Segment, durations: Durations) -> Segment:
    fewer = segment.brief or segment.again
    if fewer and len(fewer) <= len(segment.action) and talk_ms(fewer, durations) < talk_ms(segment.action, durations):
        return replace(segment, action=fewer, wording="brief" if segment.brief else "again")
    return segment
