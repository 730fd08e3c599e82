"""The lines that the sessions of a routine can say, all of which are spoken before a session is planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from kneadcast.planning.announcements import announcements_for
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.selection import select_steps
from kneadcast.planning.sequence import arrange, drop_order, possible_turns
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.wording import slug
from kneadcast.speech.model import Line


def narration_lines(
    routine: Routine, phrases: Phrases, preferences: Preferences = NO_PREFERENCES, length_ms: int = 0
) -> tuple[Line, ...]:
    """Returns every line that a session of a routine can say, in the order of the session.

    A text that occurs several times has a line for each of its ids, because a recording may have any of these names.
    The id of an instruction is that of its cue in a session with all steps. The cues of reminders and announcements
    depend on the length, so these have the ids of where they are written: `remind.2`, `phrases.halfway`. A line that is
    said only because of a preference has an id derived from its words, so that it never gets the recording of another
    line.

    Args:
        routine: The routine as its author wrote it.
        phrases: The fixed phrases of its language.
        preferences: The preferences of the listener.
        length_ms: The length of the session; only a countdown depends on it.

    Raises:
        PlanError: If the routine or the language does not have what the preferences request.
    """
    lines = _authored_lines(routine, phrases)
    if preferences != NO_PREFERENCES:
        lines = {
            line: lines.get(line) or [Line(line.text, id=f"extra.{slug(line.text)}")]
            for line in _origins(routine, phrases, preferences, length_ms)
        }
    return tuple(
        replace(line, place=f"{routine.name}: {line.id}") for same_text in lines.values() for line in same_text
    )


def _authored_lines(routine: Routine, phrases: Phrases) -> dict[Line, list[Line]]:
    """Returns the lines of a routine as its author wrote it: all lines that are equal, by one of them."""
    origins = _origins(routine, phrases, NO_PREFERENCES, 0)
    lines: dict[Line, list[Line]] = {line: [] for line in origins}
    for segment in arrange(routine, phrases):
        for line in segment.lines:
            lines[line].append(line)
    names = {
        phrases.halfway: "halfway",
        phrases.five_minutes_left: "five-minutes-left",
        phrases.one_minute_left: "one-minute-left",
    }
    numbers: Counter[str] = Counter()
    for line, origin in origins.items():
        if not lines[line]:
            numbers[origin] += 1
            name = names.get(line.text) if origin == "phrases" else None
            lines[line].append(Line(line.text, id=f"{origin}.{name or numbers[origin]}"))
    return lines


def _origins(routine: Routine, phrases: Phrases, preferences: Preferences, length_ms: int) -> dict[Line, str]:
    """Returns every line that can be said, with its origin: the id of its first segment, `remind` or `phrases`."""
    origins: dict[Line, str] = {}
    for line, origin in _all_lines(routine, phrases, preferences, length_ms):
        origins.setdefault(line, origin)
    return origins


def _all_lines(
    routine: Routine, phrases: Phrases, preferences: Preferences, length_ms: int
) -> Iterator[tuple[Line, str]]:
    selected = select_steps(routine, phrases, preferences)
    yield from _segment_lines(selected, phrases, preferences)
    if preferences.order == "area":
        for segment in possible_turns(selected, phrases):
            yield from ((line, segment.id) for line in (*segment.action, *segment.brief, *segment.reminders))
    yield from ((Line(text), "remind") for text in routine.remind)
    for text in (phrases.halfway, phrases.five_minutes_left, phrases.one_minute_left):
        yield Line(text), "phrases"
    announcements = announcements_for(length_ms, phrases, preferences)
    yield from ((one.line, "phrases") for one in announcements if one.line)


def _segment_lines(routine: Routine, phrases: Phrases, preferences: Preferences) -> Iterator[tuple[Line, str]]:
    """Yields the lines of every layout that a session can have."""
    dropping = drop_order(routine)
    # A third round says what the second says.
    twice = replace(preferences, rounds=min(2, preferences.rounds))
    for number in range(len(dropping) + 1):
        for segment in arrange(routine, phrases, dropping[:number], twice):
            brief = segment.brief if preferences.talk == "brief" else ()
            for line in (*segment.action, *brief, *segment.preview, *segment.reminders):
                yield line, segment.id
