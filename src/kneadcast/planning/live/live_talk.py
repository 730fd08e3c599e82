"""The amount of talk that a listener wants while a session is played."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kneadcast.planning.live.state import LiveTalk
from kneadcast.planning.segment import Segment
from kneadcast.planning.talk import with_talk
from kneadcast.script.durations import Durations
from kneadcast.speech.model import Line


def with_live_talk(segments: Sequence[Segment], durations: Durations, talk: LiveTalk) -> tuple[Segment, ...]:
    """Returns segments with the amount of talk that the listener wants now; cautions stay with their steps."""
    if talk != "least":
        return with_talk(segments, durations, talk)
    return tuple(
        replace(one, action=_least_words(one), preview=(), reminders=()) if one.kind == "work" else one
        for one in with_talk(segments, durations, "brief")
    )


def _least_words(segment: Segment) -> tuple[Line, ...]:
    needed = (*segment.ask, *segment.caution, *segment.added)
    return tuple(line for line in segment.action if line in needed)


def says_all(segment: Segment) -> bool:
    """Returns whether the words of a segment are said to their end even if the listener goes on."""
    return segment.kind not in ("welcome", "work", "compare", "pause")
