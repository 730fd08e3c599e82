"""The lines that the sessions of a routine can say, all of which are spoken before a session is planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from kneadcast.planning.announcements import announcements_for
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.selection import select_steps, with_rest_in_rounds
from kneadcast.planning.sequence.arrangement import arrange, possible_turns
from kneadcast.planning.sequence.drop_order import REST, drop_order
from kneadcast.planning.sequence.line_names import with_line_ids
from kneadcast.planning.sequence.side_words import both_sides
from kneadcast.routine.body import LONGEST_SESSION_MS
from kneadcast.routine.conditions import parts_in_conditions, without_conditions, worked_areas
from kneadcast.routine.model import Routine
from kneadcast.routine.omission import without_steps
from kneadcast.routine.parts import areas_of
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.rules.findings import texts_of
from kneadcast.routine.wording import slug, split_sentences
from kneadcast.speech.model import Line
from kneadcast.units import MS_PER_MINUTE

LONGEST_COUNTDOWN_MINUTES = LONGEST_SESSION_MS // MS_PER_MINUTE


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


def every_line(routine: Routine, phrases: Phrases) -> tuple[Line, ...]:
    """Returns every line that any session of a routine can say, with all preferences, cautions and lengths.

    It is a superset of `narration_lines`, for measuring lines in advance.
    """
    texts = [text for _, text, _ in texts_of(routine)]
    texts += [phrases.halfway, phrases.five_minutes_left, phrases.one_minute_left]
    texts += [*map(without_conditions, phrases.avoided.values()), *phrases.softly]
    texts += filter(None, (phrases.dry_soles, phrases.feet_down, phrases.change_side, phrases.change_foot))
    texts += filter(None, (phrases.sit_down, phrases.pause, phrases.lighter, phrases.rest))
    if phrases.minutes_left:
        texts += [phrases.minutes_left.format(minutes=minutes) for minutes in range(2, LONGEST_COUNTDOWN_MINUTES)]
    lines = (
        Line(sentence) for text in texts for filled in both_sides(text, phrases) for sentence in split_sentences(filled)
    )
    return tuple(dict.fromkeys(lines))


def _authored_lines(routine: Routine, phrases: Phrases) -> dict[Line, list[Line]]:
    """Returns the lines of a routine as its author wrote it: all lines that are equal, by one of them."""
    layouts = _arranged_layouts(routine, phrases, NO_PREFERENCES)
    origins = _first_origins(_all_lines(routine, phrases, NO_PREFERENCES, 0, layouts))
    lines: dict[Line, list[Line]] = {line: [] for line in origins}
    taken: set[str] = set()
    complete, *others = layouts
    for line in (*_named_lines(complete), *chain.from_iterable(map(_first_of_each_text, others))):
        if line.id not in taken:
            taken.add(line.id)
            lines[line].append(line)
    for line in _named_elsewhere([line for line in origins if not lines[line]], origins, phrases):
        lines[line].append(line)
    return lines


def _named_lines(segments: Iterable[Segment]) -> Iterator[Line]:
    """Yields the lines of segments with their ids, without those that were added because of what is left out."""
    for segment in map(with_line_ids, segments):
        yield from (line for line in (*segment.lines, *segment.brief) if line not in segment.added)


def _first_of_each_text(segments: Iterable[Segment]) -> Iterator[Line]:
    """Yields each text with the first of its ids as an instruction, and with the first as a brief one."""
    usual: dict[Line, Line] = {}
    brief: dict[Line, Line] = {}
    for segment in map(with_line_ids, segments):
        for line in (*segment.action, *segment.preview):
            usual.setdefault(line, line)
        for line in segment.brief:
            brief.setdefault(line, line)
    # Those that are added because of what is left out have the ids of the phrases.
    return (line for line in (*usual.values(), *brief.values()) if ".added." not in line.id)


def _named_elsewhere(lines: Iterable[Line], origins: Mapping[Line, str], phrases: Phrases) -> Iterator[Line]:
    """Yields the lines that no session with all steps says, with ids made of their origins."""
    names = {
        phrases.halfway: "halfway",
        phrases.five_minutes_left: "five-minutes-left",
        phrases.one_minute_left: "one-minute-left",
    }
    numbers: Counter[str] = Counter()
    for line in lines:
        origin = origins[line]
        numbers[origin] += 1
        name = names.get(line.text) if origin == "phrases" else None
        yield Line(line.text, id=f"{origin}.{name or numbers[origin]}")


def _origins(routine: Routine, phrases: Phrases, preferences: Preferences, length_ms: int) -> dict[Line, str]:
    """Returns every line that can be said, with its origin: the id of its first segment, `remind` or `phrases`."""
    selected = select_steps(routine, phrases, preferences)
    layouts = _arranged_layouts(selected, phrases, preferences)
    return _first_origins(_all_lines(selected, phrases, preferences, length_ms, layouts))


def _first_origins(lines: Iterable[tuple[Line, str]]) -> dict[Line, str]:
    origins: dict[Line, str] = {}
    for line, origin in lines:
        origins.setdefault(line, origin)
    return origins


def _all_lines(
    selected: Routine,
    phrases: Phrases,
    preferences: Preferences,
    length_ms: int,
    layouts: Iterable[Sequence[Segment]],
) -> Iterator[tuple[Line, str]]:
    yield from _segment_lines(layouts, phrases, preferences)
    if preferences.order == "area":
        for segment in possible_turns(selected, phrases):
            yield from ((line, segment.id) for line in (*segment.action, *segment.brief, *segment.reminders))
    yield from ((Line(without_conditions(text)), "remind") for text in selected.remind)
    for text in (phrases.halfway, phrases.five_minutes_left, phrases.one_minute_left):
        yield Line(text), "phrases"
    announcements = announcements_for(length_ms, phrases, preferences)
    yield from ((one.line, "phrases") for one in announcements if one.line)


def _arranged_layouts(routine: Routine, phrases: Phrases, preferences: Preferences) -> list[tuple[Segment, ...]]:
    """Returns the segments of every layout that a session can have, as far as they differ in words.

    They are those with all steps, in each number of rounds, and those in which steps are left out.
    """
    # A third round says what the second says.
    rounds = range(min(2, preferences.rounds), 3)
    sets: list[tuple[tuple[str, ...], int]] = [((), number) for number in rounds]
    sets += [(dropped, rounds[0]) for dropped in _with_fewer_sections(routine, drop_order(routine))]
    repeated = with_rest_in_rounds(routine, phrases, preferences)
    return [
        arrange(repeated if number > 1 else routine, phrases, dropped, replace(preferences, rounds=number))
        for dropped, number in sets
    ]


def _segment_lines(
    layouts: Iterable[Sequence[Segment]], phrases: Phrases, preferences: Preferences
) -> Iterator[tuple[Line, str]]:
    """Yields the lines of the layouts."""
    for segment in chain.from_iterable(layouts):
        again = segment.again if preferences.talk == "brief" else ()
        for line in (*segment.action, *segment.brief, *again, *segment.preview, *segment.reminders):
            yield line, segment.id
    # The steps that are left out decide whether these are said.
    for text in filter(None, (phrases.dry_soles, phrases.feet_down, phrases.sit_down, phrases.lighter)):
        yield from ((Line(sentence), "phrases") for sentence in split_sentences(text))


def _with_fewer_sections(routine: Routine, dropping: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yields each start of `dropping` that can add a line to a session.

    It leaves out one more section, or one more part that a condition of the routine names.
    """
    named = parts_in_conditions(routine)
    known = _sections_and_parts(routine, named)
    for number, key in enumerate(dropping, 1):
        left = _sections_and_parts(without_steps(routine, dropping[:number]), named)
        if left != known or key == REST:
            yield tuple(dropping[:number])
        known = left


def _sections_and_parts(routine: Routine, named: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Returns the sections of a routine, each with no part and with each of the named parts that it works."""
    pairs = {(section.slug, "") for section in routine.sections}
    for section in routine.sections:
        areas = worked_areas(section.steps)
        pairs |= {(section.slug, part) for part in named if areas_of(part) & areas}
    return frozenset(pairs)
