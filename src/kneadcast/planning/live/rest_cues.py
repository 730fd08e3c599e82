"""The cues of the rest of a live session, and the script that they make with what has happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from kneadcast.choices import Talk
from kneadcast.planning.announcements import announcements_for
from kneadcast.planning.cue_drafts import (
    Draft,
    announcement_drafts,
    cues_of,
    free_window,
    instruction_drafts,
    reminder_drafts,
    step_of,
    warm_line_drafts,
)
from kneadcast.planning.live.cutting import Cut, cue_numbers, hands_on_ms
from kneadcast.planning.live.rest_times import TimedItem
from kneadcast.planning.live.state import BREAK_KEY, LivePlan, LiveSegment
from kneadcast.planning.placement import Window
from kneadcast.planning.planner import TimedSegment
from kneadcast.planning.reminder_choice import ReminderChoice
from kneadcast.planning.sequence.line_names import line_names
from kneadcast.routine.conditions import numbered, resolve_conditions
from kneadcast.script.model import TICK, Cue, ScriptStep
from kneadcast.speech.model import Line

ANSWER_AFTER_MS = 600
"""From the tick to the answer: a beat, in which the ambience is ducked."""
AFTER_WORDS_MS = 400
"""The least silence between what was being said and an answer."""
_SENTENCE_PAUSE_MS = 350
"""The pause between the sentences of an answer."""
_NO_NEWS_MS = 30_000
"""The time after an answer in which the time is not announced."""


@dataclass(frozen=True)
class Answer:
    """The tick and the words that answer a command, with their times."""

    lines: tuple[Line, ...]
    drafts: tuple[Draft, ...]
    end_ms: int
    """The moment from which other words may be said."""


def place_answer(cut: Cut, lines: Sequence[Line], *, ticks: bool = True) -> Answer:
    """Returns an answer to a command: a tick at once, and words when nothing else is said."""
    durations = cut.live.measured.durations
    step = cut.current.segment.id
    drafts = [Draft(cut.at_ms, 0, cut.step_id, "mark", sound=TICK)] if ticks else []
    at_ms = max(cut.at_ms + ANSWER_AFTER_MS, cut.free_ms + AFTER_WORDS_MS)
    end_ms = cut.free_ms
    for line in lines:
        length_ms = durations.line_ms(line)
        drafts.append(Draft(at_ms, length_ms, step, "answer", line))
        end_ms = at_ms + length_ms
        at_ms = end_ms + _SENTENCE_PAUSE_MS
    return Answer(tuple(lines), tuple(drafts), end_ms)


def combined(
    cut: Cut, answer: Answer, rest: Sequence[TimedItem], live: LivePlan, *, kept: Sequence[LiveSegment] = ()
) -> LivePlan:
    """Returns a live session whose script continues what has happened with a rest.

    Args:
        cut: The session at the moment of the command.
        answer: What answers it.
        rest: What is left of the current segment, from the end of the answer on, and the segments that follow.
        live: The session with what the command changed.
        kept: Segments after these that stay as they are, with their cues.
    """
    # The step announces what follows now, which may differ from before the command; the next command must know it.
    preview = (*cut.current.segment.preview[: cut.said("preview")], *rest[0].item.segment.preview)
    current = replace(cut.current, segment=replace(cut.current.segment, preview=preview), end_ms=rest[0].end_ms)
    following = (LiveSegment(one.item.segment, one.item.base, one.start_ms, one.end_ms) for one in rest[1:])
    segments = (*live.segments[: cut.index], current, *following, *kept)
    kept_ids = {one.segment.id for one in kept}
    kept_cues = [cue for cue in cut.live.script.cues if cue.step in kept_ids and cue.at_ms >= kept[0].start_ms]
    old = [*cut.cues, *kept_cues]
    length_ms = segments[-1].end_ms
    drafts = [*answer.drafts, *_Writer(cut, live, length_ms, old).drafts(answer, rest)]
    new = cues_of(sorted(drafts, key=lambda draft: draft.at_ms), cue_numbers(old))
    cues = tuple(sorted((*old, *_with_new_ids(new, old)), key=lambda cue: cue.at_ms))
    steps = tuple(_steps(cut, segments, cues))
    update = {"live": True, "length_ms": length_ms, "steps": steps, "cues": cues}
    return replace(live, script=cut.live.script.model_copy(update=update), segments=segments)


def _with_new_ids(new: Iterable[Cue], old: Iterable[Cue]) -> Iterator[Cue]:
    """Yields cues, each with an id that no cue has had: another preview may take the place of one that was begun."""
    taken = {cue.id for cue in old}
    for cue in new:
        ids = chain([cue.id], (f"{cue.id}.{number}" for number in count(2)))
        id_ = next(one for one in ids if one not in taken)
        taken.add(id_)
        yield cue if id_ == cue.id else cue.model_copy(update={"id": id_})


def _steps(cut: Cut, segments: Sequence[LiveSegment], cues: Sequence[Cue]) -> Iterator[ScriptStep]:
    """Yields the steps of a script: those that are over as they are, and the others with their times."""
    known = {step.id: step for step in cut.live.script.steps}
    for number, one in enumerate(segments):
        before = known.get(one.segment.id)
        if before and number < cut.index:
            yield before
        else:
            hands_ms = hands_on_ms(one.start_ms, one.end_ms, one.segment.id, cues)
            yield step_of(TimedSegment(one.segment, one.start_ms, one.end_ms, hands_ms))


@dataclass(frozen=True)
class _Writer:
    """Writes the cues of a rest."""

    cut: Cut
    live: LivePlan
    length_ms: int
    old: Sequence[Cue]
    """The cues of the session that stay."""

    def drafts(self, answer: Answer, rest: Sequence[TimedItem]) -> Iterator[Draft]:
        """Yields the chimes, the instructions, the announcements and the reminders of a rest."""
        durations = self.live.measured.durations
        windows = []
        for number, one in enumerate(rest):
            drafts = instruction_drafts(one.timed, durations)
            yield from self._named(drafts) if number == 0 else drafts
            windows.append(free_window(one.timed, durations))
        working = [window for window in windows if not _is_break(window)]
        yield from self._announcements(answer, working)
        if self.live.talk != "least":
            yield from self._reminders(working)

    def _named(self, drafts: Iterator[Draft]) -> Iterator[Draft]:
        """Yields the lines that are left of the current instruction and preview under their own names."""
        segment = self.cut.current.segment
        names = {
            "action": [*line_names(segment, segment.wording, segment.action)][self.cut.said("action") :],
            "preview": [*line_names(segment, "preview", segment.preview)][self.cut.said("preview") :],
        }
        for draft in drafts:
            left = names.get(draft.role)
            yield replace(draft, name=left.pop(0)) if left else draft

    def _announcements(self, answer: Answer, windows: list[Window]) -> Iterator[Draft]:
        measured = self.live.measured
        quiet = measured.routine.closing.close.bell == "soft" and not measured.preferences.countdown
        if quiet or self.live.paused:
            return
        heard = {cue.role for cue in self.old} & {"halfway"}
        said = {(cue.role, cue.text) for cue in self.old if cue.at_ms > self.cut.at_ms}
        for one in announcements_for(self.length_ms, measured.phrases, measured.preferences):
            is_news = one.due_ms >= answer.end_ms + _NO_NEWS_MS and (one.role, one.line and one.line.text) not in said
            if is_news and one.role not in heard:
                yield from announcement_drafts(one, windows, measured.durations)

    def _reminders(self, windows: list[Window]) -> Iterator[Draft]:
        measured = self.live.measured
        general = resolve_conditions(measured.routine).remind
        choice = ReminderChoice(tuple(Line(numbered(text)[1]) for text in general))
        for cue in self.old:
            if cue.role == "reminder" and cue.text:
                choice.used(Line(cue.text), cue.at_ms)
        if self.live.talk == "full":
            yield from warm_line_drafts(windows, choice, measured.durations)
        talk: Talk = "brief" if self.live.talk == "least" else self.live.talk
        yield from reminder_drafts(windows, choice, measured.durations, talk)


def _is_break(window: Window) -> bool:
    return window.timed.segment.key == BREAK_KEY
