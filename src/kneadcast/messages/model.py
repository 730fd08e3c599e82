"""The model of the messages of one language. A value with `{name}` is a template, for `str.format`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from kneadcast.frozen_model import FrozenModel
from kneadcast.units import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND

STRONGEST_ON_SKIN, STRONGEST_LIGHT, STRONGEST_FIRM = 2, 4, 6
"""The strongest pressures that move the skin only, are light, and are firm: the scale of `kneadcast.routine.body`."""
FASTEST_OF_TEMPOS = (7, 20, 40, 100)
"""The most strokes a minute of all named tempos but the quickest. Design values: presses in time with the breath, long
strokes, kneading, brisk rubbing, and what only shaking and tapping reach."""

Words = Annotated[str, Field(pattern=r"\S")]
ListOfWords = Annotated[tuple[Words, ...], Field(min_length=1)]


class Sides(FrozenModel):
    """The words for the two sides where they stand alone."""

    left: Words
    right: Words

    def of(self, side: Literal["left", "right"]) -> str:
        """Returns the word for a side."""
        return self.left if side == "left" else self.right


class AreaForms(Sides):
    """An area on the left, on the right and on both legs; in many languages, the word for the side depends on it."""

    both: Words

    def of(self, side: Literal["left", "right"] | None) -> str:
        """Returns the words for the area on a side; `None` is both legs."""
        return super().of(side) if side else self.both


class AreaNames(AreaForms):
    """The names of an area, from the shortest to those with which a sentence speaks of it.

    Its own forms are titles, such as `left sole`, in which the word that tells it from others stands early.
    """

    name: Words
    """The area wherever it is."""
    the: AreaForms
    """As the giver of a massage reads it, who works on somebody else: `the left sole`."""
    your: AreaForms
    """As the listener reads it who is massaged: `your left sole`."""


class PressureWords(FrozenModel):
    """A pressure in words."""

    name: Words
    """Short: `firm`."""
    note: Words
    """What the hands do with it, so that everybody can find it: `skin and muscle move, nothing hurts`."""


class Pressures(FrozenModel):
    """The pressures from 1 to 10 in words; `kneadcast.routine.body` states what each of them does."""

    skin: PressureWords
    light: PressureWords
    firm: PressureWords
    strong: PressureWords

    def of(self, pressure: int) -> PressureWords:
        """Returns the words for a pressure from 1 to 10."""
        if pressure <= STRONGEST_ON_SKIN:
            return self.skin
        if pressure <= STRONGEST_LIGHT:
            return self.light
        return self.firm if pressure <= STRONGEST_FIRM else self.strong


class Tempos(FrozenModel):
    """The tempos of strokes in words."""

    very_slow: Words
    slow: Words
    steady: Words
    lively: Words
    quick: Words

    def of(self, tempo: int) -> str:
        """Returns the words for a number of strokes a minute."""
        names = (self.very_slow, self.slow, self.steady, self.lively, self.quick)
        return names[bisect_left(FASTEST_OF_TEMPOS, tempo)]


class HandWork(FrozenModel):
    """What hands do in a technique, which depends on what touches the body."""

    usual: Words
    by_hand: Mapping[str, Words] = {}
    """Other words, by what touches the body; see `kneadcast.routine.hands`."""

    def of(self, hand: str) -> str:
        """Returns the words for what touches the body."""
        return self.by_hand.get(hand, self.usual)


class Lengths(FrozenModel):
    """Parts of a length, each with its unit."""

    hours: Words
    minutes: Words
    seconds: Words


class SafetyMessages(FrozenModel):
    """The written safety notes; the spoken safety line has time for the most urgent ones only.

    Source: the cautions on which massage services and public health pages agree.
    """

    heading: Words
    """The heading of everything about safety that is printed for a listener."""
    leave_out_heading: Words
    leave_out: ListOfWords
    """Conditions with which the session should be left out."""
    contraindications: Mapping[str, ListOfWords]
    """More of them, by the id of a type of massage."""
    ask_first_heading: Words
    ask_first: ListOfWords
    """Conditions with which the listener should ask a doctor first."""
    go_around_heading: Words
    go_around: ListOfWords
    """Places on the body that should not be massaged."""
    stop: Words
    no_treatment: Words


class TranscriptMessages(FrozenModel):
    """The words of a transcript, other than those that are spoken."""

    heading: Words
    hands_on: Words
    pressure: Words
    """A pressure by its short name."""


class PageMessages(FrozenModel):
    """The words of the page, other than those of the session."""

    time_left: Words
    begin: Words
    resume: Words
    touch: Words
    """What to do if the browser does not start sound by itself."""
    no_sound: Words
    ended: Words
    after: Words
    """What to do in the first moment after a session."""
    once_more: Words
    then: Words
    """What comes next, after the seconds that are left: `then your left ankle`."""
    then_end: Words
    both_sides: Words
    drawing: Words
    position: Words
    player: Words
    play: Words
    pause: Words
    back: Words
    forward: Words
    again: Words
    steps: Words
    more: Words
    close: Words
    volume: Words
    speed: Words
    theme: Words
    fullscreen: Words
    no_fullscreen: Words
    notes: Words
    keys_heading: Words
    keys_in_full: Words


class PlayerMessages(FrozenModel):
    """The words of the player in a terminal, other than those of the page."""

    paused: Words
    silent: Words
    space: Words
    """The name of the space bar."""
    pause: Words
    """What a key does; so are the following."""
    step: Words
    stay: Words
    repeat: Words
    talk: Words
    loudness: Words
    time_left: Words
    help: Words
    skip: Words
    end_in: Words
    stop: Words
    quit: Words
    confirm: Words
    cancel: Words
    enter: Words
    """The name of the Enter key."""
    end: Words
    """The time of day at which the session ends."""
    listening: Words
    microphone: Words
    """What is done with what the microphone hears."""
    stop_question: Words
    which_part: Words
    how_many_minutes: Words
    only_live: Words
    """What a finished session cannot do; the command that plays the routine follows."""
    answer: Words
    """A command and what the session says to it."""
    commands: Mapping[str, Words]
    """The names of commands, as a listener says them; see `kneadcast.planning.live.commands`."""


class SheetMessages(FrozenModel):
    """The words of the cue sheet, as which the page is printed."""

    title: Words


class CalendarMessages(FrozenModel):
    """The words of reminders in a calendar."""

    how_often: Words
    frequencies: Mapping[str, Words]
    """How often a massage is done, by the id of its type."""


class LibraryMessages(FrozenModel):
    """The words of the page that lists the sessions that are shared."""

    title: Words
    kept: Words
    """Stands after the length of a session that can be played without the server."""
    insecure: Words
    """What a browser does not do for a page that comes through the network without encryption."""
    gone: Words
    """The answer instead of a session whose file has been removed or changed."""


class TagMessages(FrozenModel):
    """The words of the tags."""

    album: Words
    genre: Words


class TimelineMessages(FrozenModel):
    """The words of the timeline."""

    worked: Words
    no_side: Words
    left_ear: Words
    right_ear: Words
    voice: Words
    chimes: Words
    pacer: Words
    roles: Mapping[str, Words]
    """The roles of spoken cues."""
    chime_names: Mapping[str, Words]


class Messages(FrozenModel):
    """Everything that is printed for listeners in one language."""

    language: Words
    """The primary language tag, such as `de`."""
    decimal: Words
    """The decimal sign."""
    lengths: Lengths
    sides: Sides
    lay_ready: Words
    areas: Mapping[str, AreaNames]
    """The names of areas by their ids; so are those of techniques, positions and kinds of steps."""
    techniques: Mapping[str, Words]
    hand_work: Mapping[str, HandWork]
    """What hands do, by technique."""
    positions: Mapping[str, Words]
    steps: Mapping[str, Words]
    pressures: Pressures
    tempos: Tempos
    safety: SafetyMessages
    transcript: TranscriptMessages
    page: PageMessages
    player: PlayerMessages
    sheet: SheetMessages
    calendar: CalendarMessages
    library: LibraryMessages
    tags: TagMessages
    timeline: TimelineMessages

    def length(self, length_ms: int) -> str:
        """Returns a length for people to read: `2 min 30 s`, `1 h` or, in German, `4,25 s`."""
        return " ".join(self._parts(length_ms)) or self.lengths.seconds.format(number=0)

    def _parts(self, length_ms: int) -> Iterator[str]:
        hours, minutes = length_ms // MS_PER_HOUR, length_ms % MS_PER_HOUR // MS_PER_MINUTE
        seconds, rest_ms = divmod(length_ms % MS_PER_MINUTE, MS_PER_SECOND)
        if hours:
            yield self.lengths.hours.format(number=hours)
        if minutes:
            yield self.lengths.minutes.format(number=minutes)
        if rest_ms:
            fraction = f"{rest_ms:03d}".rstrip("0")
            yield self.lengths.seconds.format(number=f"{seconds}{self.decimal}{fraction}")
        elif seconds:
            yield self.lengths.seconds.format(number=seconds)
