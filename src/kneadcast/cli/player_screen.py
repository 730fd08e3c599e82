"""The screen of `kneadcast play` as rows of text, from a script, a moment and the size of a terminal.

Everything here is pure. If the terminal has too few lines, the parts that matter least are left out; see `_Part`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from kneadcast.cli.drawing import UNICODE, Glyphs, Size
from kneadcast.cli.player_footer import Footer
from kneadcast.cli.player_keys import KEYS, Key
from kneadcast.cli.player_state import NO_REMARKS, Moment, Remarks
from kneadcast.cli.rows import Row, Span, apart, columns_of, cut, flowed, row_columns, wrapped
from kneadcast.messages import Messages, messages_in
from kneadcast.script.labels import (
    capitalised,
    pressure_label,
    side_label,
    sided_area_label,
    step_title,
    technique_label,
    tempo_label,
)
from kneadcast.script.model import Cue, Script, ScriptStep
from kneadcast.units import format_clock

if TYPE_CHECKING:
    from kneadcast.output.chapters import Chapter

_WIDEST = 100
"""The most columns that are used: longer lines are hard to read."""
_MARGIN = 2
_COLUMNS_WITH_MARGIN = 60
_MOST_KEY_ROWS = 2
"""Rows of keys on a terminal of usual width; a narrow one has more of them if it has the lines."""
_WORD_ROWS, _WORD_ROWS_IF_NARROW = 2, 3
"""Rows that the words of nearly every sentence need."""


class _Part(IntEnum):
    """The parts of the screen, from the one that is left out last to the one that is left out first."""

    SIDE = auto()
    PLACE = auto()
    WORDS = auto()
    FOOTER = auto()
    """A question or a remark in place of the keys."""
    NEXT = auto()
    HEADING = auto()
    SESSION_BAR = auto()
    HOW = auto()
    STEP_BAR = auto()
    KEYS = auto()
    ROOM_FOR_WORDS = auto()
    """Empty rows, so that what stands below does not move with every sentence."""
    MORE_KEYS = auto()
    MORE_HOW = auto()
    WORDS_BEFORE = auto()
    KEYS_IF_NARROW = auto()
    GAP = auto()


@dataclass(frozen=True)
class _Block:
    part: _Part
    rows: Sequence[Row]


@dataclass(frozen=True)
class PlayerScreen:
    """Builds the screen of one session."""

    script: Script
    silent: bool = False
    """Whether nothing is heard, so that there is no loudness either."""
    glyphs: Glyphs = UNICODE
    live: bool = False
    """Whether the session can be planned anew, so that it has more keys than a finished one."""

    @cached_property
    def _messages(self) -> Messages:
        return messages_in(self.script.language)

    @cached_property
    def _sentences(self) -> tuple[Cue, ...]:
        return tuple(sorted((cue for cue in self.script.cues if cue.text), key=lambda cue: cue.at_ms))

    @cached_property
    def _chapters(self) -> tuple[Chapter, ...]:
        from kneadcast.output.chapters import chapters_of

        return chapters_of(self.script)

    def rows(self, status: Moment, size: Size, remarks: Remarks = NO_REMARKS) -> list[Row]:
        """Returns the rows of a moment: none is wider than the terminal, and there are no more than it has lines."""
        margin = _MARGIN if size.columns >= _COLUMNS_WITH_MARGIN else 0
        columns = min(_WIDEST, size.columns - 2 * margin)
        rows = _fitted(list(self._blocks(status, columns, remarks)), size.lines)
        return [(Span(" " * margin), *cut(row, columns)) for row in rows]

    def _blocks(self, status: Moment, columns: int, remarks: Remarks) -> Iterator[_Block]:
        step, waits = status.step, remarks.left_ms is not None
        left_ms = self.script.length_ms - status.at_ms if remarks.left_ms is None else remarks.left_ms
        how, more = self._how(step, columns)
        yield _Block(_Part.HEADING, [self._heading(status, left_ms, columns, remarks.end)])
        yield _Block(_Part.SESSION_BAR, [self._session_bar(status.at_ms, left_ms, columns)])
        yield _Block(_Part.GAP, [()])
        yield _Block(_Part.SIDE, [self._badge(step, columns)])
        yield _Block(_Part.PLACE, [self._place(status, columns, remarks)])
        yield _Block(_Part.HOW, [how])
        yield _Block(_Part.MORE_HOW, [more])
        yield _Block(_Part.STEP_BAR, [() if waits else self._step_bar(status, columns)])
        yield _Block(_Part.GAP, [()])
        yield from self._words(status.at_ms, columns)
        yield _Block(_Part.GAP, [()])
        yield _Block(_Part.NEXT, [() if waits else self._next(status, columns, remarks.end)])
        yield _Block(_Part.GAP, [()])
        yield from self._foot(columns, remarks.footer)

    def _words(self, at_ms: int, columns: int) -> Iterator[_Block]:
        before, now = self._sentences_at(at_ms)
        yield _Block(_Part.WORDS_BEFORE, [(Span(str(before.text), "faint"),) if before else ()])
        words = wrapped(_progress(now, at_ms), columns) if now else []
        room = _WORD_ROWS_IF_NARROW if columns < _COLUMNS_WITH_MARGIN else _WORD_ROWS
        yield _Block(_Part.WORDS, words)
        yield _Block(_Part.ROOM_FOR_WORDS, [()] * (room - len(words)))

    def _foot(self, columns: int, footer: Footer | None) -> Iterator[_Block]:
        """Yields the keys, or what stands in their place, in as many rows."""
        keys = _padded(flowed(self._keys(), columns, "  ", "faint"), _MOST_KEY_ROWS)
        if footer:
            rows = _padded(_footer_rows(footer, columns), len(keys))
            yield _Block(_Part.FOOTER, [row for row in rows if row])
            yield _Block(_Part.MORE_KEYS, [row for row in rows if not row])
            return
        yield _Block(_Part.KEYS, keys[:1])
        yield _Block(_Part.MORE_KEYS, [row for row in keys[1:_MOST_KEY_ROWS] if row])
        yield _Block(_Part.KEYS_IF_NARROW, keys[_MOST_KEY_ROWS:])

    def _sentences_at(self, at_ms: int) -> tuple[Cue | None, Cue | None]:
        """Returns the last two sentences that have begun."""
        begun = bisect_right(self._sentences, at_ms, key=lambda cue: cue.at_ms)
        before, now = (None, None, *self._sentences[:begun])[-2:]
        return before, now

    def _heading(self, status: Moment, left_ms: int, columns: int, end: str) -> Row:
        """Returns the title and the chapter, or the chapter alone if both are too wide, and the time that is left."""
        chapter = self._chapters[bisect_right(self._chapters, status.at_ms, key=lambda part: part.start_ms) - 1].title
        left = self._messages.page.time_left.format(time=format_clock(left_ms))
        end = self._end(end) if columns >= _COLUMNS_WITH_MARGIN else ""
        time = Span(self.glyphs.dot.join(filter(None, (end, left))), "strong")
        both = self.glyphs.dot.join(dict.fromkeys((self.script.title, chapter)))
        title = both if columns_of(both) < columns - time.columns else chapter
        return apart((Span(title),), (time,), columns)

    def _end(self, end: str) -> str:
        return self._messages.player.end.format(time=end) if end else ""

    def _session_bar(self, at_ms: int, left_ms: int, columns: int) -> Row:
        starts = [chapter.start_ms for chapter in self._chapters[1:]]
        return self._bar(at_ms, at_ms + left_ms, columns, starts)

    def _step_bar(self, status: Moment, columns: int) -> Row:
        step, clock = status.step, format_clock(_rest_ms(status))
        done_ms, length_ms = status.at_ms - step.start_ms, step.end_ms - step.start_ms
        return (*self._bar(done_ms, length_ms, max(1, columns - len(clock) - 1)), Span(f" {clock}"))

    def _bar(self, done: int, whole: int, columns: int, marks: Sequence[int] = ()) -> Row:
        """Returns a bar that fills a number of columns, with marks at places of the whole."""
        filled = min(columns, done * columns // max(1, whole))
        marked = {mark * columns // max(1, whole) for mark in marks}
        glyphs = self.glyphs

        def cells(start: int, end: int, plain: str, mark: str) -> str:
            return "".join(mark if column in marked else plain for column in range(start, end))

        return (
            Span(cells(0, filled, glyphs.done, glyphs.done_mark), "strong"),
            Span(cells(filled, columns, glyphs.open, glyphs.open_mark), "faint"),
        )

    def _badge(self, step: ScriptStep, columns: int) -> Row:
        """Returns the mark of the side: a band over the left or the right half of the row, and the word."""
        if step.side is None:
            return ()
        word, half = side_label(step, self._messages).upper(), columns // 2
        text = f" {self.glyphs.left} {word} " if step.side == "left" else f" {word} {self.glyphs.right} "
        band = Span(text.ljust(half) if step.side == "left" else text.rjust(half), step.side)
        return (band,) if step.side == "left" else (Span(" " * max(0, columns - band.columns)), band)

    def _place(self, status: Moment, columns: int, remarks: Remarks) -> Row:
        """Returns the area, or the name of a step without one, and the state of the player."""
        step, player = status.step, self._messages.player
        loudness = player.silent if self.silent else f"{status.gain_db} dB" if status.gain_db else ""
        pause = Span(f" {player.paused} " if status.paused else "", "mark")
        ears = Span(f" {player.listening}" if remarks.listening else "", "faint")
        area = sided_area_label(step.area, step.side, self._messages) if step.area else ""
        name = Span(capitalised(area) or step_title(step, self._messages), "strong")
        return apart((name,), (pause, ears, Span(f" {loudness}" if loudness else "", "faint")), columns)

    def _how(self, step: ScriptStep, columns: int) -> tuple[Row, Row]:
        """Returns the technique, the pressure and the tempo in words, and what the pressure is like if it fits."""
        messages = self._messages
        pressure = pressure_label(step.pressure, messages) if step.pressure else None
        named = messages.transcript.pressure.format(pressure=pressure.name) if pressure else ""
        tempo = tempo_label(step.tempo, messages) if step.tempo else ""
        words = list(filter(None, (technique_label(step, messages), named, tempo)))
        note: Row = (Span(pressure.note, "faint"),) if pressure and columns_of(pressure.note) <= columns else ()
        first, second = (*flowed(words, columns, self.glyphs.dot), note, ())[:2]
        return first, second

    def _next(self, status: Moment, columns: int, end: str) -> Row:
        """Returns what comes next, and the end of the session if the heading has no room for it and this row has."""
        page, following = self._messages.page, status.following
        words = page.then.format(next=self._name(following)) if following else page.then_end
        row: Row = (Span(f"{format_clock(_rest_ms(status))}, {words}"),)
        end_row: Row = (Span(self._end(end), "faint"),)
        fits = columns < _COLUMNS_WITH_MARGIN and row_columns(row) + row_columns(end_row) < columns
        return apart(row, end_row, columns) if fits else row

    def _name(self, step: ScriptStep) -> str:
        """Returns what a step works, as the listener reads it in a sentence."""
        if step.area is None:
            return step_title(step, self._messages)
        return sided_area_label(step.area, step.side, self._messages, self.script.mode)

    def _keys(self) -> list[str]:
        """Returns the keys with what they do; keys that do the same thing in two directions stand together."""
        shown: dict[str, list[str]] = {}
        for key in KEYS:
            if key.label and (self.live or key.in_files) and not (self.silent and key.needs_sound):
                shown.setdefault(getattr(self._messages.player, key.label), []).append(self._key_name(key))
        return [f"{'/'.join(names)} {label}" for label, names in shown.items()]

    def _key_name(self, key: Key) -> str:
        names = {"space": self._messages.player.space, "left": self.glyphs.left_key, "right": self.glyphs.right_key}
        return names.get(key.shown, key.shown)


def _footer_rows(footer: Footer, columns: int) -> list[Row]:
    lines = ("".join(span.text for span in row) for row in wrapped(map(Span, footer.text.split()), columns))
    return [*((Span(line, footer.style),) for line in lines), *flowed(footer.choices, columns, "  ", "faint")]


def _fitted(blocks: list[_Block], lines: int) -> list[Row]:
    """Returns the rows of the blocks for which there are lines; of the last block that fits, the first rows."""
    rows, left = {}, lines
    for number, block in sorted(enumerate(blocks), key=lambda numbered: numbered[1].part):
        rows[number] = block.rows[: max(0, left)]
        left -= len(block.rows)
    return [row for number in range(len(blocks)) for row in rows[number]]


def _padded(rows: list[Row], count: int) -> list[Row]:
    return rows + [()] * (count - len(rows))


def _rest_ms(status: Moment) -> int:
    """Returns the time to the end of the step."""
    return max(0, status.step.end_ms - status.at_ms)


def _progress(cue: Cue, at_ms: int) -> Iterator[Span]:
    """Yields the words of a sentence; those that have begun are strong, as if each letter took the same time."""
    text = str(cue.text)
    elapsed_ms = at_ms - cue.at_ms
    reached = len(text) if elapsed_ms >= cue.length_ms else len(text) * elapsed_ms // cue.length_ms
    start = 0
    for word in text.split():
        start = text.index(word, start)
        yield Span(word, "strong" if start <= reached else "plain")
        start += len(word)
