"""The model of the messages of one language. A value with `{name}` is a template, for `str.format`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from kneadcast.frozen_model import FrozenModel
from kneadcast.units import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND

Words = Annotated[str, Field(pattern=r"\S")]
ListOfWords = Annotated[tuple[Words, ...], Field(min_length=1)]


class Sides(FrozenModel):
    """The words for the two sides where they stand alone."""

    left: Words
    right: Words

    def of(self, side: Literal["left", "right"]) -> str:
        """Returns the word for a side."""
        return self.left if side == "left" else self.right


class AreaNames(Sides):
    """The name of an area, and its name on each leg: in many languages, the side changes its form with the area."""

    name: Words


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
    tempo: Words


class PageMessages(FrozenModel):
    """The words of the page, other than those of the session."""

    welcome: Words
    time_left: Words
    next: Words
    next_in: Words
    the_end: Words
    pressure: Words
    tempo: Words
    left_mark: Words
    """Stands below the left leg of the drawing, where there is room for a short word."""
    right_mark: Words
    drawing: Words
    drawing_of_both: Words
    position: Words
    player: Words
    play: Words
    pause: Words
    back: Words
    forward: Words
    previous_area: Words
    next_area: Words
    notes: Words
    keys_heading: Words
    keys_in_full: Words
    no_sound: Words


class SheetMessages(FrozenModel):
    """The words of the cue sheet, as which the page is printed."""

    title: Words
    pressure: Words
    tempo: Words


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
    positions: Mapping[str, Words]
    steps: Mapping[str, Words]
    safety: SafetyMessages
    transcript: TranscriptMessages
    page: PageMessages
    sheet: SheetMessages
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
