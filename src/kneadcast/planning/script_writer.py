"""Plan to script: every sentence and chime gets the moment at which it sounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kneadcast.planning.announcements import Announcement, announcements_for
from kneadcast.planning.placement import Window, long_silences, place_announcement, spread
from kneadcast.planning.planner import Plan, TimedSegment
from kneadcast.planning.sequence import Segment
from kneadcast.planning.timing import (
    BREATH_MS,
    PREVIEW_AHEAD_MS,
    SENTENCE_PAUSE_MS,
    Durations,
    end_mark_ms,
    first_word_ms,
    preview_ahead_ms,
    talk_ms,
)
from kneadcast.routine.phrases import Phrases
from kneadcast.script.model import AmbienceChoice, ChimeName, Cue, CueRole, PacerMode, Script, ScriptStep


@dataclass(frozen=True)
class Telling:
    """How a session is told: what a script has to remember of it so that it can be rendered."""

    voice: str
    pace_wpm: int
    volume: float
    template: str
    avoid: tuple[str, ...] = ()
    loudness_lufs: float | None = None
    pan: float | None = None
    pacer: PacerMode | None = None
    ambience: AmbienceChoice | None = None


@dataclass(frozen=True)
class _Draft:
    """A cue before it has an id."""

    at_ms: int
    length_ms: int
    step: str
    role: CueRole
    text: str | None = None
    sound: ChimeName | None = None


def write_script(plan: Plan, phrases: Phrases, durations: Durations, telling: Telling) -> Script:
    """Writes the script of a plan.

    Instructions come first; the time announcements take the free moments nearest to theirs; reminders then break what silence
    is still too long. So no cue can overlap another.
    """
    drafts: list[_Draft] = []
    windows: list[Window] = []
    for timed in plan.segments:
        drafts += _instructions(timed, durations)
        windows.append(_free_window(timed, durations))
    for announcement in announcements_for(plan.length_ms, phrases, plan.preferences):
        drafts += _announce(announcement, windows, durations)
    drafts += _remind(plan, windows, durations)
    return Script(
        routine=plan.routine.name,
        title=plan.routine.title,
        type=plan.routine.type,
        needs=plan.routine.needs,
        language=plan.routine.language,
        voice=telling.voice,
        pace_wpm=telling.pace_wpm,
        volume=telling.volume,
        template=telling.template,
        avoid=telling.avoid or None,
        loudness_lufs=telling.loudness_lufs,
        pan=telling.pan,
        pacer=telling.pacer,
        ambience=telling.ambience,
        length_ms=plan.length_ms,
        steps=tuple(_step(timed) for timed in plan.segments),
        cues=tuple(_numbered(sorted(drafts, key=lambda draft: draft.at_ms))),
    )


def _instructions(timed: TimedSegment, durations: Durations) -> Iterator[_Draft]:
    segment = timed.segment
    if segment.mark:
        yield _Draft(timed.start_ms, durations.chime_ms[segment.mark], segment.id, "mark", sound=segment.mark)
    yield from _say(segment.action, timed.start_ms + first_word_ms(segment, durations), segment.id, "action", durations)
    if segment.preview:
        yield from _say(segment.preview, _preview_start_ms(timed, durations), segment.id, "preview", durations)
    if segment.closing_mark:
        at_ms = timed.end_ms - end_mark_ms(segment, durations)
        yield _Draft(at_ms, durations.chime_ms[segment.closing_mark], segment.id, "mark", sound=segment.closing_mark)


def _say(sentences: Iterable[str], at_ms: int, step: str, role: CueRole, durations: Durations) -> Iterator[_Draft]:
    for text in sentences:
        yield _Draft(at_ms, durations.speech_ms[text], step, role, text=text)
        at_ms += durations.speech_ms[text] + SENTENCE_PAUSE_MS


def _action_end_ms(timed: TimedSegment, durations: Durations) -> int:
    segment = timed.segment
    return timed.start_ms + first_word_ms(segment, durations) + talk_ms(segment.action, durations)


def _preview_start_ms(timed: TimedSegment, durations: Durations) -> int:
    """Returns when a preview begins: well ahead of the change, but not before the instruction has had its breath."""
    ahead_ms = preview_ahead_ms(timed.segment, durations, PREVIEW_AHEAD_MS)
    return max(timed.end_ms - ahead_ms, _action_end_ms(timed, durations) + BREATH_MS)


def _free_window(timed: TimedSegment, durations: Durations) -> Window:
    """Returns the time of a segment that its instructions leave free."""
    segment = timed.segment
    end_ms = timed.end_ms - end_mark_ms(segment, durations)
    if segment.preview:
        end_ms = _preview_start_ms(timed, durations)
    return Window(_action_end_ms(timed, durations), end_ms, timed)


def _announce(announcement: Announcement, windows: list[Window], durations: Durations) -> Iterator[_Draft]:
    """Takes the moment nearest to a announcement's own out of the free windows; says nothing where none is free near it."""
    lead_ms = durations.chime_ms[announcement.sound] if announcement.sound else 0
    words_ms = durations.speech_ms[announcement.text] if announcement.text else 0
    found = place_announcement(announcement, lead_ms + words_ms, windows)
    if found is None:
        return
    at_ms, window = found
    step = window.timed.segment.id
    if announcement.sound:
        yield _Draft(at_ms, lead_ms, step, "mark", sound=announcement.sound)
    if announcement.text:
        yield _Draft(at_ms + lead_ms, words_ms, step, announcement.role, text=announcement.text)


def _remind(plan: Plan, windows: Sequence[Window], durations: Durations) -> Iterator[_Draft]:
    """Breaks long silences with reminders, unless the listener asked for nothing but chimes."""
    if plan.preferences.talk == "chimes":
        return
    choice = _Reminders(plan.routine.remind)
    for window in windows:
        segment = window.timed.segment
        if segment.kind == "rest":
            continue  # announced, with the bell that ends it
        shortest_ms = min(durations.speech_ms[text] for text in choice.pool(segment))
        for start_ms, end_ms, number in long_silences(window, shortest_ms, unasked=plan.preferences.talk == "full"):
            texts = [choice.next(segment) for _ in range(number)]
            moments = spread(start_ms, end_ms, [durations.speech_ms[text] for text in texts])
            for text, at_ms in zip(texts, moments, strict=False):
                yield _Draft(at_ms, durations.speech_ms[text], segment.id, "reminder", text=text)


class _Reminders:
    """Chooses among reminders: a segment's own first, then those that fit any; the least said, none twice running."""

    def __init__(self, general: tuple[str, ...]) -> None:
        self._general = general
        self._said: Counter[str] = Counter()
        self._last = ""

    def pool(self, segment: Segment) -> tuple[str, ...]:
        return segment.reminders + self._general

    def next(self, segment: Segment) -> str:
        fresh = (text for text in self.pool(segment) if text != self._last)
        text = min(fresh, key=lambda text: self._said[text])
        self._said[text] += 1
        self._last = text
        return text


def _step(timed: TimedSegment) -> ScriptStep:
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
    )


def _numbered(drafts: Iterable[_Draft]) -> Iterator[Cue]:
    numbers: Counter[tuple[str, str]] = Counter()
    for draft in drafts:
        name = draft.sound.replace("_", "-") if draft.sound else draft.role.replace("_", "-")
        numbers[draft.step, name] += 1
        yield Cue(
            id=f"{draft.step}.{name}.{numbers[draft.step, name]}",
            at_ms=draft.at_ms,
            length_ms=draft.length_ms,
            kind="chime" if draft.sound else "speech",
            step=draft.step,
            role=draft.role,
            text=draft.text,
            sound=draft.sound,
        )
