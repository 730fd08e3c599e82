"""Sure footing: nobody is led off the chair on soles with cream, whichever steps and moves a session was left with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kneadcast.routine.body import AREAS, SEATS
from kneadcast.routine.model import Phrases, Routine
from kneadcast.routine.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from kneadcast.session.outline import Stretch

_TO_THE_TOES = {"lower-leg", "whole-leg"}
"""Areas beside the feet whose strokes begin at the toes."""


def with_dry_soles(stretches: Iterable[Stretch], routine: Routine, phrases: Phrases) -> Iterator[Stretch]:
    """Yields the stretches of a session; a move off the chair begins with drying the soles if nothing has said so.

    A routine's own words see to it when all is done; where wishes or cautions take a move out, its words go with it.
    """
    words = vocabulary(routine.language)
    if words is None or phrases.dry_soles is None or not _slippery(routine, words):
        yield from stretches
        return
    creamed, before = False, routine.opening.position
    for stretch in stretches:
        told = any(re.search(words.dried, text, re.IGNORECASE) for text in stretch.action)
        rises = stretch.kind == "move" and before in SEATS and stretch.position not in SEATS
        if rises and creamed and not told:
            yield replace(stretch, action=(phrases.dry_soles, *stretch.action))
        else:
            yield stretch
        creamed = (creamed or _on_the_soles(stretch)) and not (told or rises)
        before = stretch.position


def _slippery(routine: Routine, words: Vocabulary) -> bool:
    """Tells whether cream is used by those who then have to walk on it."""
    return routine.mode == "self" and any(words.creams.found_in(need) for need in routine.needs)


def _on_the_soles(stretch: Stretch) -> bool:
    return stretch.area is not None and (AREAS[stretch.area].group == "feet" or stretch.area in _TO_THE_TOES)
