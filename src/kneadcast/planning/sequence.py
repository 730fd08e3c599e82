"""The sequence of a session: converts a routine into segments in order, without lengths."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.slip_prevention import with_dry_soles, with_feet_down
from kneadcast.routine.body import DRAWN_IN, FINISHING_PRESSURE
from kneadcast.routine.conditions import numbered, resolve_conditions
from kneadcast.routine.model import (
    ALWAYS,
    PAUSE_TIME,
    PRE_ROLL_MS,
    Compare,
    Mode,
    Move,
    Pause,
    Routine,
    SafetyLine,
    Section,
    Spoken,
    Step,
    Switch,
    TimeRange,
)
from kneadcast.routine.omission import ApproachedMove, step_key, without_steps
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.softening import lighten
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

REST = "rest"
"""The key of the rest at the end, which can be left out like a step."""
SOFT_BELL_LU = 10
"""How much softer soft bells at the end are than other chimes: whoever is awake hears them, and nobody who sleeps."""


MOST_TIMES_LONGER = 3
"""How many times longer than its max a step without hands lasts at most; more is monotonous."""


class Turn(NamedTuple):
    """A step, the side on which it is done, and which round it belongs to, from 0."""

    step: Step
    side: Side | None
    round: int


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
    repeated = _repeated_sections(routine)
    routine = resolve_conditions(remaining_routine(routine, dropped))
    segments = list(_opening(routine, phrases))
    position = routine.opening.position
    for section in routine.sections:
        position = section.position or position
        is_repeated = section.slug in repeated
        arranger = _SectionArranger(
            section, position, phrases, routine.language, is_repeated=is_repeated, mode=routine.mode
        )
        previews = arranger.previews()
        for segment in arranger.segments(preferences, comparisons=comparisons):
            segments[-1] = _with_preview(segments[-1], previews.get(segment.kind, ""))
            segments.append(segment)
    segments.extend(_closing(routine, phrases, position))
    return tuple(with_feet_down(with_dry_soles(_with_each_question_once(segments), routine, phrases), phrases))


def _with_each_question_once(segments: Iterable[Segment]) -> Iterator[Segment]:
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


def remaining_routine(routine: Routine, dropped: Collection[str]) -> Routine:
    """Returns a routine without the steps, and without the rest, that `dropped` names; see `arrange`."""
    remaining = without_steps(routine, dropped)
    if REST not in dropped:
        return remaining
    return remaining.model_copy(update={"closing": remaining.closing.model_copy(update={"rest": None})})


def possible_turns(routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    """Yields every step, change of side and pause on each side, with the words for the first and for the second side.

    All are needed in the order `area`, in which the first side of a step depends on the number of steps before it.
    """
    for section in resolve_conditions(routine).sections:
        position = section.position or routine.opening.position
        arranger = _SectionArranger(section, position, phrases, routine.language, mode=routine.mode)
        for side in _SIDES[section.sides]:
            for step, again in product(section.steps, (False, True)):
                yield arranger.work(step, side, again=again)
            if section.switch:  # with its own words, if a single step is left
                yield arranger.change(section.switch, "switch", side)
                yield arranger.change(arranger.switch_between_steps(section.switch), "switch", side)
            yield arranger.pause(side, 1)


def both_sides(text: str, phrases: Phrases) -> tuple[str, ...]:
    """Returns a text with its sides named for each side; only once if it names none."""
    return tuple(dict.fromkeys(_fill(text, phrases, side) for side in ("left", "right")))


def drop_order(routine: Routine) -> tuple[str, ...]:
    """Returns what can be left out, in that order: the highest priority number first, then the least ideal time.

    The rest comes before the steps of its priority, and a section's light last step after them: firm work at the end
    would leave the leg sore. If cautions have left no step of every session, the last one is not left out.
    """
    steps = [(section, step) for section in routine.sections for step in section.steps]
    droppable = [
        (-step.rank, _is_light_finish(section, step), step.time.ideal_ms, step_key(section, step))
        for section, step in steps
    ]
    if routine.closing.rest:
        droppable.insert(0, (-routine.closing.rest.priority, False, 0, REST))
    # The sort is stable, so that steps with the same ideal are dropped in the order of the routine.
    order = tuple(key for rank, _, _, key in sorted(droppable, key=lambda one: one[:3]) if rank != -ALWAYS)
    of_steps = [key for key in order if key != REST]
    return order if len(of_steps) < len(steps) else tuple(key for key in order if key != of_steps[-1])


def _is_light_finish(section: Section, step: Step) -> bool:
    return step is section.steps[-1] and len(section.steps) > 1 and (step.pressure or 0) <= FINISHING_PRESSURE


@dataclass(frozen=True)
class _SectionArranger:
    """Arranges the segments of one section."""

    section: Section
    position: str
    phrases: Phrases
    language: str
    is_repeated: bool = True
    """Whether its steps are done in rounds, rather than once for longer."""
    mode: Mode = "self"

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

    def segments(self, preferences: Preferences, *, comparisons: bool) -> Iterator[Segment]:
        """Yields the segments of the section."""
        if self.section.move:
            yield self.change(self.section.move, "move", self.sides[0] or "left")
        switch, turns = self._turns(preferences)
        done: Counter[tuple[str, Side | None]] = Counter()
        before, changes = Turn(self.section.steps[0], self.sides[0], 0), 0
        by_area = preferences.order == "area" and len(self.sides) > 1
        for turn in turns:
            step, side = turn.step, turn.side
            if side != before.side and switch:
                if self.section.compare and comparisons and not by_area:
                    yield replace(self.change(self.section.compare, "compare", side), mark=None)
                changes += 1
                yield _numbered(self.change(switch, "switch", side), changes)
            if turn.round > before.round:
                yield _numbered(self.pause(side, turn.round, both=by_area), turn.round)
            again = any(done[step.slug, other] for other in self.sides)
            done[step.slug, side] += 1
            work = self.work(step, side, again=again, weight=preferences.weight(step.area))
            yield _numbered(work, done[step.slug, side])
            before = turn

    def pause(self, side: Side | None, round_: int, *, both: bool = False) -> Segment:
        """Returns the pause before a round, which is silent if the language has no words for it.

        Args:
            side: The side on which the round begins.
            round_: The number of the round, from 1 for the second.
            both: Whether the round may have both sides, so that the words must not name one.
        """
        pause = self.section.pause
        if pause and both and "{" in pause.say:
            pause = None
        words = pause.say if pause else self.phrases.pause or ""
        pause = pause or Pause.model_construct(say=words, time=PAUSE_TIME)
        name = ".".join(filter(None, (self.section.slug, side, "pause")))
        segment = replace(self.change(pause, "pause", side), id=name)
        # What follows is said when the hands are to begin, not when they are to rest.
        *still, follows = segment.action or (None,)
        if follows is None:  # without words, there is a chime and a silence
            return segment
        lighter = self._lines(self.phrases.lighter or "", None) if self._is_lighter(round_) else ()
        return replace(segment, action=tuple(still) or (follows,), preview=(*((follows,) if still else ()), *lighter))

    def _is_lighter(self, round_: int) -> bool:
        """Returns whether at least half of the steps have less pressure than in the round before."""
        steps = self.section.steps
        changed = [self._lighter(step, round_) != self._lighter(step, round_ - 1) for step in steps]
        return 2 * sum(changed) >= len(steps)

    def change(self, change: Move | Switch | Pause | Compare, kind: StepKind, side: Side | None) -> Segment:
        """Returns the change of position or side that leads to a side, or a pause on it."""
        key = f"{self.section.slug}.{kind}"
        return Segment(
            f"{key}.from-{change.place}" if isinstance(change, ApproachedMove) else key,
            key,
            kind,
            self.section.name,
            change.time,
            mark="side" if kind == "switch" else "step",
            action=self._lines(change.say, side),
            brief=self._lines(getattr(change, "brief", None) or "", side),
            reminders=tuple(self._line(text, side) for text in getattr(change, "remind", ())),
            position=self.position,
        )

    def work(self, step: Step, side: Side | None, *, again: bool, weight: float = 1.0) -> Segment:
        """Returns a step on one side; `again` chooses the words for the second side, which asks and warns no more."""
        section = self.section
        ask, caution = (() if again else self._lines(text or "", side) for text in (step.ask, step.caution))
        # On the second side no caution follows: what is said there has to name the limit, as `again` does.
        brief = None if again and step.again and step.caution else step.brief
        return Segment(
            id=".".join(name for name in (section.slug, side, step.slug) if name),
            key=step_key(section, step),
            kind="work",
            section=section.name,
            time=step.time,
            mark="step",
            action=ask + self._lines(step.again if again and step.again else step.say, side) + caution,
            brief=ask + self._lines(brief, side) + caution if brief else (),
            again=ask + self._lines(step.again, side) + caution if step.again else (),
            caution=caution,
            ask=ask,
            reminders=tuple(self._line(text, side) for text in step.remind),
            position=self.position,
            side=side,
            area=step.area,
            technique=step.technique,
            pressure=step.pressure,
            tempo=step.tempo,
            tool=step.tool,
            weight=weight,
        )

    def _turns(self, preferences: Preferences) -> tuple[Switch | None, Iterable[Turn]]:
        switch = self.section.switch
        # A change of side that moves the whole body, or a cover, is not repeated at each step.
        is_small = switch and not switch.preview and not switch.drape
        if preferences.order == "area" and switch and is_small and len(self.section.steps) > 1:
            return self.switch_between_steps(switch), self._by_area(preferences.rounds)
        return switch, self._by_leg(preferences.rounds)

    def switch_between_steps(self, switch: Switch) -> Switch:
        """Returns the short change of side between two steps, if the language has words for it that are true here."""
        words = self.phrases.change_foot if self.position in DRAWN_IN else self.phrases.change_side
        if not words or self.mode == "partner":  # a phrase speaks of the listener's own legs
            return switch
        return switch.model_copy(update={"say": words, "brief": None, "time": _CHANGE_SIDE, "remind": ()})

    def _by_leg(self, rounds: int) -> Iterator[Turn]:
        for side in self.sides:
            for round_, steps in enumerate(self._rounds(rounds)):
                yield from (Turn(step, side, round_) for step in steps)

    def _by_area(self, rounds: int) -> Iterator[Turn]:
        """Yields each step on both sides; a step begins on the last side of the step before it, to save a change."""
        sides = self.sides
        for round_, steps in enumerate(self._rounds(rounds)):
            for step in steps:
                yield from (Turn(step, side, round_) for side in sides)
                sides = sides[::-1]

    def _rounds(self, rounds: int) -> Iterator[list[Step]]:
        """Yields the steps of each round, lighter each time, or once for longer."""
        steps = self.section.steps
        if not self.is_repeated:
            yield [_longer(step, min(rounds, MOST_TIMES_LONGER)) for step in steps]
            return
        for number in range(rounds):
            yield [self._lighter(step, number) for step in steps]

    def _lighter(self, step: Step, by: int) -> Step:
        return lighten(step, by, self.language)

    def _line(self, text: str, side: Side | None) -> Line:
        return Line(numbered(_fill(text, self.phrases, side))[1])

    def _lines(self, text: str, side: Side | None) -> tuple[Line, ...]:
        return _lines(_fill(text, self.phrases, side))


def _repeated_sections(routine: Routine) -> frozenset[str]:
    """Returns the ids of the sections done in rounds: those in which hands or a tool work, or all if none is."""
    working = frozenset(
        section.slug
        for section in routine.sections
        if any(step.tool != "none" and step.technique != "hold" for step in section.steps)
    )
    return working or frozenset(section.slug for section in routine.sections)


def _longer(step: Step, times: int) -> Step:
    time = step.time
    return step.model_copy(update={"time": time.model_copy(update={"max_ms": time.max_ms * times})})


def _opening(routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    opening = routine.opening
    first: list[Segment] = []
    if opening.welcome:
        first.append(_unworked("welcome", opening.welcome, phrases.opening, opening.position, mark="start"))
    mark: ChimeName | None = None if first else "start"
    first.append(_unworked("safety", opening.safety, phrases.opening, opening.position, mark=mark))
    yield replace(first[0], lead_ms=PRE_ROLL_MS)
    yield from first[1:]
    yield _unworked("settle", opening.settle, phrases.opening, opening.position, mark="step")


def _closing(routine: Routine, phrases: Phrases, position: str) -> Iterator[Segment]:
    closing = routine.closing
    if closing.rest:
        yield _unworked("rest", closing.rest, phrases.closing, position, mark="step")
    mark: ChimeName = "rest_end" if closing.rest else "step"
    close = _unworked("close", closing.close, phrases.closing, position, mark=mark)
    softer_lu = SOFT_BELL_LU if closing.close.bell == "soft" else None
    farewell = _lines(closing.close.farewell or "")
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
        _lines(spoken.say),
        brief=_lines(getattr(spoken, "brief", None) or ""),
        reminders=tuple(Line(numbered(text)[1]) for text in spoken.remind),
        position=position,
    )


def _numbered(segment: Segment, number: int) -> Segment:
    return segment if number == 1 else replace(segment, id=f"{segment.id}.{number}")


def _with_preview(segment: Segment, words: str) -> Segment:
    return replace(segment, preview=segment.preview + _lines(words)) if words else segment


def with_line_ids(segment: Segment) -> Segment:
    """Returns a segment whose lines have the ids of the cues that say them in a complete session."""

    def named(role: str, lines: Iterable[Line]) -> tuple[Line, ...]:
        names = (f"{segment.id}.{name}" for name in line_names(segment, role, lines))
        return tuple(replace(line, id=name) for name, line in zip(names, lines, strict=True))

    return replace(
        segment,
        action=named("action", segment.action),
        brief=named("brief", segment.brief),
        again=named("again", segment.again),
        preview=named("preview", segment.preview),
        reminders=named("remind", segment.reminders),
    )


def line_names(segment: Segment, role: str, lines: Iterable[Line]) -> Iterator[str]:
    """Yields the name of each line of a segment in a role, such as `action.2` or `caution.1`.

    It does not depend on what else is said, so that a recording of the line fits every session.
    """
    numbers: Counter[str] = Counter()
    parts = (("ask", segment.ask), ("caution", segment.caution), ("added", segment.added))
    for line in lines:
        name = next((part for part, of_part in parts if line in of_part), role)
        numbers[name] += 1
        yield f"{name}.{line.number or numbers[name]}"


@lru_cache(maxsize=4096)
def _lines(text: str) -> tuple[Line, ...]:
    sentences = map(numbered, split_sentences(text))
    return tuple(Line(words, number=number) for number, words in sentences)


def _fill(text: str, phrases: Phrases, side: Side | None) -> str:
    """Returns a text with its sides named: `{side}` the worked one, `{other}` the other, `{side:f}` in the form `f`."""
    if side is None or "{" not in text:
        return text
    opposite: Side = "right" if side == "left" else "left"

    def side_name(match: re.Match[str]) -> str:
        form = phrases.sides.form(match["form"] or "")
        word: str = getattr(form, side if match["which"] == "side" else opposite)
        return word

    return _SIDE.sub(side_name, text)
