"""Plan to script: every sentence and chime gets the moment at which it sounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kneadcast.routine.model import Phrases
from kneadcast.session.guidance import Window, long_silences, place_notice, spread
from kneadcast.session.measuring import (
    BREATH_MS,
    PREVIEW_AHEAD_MS,
    SENTENCE_PAUSE_MS,
    Measures,
    end_mark_ms,
    first_word_ms,
    preview_ahead_ms,
    talk_ms,
)
from kneadcast.session.notices import Notice, notices_for
from kneadcast.session.outline import Stretch
from kneadcast.session.plan import Plan, Planned
from kneadcast.session.script import AmbienceChoice, ChimeName, Cue, CueRole, PacerMode, Script, ScriptStep


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


def write_script(plan: Plan, phrases: Phrases, measures: Measures, telling: Telling) -> Script:
    """Writes the script of a plan.

    Instructions come first; the time notices take the free moments nearest to theirs; reminders then break what silence
    is still too long. So no cue can overlap another.
    """
    drafts: list[_Draft] = []
    windows: list[Window] = []
    for planned in plan.stretches:
        drafts += _instructions(planned, measures)
        windows.append(_free_window(planned, measures))
    for notice in notices_for(plan.length_ms, phrases, plan.wishes):
        drafts += _announce(notice, windows, measures)
    drafts += _remind(plan, windows, measures)
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
        steps=tuple(_step(planned) for planned in plan.stretches),
        cues=tuple(_numbered(sorted(drafts, key=lambda draft: draft.at_ms))),
    )


def _instructions(planned: Planned, measures: Measures) -> Iterator[_Draft]:
    stretch = planned.stretch
    if stretch.mark:
        yield _Draft(planned.start_ms, measures.chime_ms[stretch.mark], stretch.id, "mark", sound=stretch.mark)
    yield from _say(stretch.action, planned.start_ms + first_word_ms(stretch, measures), stretch.id, "action", measures)
    if stretch.preview:
        yield from _say(stretch.preview, _preview_start_ms(planned, measures), stretch.id, "preview", measures)
    if stretch.closing_mark:
        at_ms = planned.end_ms - end_mark_ms(stretch, measures)
        yield _Draft(at_ms, measures.chime_ms[stretch.closing_mark], stretch.id, "mark", sound=stretch.closing_mark)


def _say(sentences: Iterable[str], at_ms: int, step: str, role: CueRole, measures: Measures) -> Iterator[_Draft]:
    for text in sentences:
        yield _Draft(at_ms, measures.speech_ms[text], step, role, text=text)
        at_ms += measures.speech_ms[text] + SENTENCE_PAUSE_MS


def _action_end_ms(planned: Planned, measures: Measures) -> int:
    stretch = planned.stretch
    return planned.start_ms + first_word_ms(stretch, measures) + talk_ms(stretch.action, measures)


def _preview_start_ms(planned: Planned, measures: Measures) -> int:
    """Returns when a preview begins: well ahead of the change, but not before the instruction has had its breath."""
    ahead_ms = preview_ahead_ms(planned.stretch, measures, PREVIEW_AHEAD_MS)
    return max(planned.end_ms - ahead_ms, _action_end_ms(planned, measures) + BREATH_MS)


def _free_window(planned: Planned, measures: Measures) -> Window:
    """Returns the time of a stretch that its instructions leave free."""
    stretch = planned.stretch
    end_ms = planned.end_ms - end_mark_ms(stretch, measures)
    if stretch.preview:
        end_ms = _preview_start_ms(planned, measures)
    return Window(_action_end_ms(planned, measures), end_ms, planned)


def _announce(notice: Notice, windows: list[Window], measures: Measures) -> Iterator[_Draft]:
    """Takes the moment nearest to a notice's own out of the free windows; says nothing where none is free near it."""
    lead_ms = measures.chime_ms[notice.sound] if notice.sound else 0
    words_ms = measures.speech_ms[notice.text] if notice.text else 0
    found = place_notice(notice, lead_ms + words_ms, windows)
    if found is None:
        return
    at_ms, window = found
    step = window.planned.stretch.id
    if notice.sound:
        yield _Draft(at_ms, lead_ms, step, "mark", sound=notice.sound)
    if notice.text:
        yield _Draft(at_ms + lead_ms, words_ms, step, notice.role, text=notice.text)


def _remind(plan: Plan, windows: Sequence[Window], measures: Measures) -> Iterator[_Draft]:
    """Breaks long silences with reminders, unless the listener asked for nothing but chimes."""
    if plan.wishes.talk == "chimes":
        return
    choice = _Reminders(plan.routine.remind)
    for window in windows:
        stretch = window.planned.stretch
        if stretch.kind == "rest":
            continue  # announced, with the bell that ends it
        shortest_ms = min(measures.speech_ms[text] for text in choice.pool(stretch))
        for start_ms, end_ms, number in long_silences(window, shortest_ms, unasked=plan.wishes.talk == "full"):
            texts = [choice.next(stretch) for _ in range(number)]
            moments = spread(start_ms, end_ms, [measures.speech_ms[text] for text in texts])
            for text, at_ms in zip(texts, moments, strict=False):
                yield _Draft(at_ms, measures.speech_ms[text], stretch.id, "reminder", text=text)


class _Reminders:
    """Chooses among reminders: a stretch's own first, then those that fit any; the least said, none twice running."""

    def __init__(self, general: tuple[str, ...]) -> None:
        self._general = general
        self._said: Counter[str] = Counter()
        self._last = ""

    def pool(self, stretch: Stretch) -> tuple[str, ...]:
        return stretch.reminders + self._general

    def next(self, stretch: Stretch) -> str:
        fresh = (text for text in self.pool(stretch) if text != self._last)
        text = min(fresh, key=lambda text: self._said[text])
        self._said[text] += 1
        self._last = text
        return text


def _step(planned: Planned) -> ScriptStep:
    stretch = planned.stretch
    return ScriptStep(
        id=stretch.id,
        kind=stretch.kind,
        section=stretch.section,
        area=stretch.area,
        technique=stretch.technique,
        side=stretch.side,
        position=stretch.position,
        start_ms=planned.start_ms,
        end_ms=planned.end_ms,
        hands_on_ms=planned.hands_on_ms,
        pressure=stretch.pressure,
        tempo=stretch.tempo,
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
