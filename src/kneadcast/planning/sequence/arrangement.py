"""The sequence of a session: converts a routine into segments in order, without lengths."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import product

from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.sequence.drop_order import remaining_routine
from kneadcast.planning.sequence.section_arranger import SIDES, SectionArranger
from kneadcast.planning.sequence.side_words import lines_of
from kneadcast.planning.sequence.slip_prevention import with_dry_soles, with_feet_down
from kneadcast.routine.conditions import numbered, resolve_conditions
from kneadcast.routine.model import PRE_ROLL_MS, Routine, SafetyLine, Spoken
from kneadcast.routine.phrases import Phrases
from kneadcast.script.model import ChimeName, StepKind
from kneadcast.speech.model import Line

SOFT_BELL_LU = 10
"""How much softer soft bells at the end are than other chimes: whoever is awake hears them, and nobody who sleeps."""


def arrange(
    routine: Routine,
    phrases: Phrases,
    dropped: Collection[str] = (),
    preferences: Preferences = NO_PREFERENCES,
    *,
    comparisons: bool = True,
) -> tuple[Segment, ...]:
    """Returns the segments of a routine in the preferred order and number of rounds; their lines have no ids.

    Args:
        routine: The routine.
        phrases: The fixed phrases of its language.
        dropped: The keys of the steps that are left out, and `REST` if the rest is.
        preferences: The preferences of the listener.
        comparisons: Whether both sides are compared after the first.
    """
    repeated = repeated_sections(routine)
    routine = resolve_conditions(remaining_routine(routine, dropped))
    segments = list(opening_segments(routine, phrases))
    position = routine.opening.position
    for section in routine.sections:
        position = section.position or position
        is_repeated = section.slug in repeated
        arranger = SectionArranger(
            section, position, phrases, routine.language, is_repeated=is_repeated, mode=routine.mode
        )
        previews = arranger.previews()
        for segment in arranger.segments(preferences, comparisons=comparisons):
            segments[-1] = with_preview(segments[-1], previews.get(segment.kind, ""))
            segments.append(segment)
    segments.extend(closing_segments(routine, phrases, position))
    return tuple(with_feet_down(with_dry_soles(with_each_question_once(segments), routine, phrases), phrases))


def with_each_question_once(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Yields segments in which no question to the receiver is repeated."""
    asked: set[tuple[Line, ...]] = set()
    for segment in segments:
        if segment.ask and segment.ask in asked:
            number = len(segment.ask)
            yield replace(
                segment,
                ask=(),
                action=segment.action[number:],
                brief=segment.brief[number:],
                again=segment.again[number:],
            )
        else:
            yield segment
        asked.add(segment.ask)


def possible_turns(routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    """Yields every step, change of side and pause on each side, with the words for the first and for the second side.

    All are needed in the order `area`, in which the first side of a step depends on the number of steps before it.
    """
    for section in resolve_conditions(routine).sections:
        position = section.position or routine.opening.position
        arranger = SectionArranger(section, position, phrases, routine.language, mode=routine.mode)
        for side in SIDES[section.sides]:
            for step, again in product(section.steps, (False, True)):
                yield arranger.work(step, side, again=again)
            if section.switch:  # with its own words, if a single step is left
                yield arranger.change(section.switch, "switch", side)
                yield arranger.change(arranger.switch_between_steps(section.switch), "switch", side)
            yield arranger.pause(side, 1)


def repeated_sections(routine: Routine) -> frozenset[str]:
    """Returns the ids of the sections done in rounds: those in which hands or a tool work, or all if none is."""
    working = frozenset(
        section.slug
        for section in routine.sections
        if any(step.tool != "none" and step.technique != "hold" for step in section.steps)
    )
    return working or frozenset(section.slug for section in routine.sections)


def opening_segments(routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    """Yields the welcome, the safety line and the settling in."""
    opening = routine.opening
    first: list[Segment] = []
    if opening.welcome:
        first.append(_unworked("welcome", opening.welcome, phrases.opening, opening.position, mark="start"))
    mark: ChimeName | None = None if first else "start"
    first.append(_unworked("safety", opening.safety, phrases.opening, opening.position, mark=mark))
    yield replace(first[0], lead_ms=PRE_ROLL_MS)
    yield from first[1:]
    yield _unworked("settle", opening.settle, phrases.opening, opening.position, mark="step")


def closing_segments(routine: Routine, phrases: Phrases, position: str) -> Iterator[Segment]:
    """Yields the rest, if there is one, and the close."""
    closing = routine.closing
    if closing.rest:
        yield _unworked("rest", closing.rest, phrases.closing, position, mark="step")
    mark: ChimeName = "rest_end" if closing.rest else "step"
    close = _unworked("close", closing.close, phrases.closing, position, mark=mark)
    softer_lu = SOFT_BELL_LU if closing.close.bell == "soft" else None
    farewell = lines_of(closing.close.farewell or "")
    yield replace(close, closing_mark="end", softer_lu=softer_lu, preview=farewell)


def _unworked(
    kind: StepKind, spoken: Spoken | SafetyLine, section: str, position: str, *, mark: ChimeName | None
) -> Segment:
    return Segment(
        kind,
        kind,
        kind,
        section,
        spoken.time,
        mark,
        lines_of(spoken.say),
        brief=lines_of(getattr(spoken, "brief", None) or ""),
        reminders=tuple(Line(numbered(text)[1]) for text in spoken.remind),
        position=position,
    )


def with_preview(segment: Segment, words: str) -> Segment:
    """Returns a segment that announces the next one near its end."""
    return replace(segment, preview=segment.preview + lines_of(words)) if words else segment
