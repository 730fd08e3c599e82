"""Slip prevention: soles are dried before a listener gets up, and feet are on the floor before a rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kneadcast.planning.segment import Segment
from kneadcast.routine.body import AREAS, RAISED_FOOT, place_of
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.vocabulary import Vocabulary, vocabulary
from kneadcast.routine.wording import split_sentences
from kneadcast.speech.model import Line

_FROM_THE_TOES = {"lower-leg", "whole-leg"}
"""Areas outside the feet whose strokes begin at the toes."""


def with_dry_soles(segments: Iterable[Segment], routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    """Yields the segments of a session, in which soles are dried if there is cream on them, and only then.

    Preferences, cautions and a short length decide whether the soles are worked at all, and whether the move is left
    out whose words have them dried. A move to another place and the close say so if no line before them does. A
    sentence about nothing but drying is left out where the soles are dry.
    """
    words = vocabulary(routine.language)
    if words is None or phrases.dry_soles is None or not _uses_cream(routine, words):
        yield from segments
        return
    creamed, position = False, routine.opening.position
    for segment in segments:
        dried = any(_is_drying(line, words) for line in segment.action)
        gets_up = segment.kind == "move" and place_of(position) != place_of(segment.position)
        if creamed and (gets_up or segment.kind == "close"):
            yield _with_drying(segment, Line(phrases.dry_soles), words)
        elif dried and not creamed:
            yield _without_drying(segment, words)
        else:
            yield segment
        creamed = (creamed or _works_the_soles(segment)) and not (dried or gets_up)
        position = segment.position


def _beginning_with(segment: Segment, line: Line) -> Segment:
    brief = (line, *segment.brief) if segment.brief else ()
    return replace(segment, action=(line, *segment.action), brief=brief, added=(line, *segment.added))


def _with_drying(segment: Segment, drying: Line, words: Vocabulary) -> Segment:
    """Returns a segment whose usual and whose brief instruction ask for dry soles, each in its own words if it can."""
    action, brief = (
        lines if not lines or any(_is_drying(line, words) for line in lines) else (drying, *lines)
        for lines in (segment.action, segment.brief)
    )
    added = (drying,) if drying in (*action, *brief) else ()
    return replace(segment, action=action, brief=brief, added=(*added, *segment.added))


def _without_drying(segment: Segment, words: Vocabulary) -> Segment:
    action, brief = (
        tuple(line for line in lines if not (_is_drying(line, words) and not _is_about_hands(line, words)))
        for lines in (segment.action, segment.brief)
    )
    return replace(segment, action=action or segment.action, brief=brief)


def _is_drying(line: Line, words: Vocabulary) -> bool:
    return re.search(words.dried, line.text, re.IGNORECASE) is not None


def _is_about_hands(line: Line, words: Vocabulary) -> bool:
    return re.search(words.hands, line.text, re.IGNORECASE) is not None


def with_feet_down(segments: Iterable[Segment], phrases: Phrases) -> Iterator[Segment]:
    """Yields the segments of a session; a rest or a close after work on a raised foot begins with setting it down.

    A rest that a listener adds after work that is done standing begins with sitting down.
    """
    raised, added = False, split_sentences(phrases.rest or "")
    for segment in segments:
        first = None
        if segment.kind in ("rest", "close") and raised:
            first = phrases.feet_down
        elif segment.kind == "rest" and segment.position == "standing" and segment.action[0].text in added:
            first = phrases.sit_down
        yield _beginning_with(segment, Line(first)) if first and segment.action else segment
        raised = segment.position in RAISED_FOOT and segment.kind != "rest"


def _uses_cream(routine: Routine, words: Vocabulary) -> bool:
    """Returns whether cream is used, by a listener who has to walk on it afterwards."""
    return routine.mode == "self" and any(words.creams.found_in(need) for need in routine.needs)


def _works_the_soles(segment: Segment) -> bool:
    if segment.area is None or segment.tool != "hands":
        return False
    return AREAS[segment.area].group == "feet" or segment.area in _FROM_THE_TOES
