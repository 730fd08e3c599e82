"""The answers of a live session: what it says to a command, in its own voice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kneadcast.messages import Messages, messages_in
from kneadcast.planning.live.state import LivePlan
from kneadcast.planning.segment import Segment
from kneadcast.planning.sequence.section_arranger import SIDES
from kneadcast.routine.model import Routine
from kneadcast.routine.parts import GROUPS, areas_of
from kneadcast.routine.phrases import LivePhrases, Phrases
from kneadcast.routine.wording import split_sentences
from kneadcast.script.model import Side
from kneadcast.speech.model import Line
from kneadcast.units import MS_PER_MINUTE

MOST_MINUTES = 180
"""The most minutes that an answer can name."""
_GROUP_AREAS = {"feet": "foot"}
"""The areas whose names are those of groups that are not areas themselves."""


@dataclass(frozen=True)
class Answers:
    """Makes the lines of answers, in the language and the mode of a routine.

    A language without words for a live session has no answers; then the tick alone says that a command was heard.
    """

    routine: Routine
    phrases: Phrases

    @property
    def _words(self) -> LivePhrases | None:
        return self.phrases.live

    @property
    def _messages(self) -> Messages:
        return messages_in(self.routine.language)

    def fixed(self, name: str) -> tuple[Line, ...]:
        """Returns the sentences of a phrase of `LivePhrases` that names nothing."""
        return _lines(getattr(self._words, name)) if self._words else ()

    def about(self, name: str, area: str, side: Side | None) -> tuple[Line, ...]:
        """Returns the sentences of a phrase with the name of an area or a part of the body."""
        if self._words is None:
            return ()
        names = self._messages.areas[_GROUP_AREAS.get(area, area)]
        label = (names.your if self.routine.mode == "self" else names.the).of(side)
        return _lines(getattr(self._words, name).format(area=label))

    def next(self, segment: Segment) -> tuple[Line, ...]:
        """Returns what announces a segment that the listener goes to; one without an area speaks for itself."""
        return self.about("next", segment.area, segment.side) if segment.area else ()

    def time_left(self, left_ms: int) -> tuple[Line, ...]:
        """Returns what says how long is left, in whole minutes."""
        minutes = round(left_ms / MS_PER_MINUTE)
        if self._words is None:
            return ()
        if minutes < 1:
            return _lines(self._words.under_a_minute)
        if minutes == 1 or self.phrases.minutes_left is None:
            return _lines(self.phrases.one_minute_left) if minutes == 1 else ()
        return _lines(self.phrases.minutes_left.format(minutes=min(minutes, MOST_MINUTES)))

    def every_line(self, longest_ms: int) -> tuple[Line, ...]:
        """Returns every line that an answer can say in a session that ends within a time."""
        return tuple(dict.fromkeys(self._every_line(longest_ms)))

    def _every_line(self, longest_ms: int) -> Iterator[Line]:
        if self._words is None:
            return
        for _, text in self._words:
            if "{" not in text:
                yield from _lines(text)
        worked = {(step.area, section.sides) for section in self.routine.sections for step in section.steps}
        for area, sides in sorted(worked):
            for side in SIDES[sides]:
                yield from (*self.about("next", area, side), *self.about("back", area, side))
        areas = {area for area, _ in worked}
        for part in sorted({*areas, *(group for group in GROUPS if areas & areas_of(group))}):
            yield from (*self.about("skipped", part, None), *self.about("leaving_out", part, None))
        for minutes in range(min(MOST_MINUTES, longest_ms // MS_PER_MINUTE + 1) + 1):
            yield from self.time_left(minutes * MS_PER_MINUTE)


def answers_of(live: LivePlan) -> Answers:
    """Returns what makes the answers of a session."""
    return Answers(live.measured.routine, live.measured.phrases)


def live_lines(routine: Routine, phrases: Phrases, longest_ms: int) -> tuple[Line, ...]:
    """Returns every line that the answers of a live session can say.

    Args:
        routine: The routine.
        phrases: The fixed phrases of its language.
        longest_ms: The most time that an answer can say to be left.
    """
    return Answers(routine, phrases).every_line(longest_ms)


def _lines(text: str) -> tuple[Line, ...]:
    return tuple(map(Line, split_sentences(text)))
