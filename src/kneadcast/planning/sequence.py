"""A routine laid out in the order it is done: one segment after the other, still without lengths."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.slip_prevention import with_dry_soles
from kneadcast.routine.model import Move, Routine, Section, Spoken, Step, Switch, TimeRange
from kneadcast.routine.omission import step_key, without_steps
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.wording import split_sentences
from kneadcast.script.model import ChimeName, Side, StepKind

PRE_ROLL_MS = 10_000
"""Time to put the player down and settle before the first word."""

_CHANGE_SIDE = TimeRange.model_validate("8s/10s/15s")
"""For the change to the other side between two steps: 8 to 15 s let a listener follow."""

Turn = tuple[Step, "Side | None"]
"""A step, and the side that it is done on."""


_SIDE = re.compile(r"\{(?P<which>side|other)(?::(?P<form>\w+))?\}")


@dataclass(frozen=True)
class Segment:
    """One step of a session on one side, with the words that belong to it."""

    id: str
    key: str
    """Shared by the left and the right of the same step, which get the same hands-on time."""
    kind: StepKind
    section: str
    time: TimeRange
    mark: ChimeName | None
    """The chime that it begins with."""
    action: tuple[str, ...]
    """Sentences that say what to do, right after the chime."""
    preview: tuple[str, ...] = ()
    """Sentences near its end that tell what comes next."""
    reminders: tuple[str, ...] = ()
    position: str = ""
    side: Side | None = None
    area: str | None = None
    technique: str | None = None
    pressure: int | None = None
    tempo: int | None = None
    optional: bool = False
    lead_ms: int = 0
    """The least silence before its first sentence."""
    closing_mark: ChimeName | None = None
    """The chime that it ends with."""
    brief: tuple[str, ...] = ()
    """Sentences that say the same in fewer words; none where there are none."""
    weight: float = 1.0
    """By how much its hands-on time counts beside the others'."""


def arrange(
    routine: Routine, phrases: Phrases, dropped: Collection[str] = (), preferences: Preferences = NO_PREFERENCES
) -> tuple[Segment, ...]:
    """Lays out a routine without the steps whose keys are dropped, in the order and as often as is wished."""
    routine = without_steps(routine, dropped)
    segments = list(_opening(routine, phrases))
    position = routine.opening.position
    for section in routine.sections:
        position = section.position or position
        sides = _sides(section)
        previews = {
            "move": _fill(section.move.preview, phrases, sides[0] or "left") if section.move else "",
            "switch": _fill(section.switch.preview or "", phrases, sides[-1]) if section.switch else "",
        }
        for segment in _section(section, position, phrases, preferences):
            segments[-1] = _with_preview(segments[-1], previews.get(segment.kind, ""))
            segments.append(segment)
    segments.extend(_closing(routine, phrases, position))
    return tuple(with_dry_soles(segments, routine, phrases))


def either_way(routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    """Yields every step and change of side as it is told first and again, on the left and on the right.

    Area by area, which side a step begins with hangs on how many steps came before it.
    """
    for section in routine.sections:
        position = section.position or routine.opening.position
        for side in _sides(section):
            for step, again in product(section.steps, (False, True)):
                yield _work(section, step, side, position, phrases, again=again, weight=1.0)
            if section.switch:
                switch = _between_steps(section.switch, phrases)
                yield _change(f"{section.slug}.switch", "switch", section, switch, position, phrases, side)


def _between_steps(switch: Switch, phrases: Phrases) -> Switch:
    """Returns the short change of side that leads across between two steps, where the language has words for it."""
    if not phrases.change_side:
        return switch
    return switch.model_copy(update={"say": phrases.change_side, "time": _CHANGE_SIDE, "remind": ()})


@cache
def _sentences(text: str) -> tuple[str, ...]:
    return split_sentences(text)


def drop_order(routine: Routine) -> tuple[str, ...]:
    """Returns the keys of the optional steps in the order in which they go: the one with the least time goes first."""
    optional = [
        (step, step_key(section, step)) for section in routine.sections for step in section.steps if step.optional
    ]
    return tuple(key for step, key in sorted(optional, key=lambda pair: pair[0].time.ideal_ms))


def _opening(routine: Routine, phrases: Phrases) -> Iterator[Segment]:
    opening = routine.opening
    safety = _told("safety", opening.safety, phrases.opening, opening.position, mark="start")
    yield replace(safety, lead_ms=PRE_ROLL_MS)
    yield _told("settle", opening.settle, phrases.opening, opening.position, mark="step")


def _closing(routine: Routine, phrases: Phrases, position: str) -> Iterator[Segment]:
    closing = routine.closing
    if closing.rest:
        yield _told("rest", closing.rest, phrases.closing, position, mark="step")
    mark: ChimeName = "rest_end" if closing.rest else "step"
    close = _told("close", closing.close, phrases.closing, position, mark=mark)
    yield replace(close, closing_mark="end")


def _told(kind: StepKind, spoken: Spoken, section: str, position: str, *, mark: ChimeName) -> Segment:
    sentences, reminders = _sentences(spoken.say), spoken.remind
    return Segment(kind, kind, kind, section, spoken.time, mark, sentences, (), reminders, position)


def _section(section: Section, position: str, phrases: Phrases, preferences: Preferences) -> Iterator[Segment]:
    sides = _sides(section)
    name = section.slug
    if section.move:
        yield _change(f"{name}.move", "move", section, section.move, position, phrases, sides[0] or "left")
    switch, turns = section.switch, _by_leg(section, sides, preferences.rounds)
    # Where changing sides takes the whole body, such as turning over, nobody wants it between all steps.
    if preferences.order == "area" and switch and not switch.preview:
        switch, turns = _between_steps(switch, phrases), _by_area(section, sides, preferences.rounds)
    done: Counter[tuple[str, Side | None]] = Counter()
    weights = {step.area: preferences.weight(step.area) for step in section.steps}
    before, changes = sides[0], 0
    for step, side in turns:
        if side != before and switch:
            changes += 1
            change = _change(f"{name}.switch", "switch", section, switch, position, phrases, side)
            yield _numbered(change, changes)
        again = any(done[step.slug, other] for other in sides)
        done[step.slug, side] += 1
        work = _work(section, step, side, position, phrases, again=again, weight=weights[step.area])
        yield _numbered(work, done[step.slug, side])
        before = side


def _by_leg(section: Section, sides: Sequence[Side | None], rounds: int) -> Iterator[Turn]:
    for side in sides:
        for _ in range(rounds):
            yield from ((step, side) for step in section.steps)


def _by_area(section: Section, sides: Sequence[Side | None], rounds: int) -> Iterator[Turn]:
    """Yields each step on both sides; a step begins where the one before it ended, to save every other change."""
    for _ in range(rounds):
        for step in section.steps:
            yield from ((step, side) for side in sides)
            sides = sides[::-1]


def _numbered(segment: Segment, number: int) -> Segment:
    return segment if number == 1 else replace(segment, id=f"{segment.id}.{number}")


def _change(
    key: str,
    kind: StepKind,
    section: Section,
    change: Move | Switch,
    position: str,
    phrases: Phrases,
    side: Side | None,
) -> Segment:
    """Lays out a change of position or side; `side` is the one that it leads to."""
    words = _sentences(_fill(change.say, phrases, side))
    reminders = tuple(_fill(line, phrases, side) for line in change.remind)
    mark: ChimeName = "side" if kind == "switch" else "step"
    return Segment(key, key, kind, section.name, change.time, mark, words, (), reminders, position)


def _work(
    section: Section, step: Step, side: Side | None, position: str, phrases: Phrases, *, again: bool, weight: float
) -> Segment:
    words = step.again if again and step.again else step.say
    return Segment(
        id=".".join(part for part in (section.slug, side, step.slug) if part),
        key=step_key(section, step),
        kind="work",
        section=section.name,
        time=step.time,
        mark="step",
        action=_sentences(_fill(words, phrases, side)),
        brief=_sentences(_fill(step.again or "", phrases, side)),
        reminders=tuple(_fill(line, phrases, side) for line in step.remind),
        position=position,
        side=side,
        area=step.area,
        technique=step.technique,
        pressure=step.pressure,
        tempo=step.tempo,
        optional=step.optional,
        weight=weight,
    )


def _with_preview(segment: Segment, words: str) -> Segment:
    return replace(segment, preview=segment.preview + _sentences(words)) if words else segment


def _sides(section: Section) -> tuple[Side | None, ...]:
    table: dict[str, tuple[Side | None, ...]] = {
        "each": ("left", "right"),
        "left": ("left",),
        "right": ("right",),
        "none": (None,),
    }
    return table[section.sides]


def _fill(text: str, phrases: Phrases, side: Side | None) -> str:
    """Names the sides: `{side}` the one being worked, `{other}` the other, `{side:f}` in the language's form `f`."""
    if side is None:
        return text
    opposite: Side = "right" if side == "left" else "left"

    def named(match: re.Match[str]) -> str:
        form = phrases.sides.form(match["form"] or "")
        word: str = getattr(form, side if match["which"] == "side" else opposite)
        return word

    return _SIDE.sub(named, text)
