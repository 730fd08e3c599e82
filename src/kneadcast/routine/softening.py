"""Reduces the pressure of steps, in their words as well as in their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kneadcast.routine.body import TECHNIQUES
from kneadcast.routine.model import Routine, Step
from kneadcast.routine.vocabulary import vocabulary

LIGHT = 3
"""The strongest pressure that counts as light; words for it must not ask for firm hands."""
FEWEST_ROUTINE_REMINDERS = 2
"""With fewer reminders, a routine would repeat one immediately."""


def can_be_softened(step: Step, pressure: int, language: str) -> bool:
    """Returns whether a step's words still fit a lower pressure: knuckles and deep pressure are never light."""
    return pressure > LIGHT or not any(
        _asks_for_firm_hands(text, language) for text in (step.say, step.again or "", step.brief or "")
    )


def soften(step: Step, pressure: int, language: str, softly: Iterator[str]) -> Step:
    """Returns a step with a lower pressure and with words that ask for light hands instead of firm ones.

    Args:
        step: The step.
        pressure: The lower pressure.
        language: The language of its words.
        softly: Sentences that ask for light hands. Each is used once, so that it is not repeated; when all have been
            used, further steps get no such sentence.
    """
    sentence = next(softly, "") if (step.pressure or 0) > LIGHT else ""
    return step.model_copy(
        update={
            "pressure": pressure,
            "say": f"{step.say} {sentence}".rstrip(),
            "brief": f"{step.brief} {sentence}".rstrip() if step.brief else None,
            "remind": _without_firm(step.remind, language),
        }
    )


def lighten(step: Step, by: int, language: str) -> Step:
    """Returns a step with less pressure, as far as its technique and its words allow; reminders for firm hands go.

    Args:
        step: The step.
        by: How much less.
        language: The language of its words.
    """
    lightest = TECHNIQUES[step.technique].pressure
    if by == 0 or step.pressure is None or lightest is None:
        return step
    pressure = max(lightest[0], step.pressure - by)
    if not can_be_softened(step, pressure, language):
        pressure = LIGHT + 1
    if pressure >= step.pressure:
        return step
    return step.model_copy(update={"pressure": pressure, "remind": _without_firm(step.remind, language)})


def without_firm_reminders(routine: Routine) -> Routine:
    """Returns a routine without its reminders that ask for firm hands, if enough others remain."""
    kept = _without_firm(routine.remind, routine.language)
    return routine.model_copy(update={"remind": kept}) if len(kept) >= FEWEST_ROUTINE_REMINDERS else routine


def _without_firm(lines: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(line for line in lines if not _asks_for_firm_hands(line, language))


@lru_cache(maxsize=4096)
def _asks_for_firm_hands(text: str, language: str) -> bool:
    words = vocabulary(language)
    return words is not None and re.search(words.firm, text, re.IGNORECASE) is not None
