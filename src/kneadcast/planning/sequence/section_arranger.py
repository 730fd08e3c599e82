"""The segments of one section: its turns in the preferred order and number of rounds, and the changes between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from kneadcast.planning.preferences import Preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.sequence.side_words import fill_sides, lines_of
from kneadcast.routine.body import DRAWN_IN
from kneadcast.routine.conditions import numbered
from kneadcast.routine.model import PAUSE_TIME, Compare, Mode, Move, Pause, Section, Step, Switch, TimeRange
from kneadcast.routine.omission import ApproachedMove, step_key
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.softening import lighten
from kneadcast.script.model import Side, StepKind
from kneadcast.speech.model import Line

_CHANGE_SIDE = TimeRange.model_validate("8s/10s/15s")
"""The time for the change to the other side between two steps: a listener needs 8 to 15 s to follow."""
SIDES: dict[str, tuple[Side | None, ...]] = {
    "each": ("left", "right"),
    "left": ("left",),
    "right": ("right",),
    "none": (None,),
}
"""The sides of a section, in the order in which they are worked, by its key `sides`."""
MOST_TIMES_LONGER = 3
"""How many times longer than its max a step without hands lasts at most; more is monotonous."""


class Turn(NamedTuple):
    """A step, the side on which it is done, and which round it belongs to, from 0."""

    step: Step
    side: Side | None
    round: int


@dataclass(frozen=True)
class SectionArranger:
    """Arranges the segments of one section."""

    section: Section
    position: str
    phrases: Phrases
    language: str
    is_repeated: bool = True
    """Whether its steps are done in rounds, rather than once for longer."""
    mode: Mode = "self"
    """Whether the listener works their own legs, or those of a receiver."""

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides on which it is worked, in order; `None` is both at once."""
        return SIDES[self.section.sides]

    def previews(self) -> dict[StepKind, str]:
        """Returns the previews that are said in the segment before the section's move and before its switch."""
        move, switch = self.section.move, self.section.switch
        previews: dict[StepKind, str] = {}
        if move:
            previews["move"] = fill_sides(move.preview, self.phrases, self.sides[0] or "left")
        if switch and switch.preview:
            previews["switch"] = fill_sides(switch.preview, self.phrases, self.sides[-1])
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
            hand=step.contact,
            path=step.stroke_path,
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
        return Line(numbered(fill_sides(text, self.phrases, side))[1])

    def _lines(self, text: str, side: Side | None) -> tuple[Line, ...]:
        return lines_of(fill_sides(text, self.phrases, side))


def _longer(step: Step, times: int) -> Step:
    time = step.time
    return step.model_copy(update={"time": time.model_copy(update={"max_ms": time.max_ms * times})})


def _numbered(segment: Segment, number: int) -> Segment:
    return segment if number == 1 else replace(segment, id=f"{segment.id}.{number}")
