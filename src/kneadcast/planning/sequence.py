"""The sequence of a session: converts a routine into segments in order, without lengths."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.slip_prevention import with_dry_soles
from kneadcast.routine.model import PRE_ROLL_MS, Move, Routine, Section, Spoken, Step, Switch, TimeRange
from kneadcast.routine.omission import step_key, without_steps
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.wording import split_sentences
from kneadcast.script.model import ChimeName, Side, StepKind
from kneadcast.speech.model import Line

_CHANGE_SIDE = TimeRange.model_validate("8s/10s/15s")
"""The time for the change to the other side between two steps: a listener needs 8 to 15 s to follow."""
_SIDE = re.compile(r"\{(?P<which>side|other)(?::(?P<form>\w+))?\}")
_SIDES: dict[str, tuple[Side | None, ...]] = {
    "each": ("left", "right"),
    "left": ("left",),
    "right": ("right",),
    "none": (None,),
}

Turn = tuple[Step, "Side | None"]
"""A step, and the side on which it is done."""


def arrange(
    routine: Routine, phrases: Phrases, dropped: Collection[str] = (), preferences: Preferences = NO_PREFERENCES
) -> tuple[Segment, ...]:
    """Returns the segments of a routine in the preferred order and number of rounds.

    Args:
        routine: The routine.
        phrases: The fixed phrases of its language.
        dropped: The keys of the steps that are left out.
        preferences: The preferences of the listener.
    """
    routine = without_steps(routine, dropped)
    segments = list(_opening(routine, phrases))
    position = routine.opening.position
    for section in routine.sections:
        position = section.position or position
        arranger = _SectionArranger(section, position, phrases)
        previews = arranger.previews()
        for segment in arranger.segments(preferences):
            segments[-1] = _with_preview(segments[-1], previews.get(segment.kind, ""))
            segments.append(segment)
    segments.extend(_closing(routine, phrases, position))
    return tuple(map(_with_line_ids, with_dry_soles(segments, routine, phrases)))


def possible_turns(routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    """Yields every step and change of side on each side, with the words for the first and for the second side.

    All are needed in the order `area`, in which the first side of a step depends on the number of steps before it.
    """
    for section in routine.sections:
        arranger = _SectionArranger(section, section.position or routine.opening.position, phrases)
        for side in _SIDES[section.sides]:
            for step, again in product(section.steps, (False, True)):
                yield arranger.work(step, side, again=again)
            if section.switch:
                yield arranger.change(_switch_between_steps(section.switch, phrases), "switch", side)


def drop_order(routine: Routine) -> tuple[str, ...]:
    """Returns the keys of the optional steps in the order in which they are dropped: least ideal time first."""
    optional = [
        (step, step_key(section, step)) for section in routine.sections for step in section.steps if step.optional
    ]
    return tuple(key for step, key in sorted(optional, key=lambda pair: pair[0].time.ideal_ms))


@dataclass(frozen=True)
class _SectionArranger:
    """Arranges the segments of one section."""

    section: Section
    position: str
    phrases: Phrases

    @property
    def sides(self) -> tuple[Side | None, ...]:
        return _SIDES[self.section.sides]

    def previews(self) -> dict[StepKind, str]:
        """Returns the previews that are said in the segment before the section's move and before its switch."""
        move, switch = self.section.move, self.section.switch
        previews: dict[StepKind, str] = {}
        if move:
            previews["move"] = _fill(move.preview, self.phrases, self.sides[0] or "left")
        if switch and switch.preview:
            previews["switch"] = _fill(switch.preview, self.phrases, self.sides[-1])
        return previews

    def segments(self, preferences: Preferences) -> Iterator[Segment]:
        """Yields the segments of the section."""
        if self.section.move:
            yield self.change(self.section.move, "move", self.sides[0] or "left")
        switch, turns = self._turns(preferences)
        done: Counter[tuple[str, Side | None]] = Counter()
        side_before, changes = self.sides[0], 0
        for step, side in turns:
            if side != side_before and switch:
                changes += 1
                yield _numbered(self.change(switch, "switch", side), changes)
            again = any(done[step.slug, other] for other in self.sides)
            done[step.slug, side] += 1
            work = self.work(step, side, again=again, weight=preferences.weight(step.area))
            yield _numbered(work, done[step.slug, side])
            side_before = side

    def change(self, change: Move | Switch, kind: StepKind, side: Side | None) -> Segment:
        """Returns the change of position or side that leads to a side."""
        key = f"{self.section.slug}.{kind}"
        return Segment(
            key,
            key,
            kind,
            self.section.name,
            change.time,
            mark="side" if kind == "switch" else "step",
            action=self._lines(change.say, side),
            reminders=tuple(Line(_fill(text, self.phrases, side)) for text in change.remind),
            position=self.position,
        )

    def work(self, step: Step, side: Side | None, *, again: bool, weight: float = 1.0) -> Segment:
        """Returns a step on one side; `again` chooses the words for the second side."""
        section = self.section
        return Segment(
            id=".".join(name for name in (section.slug, side, step.slug) if name),
            key=step_key(section, step),
            kind="work",
            section=section.name,
            time=step.time,
            mark="step",
            action=self._lines(step.again if again and step.again else step.say, side),
            brief=self._lines(step.again or "", side),
            reminders=tuple(Line(_fill(text, self.phrases, side)) for text in step.remind),
            position=self.position,
            side=side,
            area=step.area,
            technique=step.technique,
            pressure=step.pressure,
            tempo=step.tempo,
            optional=step.optional,
            weight=weight,
        )

    def _turns(self, preferences: Preferences) -> tuple[Switch | None, Iterable[Turn]]:
        switch = self.section.switch
        # A change of side that moves the whole body, such as turning over, is not repeated at each step.
        if preferences.order == "area" and switch and not switch.preview:
            return _switch_between_steps(switch, self.phrases), _by_area(self.section, self.sides, preferences.rounds)
        return switch, _by_leg(self.section, self.sides, preferences.rounds)

    def _lines(self, text: str, side: Side | None) -> tuple[Line, ...]:
        return _lines(_fill(text, self.phrases, side))


def _by_leg(section: Section, sides: Sequence[Side | None], rounds: int) -> Iterator[Turn]:
    for side in sides:
        for _ in range(rounds):
            yield from ((step, side) for step in section.steps)


def _by_area(section: Section, sides: Sequence[Side | None], rounds: int) -> Iterator[Turn]:
    """Yields each step on both sides; a step begins on the last side of the step before it, which saves a change."""
    for _ in range(rounds):
        for step in section.steps:
            yield from ((step, side) for side in sides)
            sides = sides[::-1]


def _switch_between_steps(switch: Switch, phrases: Phrases) -> Switch:
    """Returns the short change of side between two steps, if the language has words for it."""
    if not phrases.change_side:
        return switch
    return switch.model_copy(update={"say": phrases.change_side, "time": _CHANGE_SIDE, "remind": ()})


def _opening(routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    opening = routine.opening
    safety = _unworked("safety", opening.safety, phrases.opening, opening.position, mark="start")
    yield replace(safety, lead_ms=PRE_ROLL_MS)
    yield _unworked("settle", opening.settle, phrases.opening, opening.position, mark="step")


def _closing(routine: Routine, phrases: Phrases, position: str) -> Iterator[Segment]:
    closing = routine.closing
    if closing.rest:
        yield _unworked("rest", closing.rest, phrases.closing, position, mark="step")
    mark: ChimeName = "rest_end" if closing.rest else "step"
    yield replace(_unworked("close", closing.close, phrases.closing, position, mark=mark), closing_mark="end")


def _unworked(kind: StepKind, spoken: Spoken, section: str, position: str, *, mark: ChimeName) -> Segment:
    reminders = tuple(map(Line, spoken.remind))
    return Segment(kind, kind, kind, section, spoken.time, mark, _lines(spoken.say), (), reminders, position)


def _numbered(segment: Segment, number: int) -> Segment:
    return segment if number == 1 else replace(segment, id=f"{segment.id}.{number}")


def _with_preview(segment: Segment, words: str) -> Segment:
    return replace(segment, preview=segment.preview + _lines(words)) if words else segment


def _with_line_ids(segment: Segment) -> Segment:
    def numbered(role: str, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(replace(line, id=f"{segment.id}.{role}.{number}") for number, line in enumerate(lines, 1))

    return replace(
        segment,
        action=numbered("action", segment.action),
        preview=numbered("preview", segment.preview),
        reminders=numbered("remind", segment.reminders),
    )


@lru_cache(maxsize=4096)
def _lines(text: str) -> tuple[Line, ...]:
    return tuple(map(Line, split_sentences(text)))


def _fill(text: str, phrases: Phrases, side: Side | None) -> str:
    """Returns a text with its sides named: `{side}` the worked one, `{other}` the other, `{side:f}` in the form `f`."""
    if side is None:
        return text
    opposite: Side = "right" if side == "left" else "left"

    def side_name(match: re.Match[str]) -> str:
        form = phrases.sides.form(match["form"] or "")
        word: str = getattr(form, side if match["which"] == "side" else opposite)
        return word

    return _SIDE.sub(side_name, text)
