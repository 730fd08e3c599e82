"""Names for the sentences of a routine, under which a reader's recordings of them are kept."""

from __future__ import annotations

from collections import Counter

from kneadcast.planning.planner import spoken_lines
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.sequence import arrange
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.wording import slug


def line_ids(
    routine: Routine, phrases: Phrases, preferences: Preferences = NO_PREFERENCES, length_ms: int = 0
) -> dict[str, tuple[str, ...]]:
    """Returns the ids of every sentence that a session of this routine may say, in the order of the session.

    An instruction's id is that of the cue that says it in a session with all its steps. Which cue says a reminder or a
    time announcement hangs on the length, so these are named by where they are written: `remind.2`, `phrases.halfway`.
    What is said only because of a wish is named by its words, so that no recording of another sentence is taken for it.
    """
    written = _written_ids(routine, phrases)
    if preferences == NO_PREFERENCES:
        return written
    lines = spoken_lines(routine, phrases, preferences, length_ms)
    return {text: written.get(text) or (f"wished.{slug(text)}",) for text in lines}


def _written_ids(routine: Routine, phrases: Phrases) -> dict[str, tuple[str, ...]]:
    ids: dict[str, list[str]] = {text: [] for text in spoken_lines(routine, phrases)}
    for segment in arrange(routine, phrases):
        for role, texts in (("action", segment.action), ("preview", segment.preview), ("remind", segment.reminders)):
            for number, text in enumerate(texts, 1):
                ids[text].append(f"{segment.id}.{role}.{number}")
    keys = {getattr(phrases, name): name.replace("_", "-") for name in ("halfway", "five_minutes_left")}
    keys[phrases.one_minute_left] = "one-minute-left"
    numbers: Counter[str] = Counter()
    for text, place in spoken_lines(routine, phrases).items():
        if not ids[text]:
            numbers[place] += 1
            ids[text].append(f"{place}.{keys.get(text) if place == 'phrases' and text in keys else numbers[place]}")
    return {text: tuple(names) for text, names in ids.items()}
