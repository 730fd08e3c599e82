"""The cues of timed segments: instructions at their times, announcements, and reminders in the silences that remain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kneadcast.choices import Talk
from kneadcast.planning.announcements import Announcement
from kneadcast.planning.placement import Window, long_silences, place_announcement, spread
from kneadcast.planning.planner import TimedSegment
from kneadcast.planning.reminder_choice import ReminderChoice
from kneadcast.planning.segment import Segment
from kneadcast.planning.sequence.line_names import line_names
from kneadcast.planning.timing import (
    BREATH_MS,
    PREVIEW_AHEAD_MS,
    SENTENCE_PAUSE_MS,
    end_mark_ms,
    first_word_ms,
    preview_ahead_ms,
    talk_ms,
)
from kneadcast.routine.model import TRANSITIONS
from kneadcast.script.durations import Durations
from kneadcast.script.model import Cue, CueRole, CueSound, ScriptStep
from kneadcast.speech.model import Line

WARM_LINE_EVERY_MS = 120_000
"""With a line in two minutes that asks for nothing, a voice is company and not a card index."""
WARM_LINE_AFTER_MS = 8_000
"""The silence before such a line, in which hands follow the instruction."""
DONE_ONE_BY_ONE = ("settle", *TRANSITIONS)
"""What a listener does while it is said: each sentence gets its share of the time, and nobody has to hurry."""
MOST_PAUSE_MS = 7_000
"""The longest pause after a sentence of those; with more, a listener waits for what is next."""


@dataclass(frozen=True)
class Draft:
    """A cue that has no id yet."""

    at_ms: int
    length_ms: int
    step: str
    role: CueRole
    line: Line | None = None
    sound: CueSound | None = None
    name: str = ""
    """The end of the id of an instruction."""
    softer_lu: int | None = None


def instruction_drafts(timed: TimedSegment, durations: Durations) -> Iterator[Draft]:
    """Yields the chimes, the instruction and the preview of a segment."""
    segment = timed.segment
    if segment.mark:
        length_ms, softer_lu = durations.chime_ms[segment.mark], segment.softer_lu
        yield Draft(timed.start_ms, length_ms, segment.id, "mark", sound=segment.mark, softer_lu=softer_lu)
    yield from sentence_drafts(
        segment.action,
        timed.start_ms + first_word_ms(segment, durations),
        segment,
        durations,
        pause_ms=_pause_ms(timed, durations),
    )
    if segment.preview:
        at_ms = _preview_start_ms(timed, durations)
        yield from sentence_drafts(segment.preview, at_ms, segment, durations, role="preview")
    if segment.closing_mark:
        at_ms = timed.end_ms - end_mark_ms(segment, durations)
        length_ms, softer_lu = durations.chime_ms[segment.closing_mark], segment.softer_lu
        yield Draft(at_ms, length_ms, segment.id, "mark", sound=segment.closing_mark, softer_lu=softer_lu)


def sentence_drafts(
    lines: Sequence[Line],
    at_ms: int,
    segment: Segment,
    durations: Durations,
    *,
    role: CueRole = "action",
    pause_ms: int = SENTENCE_PAUSE_MS,
) -> Iterator[Draft]:
    """Yields lines of a segment one after the other, from a moment on."""
    # Another wording has another name, so that it never gets the recording of the usual one.
    names = line_names(segment, segment.wording if role == "action" else role, lines)
    for line, name in zip(lines, names, strict=True):
        yield Draft(at_ms, durations.line_ms(line), segment.id, role, line, name=name)
        at_ms += durations.line_ms(line) + pause_ms


def _pause_ms(timed: TimedSegment, durations: Durations) -> int:
    """Returns the pause after each sentence of a segment's instruction.

    Where sentences are done one by one, they share the time that the segment leaves, also after the last one.
    """
    segment = timed.segment
    if segment.kind not in DONE_ONE_BY_ONE or len(segment.action) < 2:
        return SENTENCE_PAUSE_MS
    spare_ms = _free_until_ms(timed, durations) - _spoken_end_ms(timed, durations) - BREATH_MS
    return min(SENTENCE_PAUSE_MS + max(0, spare_ms) // len(segment.action), MOST_PAUSE_MS)


def _spoken_end_ms(timed: TimedSegment, durations: Durations) -> int:
    """Returns when the instruction of a segment would end with the least pauses."""
    segment = timed.segment
    return timed.start_ms + first_word_ms(segment, durations) + talk_ms(segment.action, durations)


def _action_end_ms(timed: TimedSegment, durations: Durations) -> int:
    """Returns when the instruction of a segment ends."""
    longer_ms = _pause_ms(timed, durations) - SENTENCE_PAUSE_MS
    return _spoken_end_ms(timed, durations) + longer_ms * max(0, len(timed.segment.action) - 1)


def _free_until_ms(timed: TimedSegment, durations: Durations) -> int:
    """Returns when a segment's preview begins, or else its closing chime, or else the next segment."""
    if timed.segment.preview:
        return _preview_start_ms(timed, durations)
    return timed.end_ms - end_mark_ms(timed.segment, durations)


def _preview_start_ms(timed: TimedSegment, durations: Durations) -> int:
    """Returns when a preview begins: ahead of the change, but at least `BREATH_MS` after the instruction."""
    ahead_ms = preview_ahead_ms(timed.segment, durations, PREVIEW_AHEAD_MS)
    return max(
        timed.end_ms - end_mark_ms(timed.segment, durations) - ahead_ms, _spoken_end_ms(timed, durations) + BREATH_MS
    )


def free_window(timed: TimedSegment, durations: Durations) -> Window:
    """Returns the time of a segment that its instructions leave free."""
    return Window(_action_end_ms(timed, durations), _free_until_ms(timed, durations), timed)


def announcement_drafts(announcement: Announcement, windows: list[Window], durations: Durations) -> Iterator[Draft]:
    """Yields an announcement at the free moment nearest to its due time, if one within its tolerance is free."""
    lead_ms = durations.chime_ms[announcement.sound] if announcement.sound else 0
    words_ms = durations.line_ms(announcement.line) if announcement.line else 0
    found = place_announcement(announcement, lead_ms + words_ms, windows)
    if found is None:
        return
    at_ms, window = found
    step = window.timed.segment.id
    if announcement.sound:
        yield Draft(at_ms, lead_ms, step, "mark", sound=announcement.sound)
    if announcement.line:
        yield Draft(at_ms + lead_ms, words_ms, step, announcement.role, announcement.line)


def warm_line_drafts(windows: Sequence[Window], choice: ReminderChoice, durations: Durations) -> Iterator[Draft]:
    """Yields lines that ask for nothing, spread over the work, never soon after an instruction."""
    working = [window for window in windows if window.timed.segment.kind == "work"]
    if not working:
        return
    start_ms, length_ms = working[0].start_ms, working[-1].end_ms - working[0].start_ms
    number = round(length_ms / WARM_LINE_EVERY_MS)
    for turn in range(number):
        due_ms = start_ms + (2 * turn + 1) * length_ms // (2 * number)
        line = choice.general(due_ms)
        line_ms = durations.line_ms(line)
        announcement = Announcement(due_ms, line, "reminder", WARM_LINE_EVERY_MS // 2)
        found = place_announcement(announcement, line_ms, working, after_words_ms=WARM_LINE_AFTER_MS)
        if found:
            choice.used(line, found[0])
            yield Draft(found[0], line_ms, found[1].timed.segment.id, "reminder", line)


def reminder_drafts(
    windows: Sequence[Window], choice: ReminderChoice, durations: Durations, talk: Talk
) -> Iterator[Draft]:
    """Yields reminders in long silences."""
    for window in windows:
        segment = window.timed.segment
        if segment.kind == "rest":
            continue  # announced, with the bell that ends it
        shortest_ms = min(map(durations.line_ms, choice.candidates(segment)))
        for start_ms, end_ms, number in long_silences(window, shortest_ms, at_least_one=talk in ("full", "plain")):
            lines = [choice.next(segment, start_ms + (end_ms - start_ms) * turn // number) for turn in range(number)]
            moments = spread(start_ms, end_ms, [durations.line_ms(line) for line in lines])
            for line, at_ms in zip(lines, moments, strict=False):
                yield Draft(at_ms, durations.line_ms(line), segment.id, "reminder", line)


def step_of(timed: TimedSegment) -> ScriptStep:
    """Returns a segment as a step of a script."""
    segment = timed.segment
    return ScriptStep(
        id=segment.id,
        kind=segment.kind,
        section=segment.section,
        area=segment.area,
        technique=segment.technique,
        side=segment.side,
        position=segment.position,
        start_ms=timed.start_ms,
        end_ms=timed.end_ms,
        hands_on_ms=timed.hands_on_ms,
        pressure=segment.pressure,
        tempo=segment.tempo,
        hand=segment.hand,
        path=segment.path,
    )


def cues_of(drafts: Iterable[Draft], numbers: Counter[tuple[str, str]] | None = None) -> Iterator[Cue]:
    """Yields the cues of drafts in order of time.

    Args:
        drafts: The drafts, in order of time.
        numbers: How many cues of each step and kind the script has already; counted on.
    """
    numbers = Counter() if numbers is None else numbers
    for draft in drafts:
        kind = (draft.sound or draft.role).replace("_", "-")
        numbers[draft.step, kind] += 1
        yield Cue(
            id=f"{draft.step}.{draft.name or f'{kind}.{numbers[draft.step, kind]}'}",
            at_ms=draft.at_ms,
            length_ms=draft.length_ms,
            kind="chime" if draft.sound else "speech",
            step=draft.step,
            role=draft.role,
            text=draft.line.text if draft.line else None,
            sound=draft.sound,
            softer_lu=draft.softer_lu,
        )
