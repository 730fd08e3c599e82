"""Slip prevention: soles are dried before a listener gets off the chair, and feet are on the floor before a rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kneadcast.planning.segment import Segment
from kneadcast.routine.body import AREAS, RAISED_FOOT, SEATS
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.vocabulary import Vocabulary, vocabulary
from kneadcast.speech.model import Line

_FROM_THE_TOES = {"lower-leg", "whole-leg"}
"""Areas outside the feet whose strokes begin at the toes."""


def with_dry_soles(segments: Iterable[Segment], routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    """Yields the segments of a session; a move off the chair says to dry the soles, if no line before it does.

    A complete routine says so in its own words. Preferences or cautions can remove the move that contains them.
    """
    words = vocabulary(routine.language)
    if words is None or phrases.dry_soles is None or not _uses_cream(routine, words):
        yield from segments
        return
    creamed, position = False, routine.opening.position
    for segment in segments:
        dried = any(re.search(words.dried, line.text, re.IGNORECASE) for line in segment.action)
        leaves_seat = segment.kind == "move" and position in SEATS and segment.position not in SEATS
        if leaves_seat and creamed and not dried:
            yield replace(segment, action=(Line(phrases.dry_soles), *segment.action))
        else:
            yield segment
        creamed = (creamed or _works_the_soles(segment)) and not (dried or leaves_seat)
        position = segment.position


def with_feet_down(segments: Iterable[Segment], phrases: Phrases) -> Iterator[Segment]:
    """Yields the segments of a session; a rest or a close after work on a raised foot begins with setting it down."""
    for segment in segments:
        if segment.kind in ("rest", "close") and segment.position in RAISED_FOOT and phrases.feet_down:
            down = (Line(phrases.feet_down),)
            segment = replace(
                segment,
                action=down + segment.action,
                brief=down + segment.brief if segment.brief else (),
                position="seated",
            )
        yield segment


def _uses_cream(routine: Routine, words: Vocabulary) -> bool:
    """Returns whether cream is used, by a listener who has to walk on it afterwards."""
    return routine.mode == "self" and any(words.creams.found_in(need) for need in routine.needs)


def _works_the_soles(segment: Segment) -> bool:
    return segment.area is not None and (AREAS[segment.area].group == "feet" or segment.area in _FROM_THE_TOES)
