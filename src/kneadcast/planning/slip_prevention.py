"""Sure footing: nobody is led off the chair on soles with cream, whichever steps and moves a session was left with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kneadcast.routine.body import AREAS, SEATS
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from kneadcast.planning.sequence import Segment

_TO_THE_TOES = {"lower-leg", "whole-leg"}
"""Areas beside the feet whose strokes begin at the toes."""


def with_dry_soles(segments: Iterable[Segment], routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    """Yields the segments of a session; a move off the chair begins with drying the soles if nothing has said so.

    A routine's own words see to it when all is done; where preferences or cautions take a move out, its words go with it.
    """
    words = vocabulary(routine.language)
    if words is None or phrases.dry_soles is None or not _slippery(routine, words):
        yield from segments
        return
    creamed, before = False, routine.opening.position
    for segment in segments:
        told = any(re.search(words.dried, text, re.IGNORECASE) for text in segment.action)
        rises = segment.kind == "move" and before in SEATS and segment.position not in SEATS
        if rises and creamed and not told:
            yield replace(segment, action=(phrases.dry_soles, *segment.action))
        else:
            yield segment
        creamed = (creamed or _on_the_soles(segment)) and not (told or rises)
        before = segment.position


def _slippery(routine: Routine, words: Vocabulary) -> bool:
    """Tells whether cream is used by those who then have to walk on it."""
    return routine.mode == "self" and any(words.creams.found_in(need) for need in routine.needs)


def _on_the_soles(segment: Segment) -> bool:
    return segment.area is not None and (AREAS[segment.area].group == "feet" or segment.area in _TO_THE_TOES)
