"""Doing work more softly than its author meant it, in its words as well: a listener with shut eyes hears no number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneadcast.routine.model import Routine, Step
from kneadcast.routine.vocabulary import vocabulary

LIGHT = 3
"""Up to this pressure nothing may ask for firm hands; above it a firm grip is only made a little softer."""
FEWEST_REMINDERS = 2
"""So that none follows itself."""


def can_be_softened(step: Step, pressure: int, language: str) -> bool:
    """Tells whether a step's words still fit a lower pressure: knuckles and deep pressure are never light."""
    return pressure > LIGHT or not any(_firm(text, language) for text in (step.say, step.again or ""))


def softened(step: Step, pressure: int, language: str, softly: Iterator[str]) -> Step:
    """Returns a step at a lower pressure, without reminders of firmness, and with a sentence that asks for light hands.

    Args:
        step: What is done.
        pressure: The lower pressure.
        language: Of its words.
        softly: Sentences that ask for light hands, taken one by one so that none is said twice; when they have all been
            said, the listener has heard it often enough.
    """
    light = next(softly, "") if (step.pressure or 0) > LIGHT else ""
    return step.model_copy(
        update={
            "pressure": pressure,
            "say": f"{step.say} {light}".rstrip(),
            "remind": _soft(step.remind, language),
        }
    )


def without_firm_reminders(routine: Routine) -> Routine:
    """Returns a routine whose reminders ask nowhere for firm hands, as far as it has others."""
    kept = _soft(routine.remind, routine.language)
    return routine.model_copy(update={"remind": kept}) if len(kept) >= FEWEST_REMINDERS else routine


def _soft(lines: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(line for line in lines if not _firm(line, language))


def _firm(text: str, language: str) -> bool:
    words = vocabulary(language)
    return words is not None and re.search(words.firm, text, re.IGNORECASE) is not None
