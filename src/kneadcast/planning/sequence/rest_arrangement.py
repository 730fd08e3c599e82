"""The rest of a session that has begun: the segments that follow the current one, when steps are left out on the way.

What is behind the listener stays as it was. A step may be left out on the second side alone, which no session that is
planned from its beginning does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kneadcast.planning.preferences import Preferences
from kneadcast.planning.segment import Segment
from kneadcast.planning.sequence.arrangement import (
    closing_segments,
    opening_segments,
    repeated_sections,
    with_each_question_once,
    with_preview,
)
from kneadcast.planning.sequence.drop_order import remaining_routine
from kneadcast.planning.sequence.section_arranger import SectionArranger
from kneadcast.planning.sequence.slip_prevention import with_dry_soles, with_feet_down
from kneadcast.routine.body import MOST_ROUNDS
from kneadcast.routine.conditions import resolve_conditions
from kneadcast.routine.model import Routine, Section
from kneadcast.routine.omission import step_key, without_sides
from kneadcast.routine.phrases import Phrases
from kneadcast.script.model import Side

_TURNED = frozenset({"prone"})
"""Positions in which nobody is left by mistake: a session that is cut short leads from them to its last position."""
_NUMBERED = re.compile(r"\.(\d+)$")
_SIDED = re.compile(r"^([^.]+)\.(?:left|right)\.")


_IsGone = Callable[[Segment], bool]
"""Returns whether a segment of work is left out."""


@dataclass(frozen=True)
class Behind:
    """What of a session has happened."""

    segments: tuple[Segment, ...]
    """The segments that have begun, in order; the last one is the current one, with its id in the sequence."""
    warned: frozenset[str] = frozenset()
    """The keys of the steps whose questions and cautions have been said in full."""

    @property
    def side(self) -> Side | None:
        """The side on which the last work was done."""
        return next((one.side for one in reversed(self.segments) if one.kind == "work"), None)


@dataclass(frozen=True)
class Omissions:
    """What the rest of a session leaves out."""

    keys: frozenset[str] = frozenset()
    """Steps that are done on neither side, and `REST` for the rest."""
    pairs: frozenset[str] = frozenset()
    """Segments that are not done any more, as `pair_of` names them: their other side may have been done."""
    rounds: int = MOST_ROUNDS
    """How many rounds there are at most; one that has begun on one side is done on the other."""


def pair_of(segment: Segment) -> str:
    """Returns what the left and the right of a segment of work share: its id without the side."""
    return _SIDED.sub(r"\1.", segment.id)


def round_of(segment: Segment) -> int:
    """Returns the round that a segment of work belongs to, from 1."""
    numbered = _NUMBERED.search(segment.id)
    return int(numbered[1]) if numbered else 1


def arrange_rest(
    routine: Routine, phrases: Phrases, preferences: Preferences, behind: Behind, omitted: Omissions
) -> tuple[Segment, ...]:
    """Returns the current segment with the preview that it has now, and the segments that follow it.

    Args:
        routine: The routine of the session from which nothing is left out yet, with its conditions.
        phrases: The fixed phrases of its language.
        preferences: The preferences, with the number of rounds of the session.
        behind: What has happened.
        omitted: What is left out.
    """
    current = behind.segments[-1]
    place = current.key.split(".")[0]
    here = {key for key in omitted.keys if key.split(".")[0] == place}
    full = resolve_conditions(remaining_routine(routine, omitted.keys - here))
    begun = {pair_of(one) for one in behind.segments if one.kind == "work"}

    def is_gone(segment: Segment) -> bool:
        pair = pair_of(segment)
        is_late = round_of(segment) > omitted.rounds and pair not in begun
        return is_late or segment.key in here or pair in omitted.pairs

    rest = _Rest(full, remaining_routine(routine, ()), phrases, preferences)
    following = _with_warnings(rest.following(behind, place, is_gone), behind.warned)
    bare = current if current.kind == "close" else replace(current, preview=())
    joined = list(_joined(bare, following))
    passed = with_dry_soles(with_each_question_once((*behind.segments[:-1], *joined)), full, phrases)
    after = tuple(with_feet_down(passed, phrases))[len(behind.segments) :]
    return (joined[0], *after)


@dataclass(frozen=True)
class _Following:
    """A segment that follows, with the words that announce it and the cautions that it would have on the first side."""

    segment: Segment
    preview: str = ""
    first: Segment | None = None
    """A segment of work with the words for the first side."""


@dataclass(frozen=True)
class _Rest:
    routine: Routine
    """The routine without what is left out, except in the current section; its conditions are resolved."""
    complete: Routine
    """The routine with everything, and the position of every section."""
    phrases: Phrases
    preferences: Preferences

    def following(self, behind: Behind, place: str, is_gone: _IsGone) -> Iterator[_Following]:
        """Yields what follows the current segment, without what is left out."""
        current = behind.segments[-1]
        closing = [*map(_Following, closing_segments(self.routine, self.phrases, self._final_position))]
        if current.kind in ("rest", "close"):
            yield from _after(closing, current)
            return
        sections = {section.slug: section for section in self.routine.sections}
        later, position = list(sections), current.position
        if place in sections:
            whole = [*self._of_section(sections[place])]
            following = _after(whole, current)
            missed = _missed(whole[: len(whole) - len(following)], behind)
            side = self._side(behind, sections[place])
            yield from _without(following, side, lambda one: is_gone(one) or pair_of(one) in missed)
            later = later[later.index(place) + 1 :]
        else:
            yield from _after([*map(_Following, opening_segments(self.routine, self.phrases))], current)
        for slug in later:
            section = sections[slug]
            yield from _without(self._of_section(section), self._arranger(section).sides[0], is_gone)
            position = sections[slug].position or position
        yield from self._way_to_the_end(position)
        yield from closing

    def _side(self, behind: Behind, section: Section) -> Side | None:
        """Returns the side that the listener is on, or is changing to."""
        current, before = behind.segments[-1], behind.side
        if current.side or current.kind in ("pause", "compare"):
            return current.side or before
        if current.kind == "switch":
            return "left" if before == "right" else "right"
        return self._arranger(section).sides[0]

    def _of_section(self, section: Section) -> Iterator[_Following]:
        arranger = self._arranger(section)
        previews = arranger.previews()
        steps = {step_key(section, step): step for step in section.steps}
        for segment in arranger.segments(self.preferences, comparisons=True):
            first = arranger.work(steps[segment.key], segment.side, again=False) if segment.kind == "work" else None
            yield _Following(segment, previews.get(segment.kind, ""), first)

    def _way_to_the_end(self, position: str) -> Iterator[_Following]:
        """Yields the move of the last section if the listener would otherwise be left turned over."""
        final = self._final_position
        if position == final or position not in _TURNED:
            return
        last = self.complete.sections[-1]
        omitted = {
            step_key(section, step)
            for section in self.complete.sections
            for step in section.steps
            if section is not last and section.position != position
        }
        section = resolve_conditions(remaining_routine(self.complete, omitted)).sections[-1]
        if section.move:
            arranger = self._arranger(section)
            move = arranger.change(without_sides(section.move), "move", None)
            yield _Following(move)

    @property
    def _final_position(self) -> str:
        return self.complete.sections[-1].position or self.complete.opening.position

    def _arranger(self, section: Section) -> SectionArranger:
        routine = self.complete
        return SectionArranger(
            section,
            section.position or routine.opening.position,
            self.phrases,
            routine.language,
            is_repeated=section.slug in repeated_sections(routine),
            mode=routine.mode,
        )


def _after(following: Sequence[_Following], current: Segment) -> Sequence[_Following]:
    """Returns what comes after a segment, or everything if it is not among them."""
    ids = [one.segment.id for one in following]
    return following[ids.index(current.id) + 1 :] if current.id in ids else following


def _missed(passed: Iterable[_Following], behind: Behind) -> frozenset[str]:
    """Returns the pairs that one side did without, so that the other side does, too."""
    begun = {one.id for one in behind.segments}
    work = (one.segment for one in passed if one.segment.kind == "work")
    return frozenset(pair_of(segment) for segment in work if segment.id not in begun)


def _without(following: Iterable[_Following], side: Side | None, is_gone: _IsGone) -> Iterator[_Following]:
    """Yields what follows in a section without some of its work, and the changes that still lead to work."""
    changes: list[_Following] = []
    for one in following:
        segment = one.segment
        if segment.kind != "work":
            changes.append(one)
        elif not is_gone(segment):
            yield from _needed(changes, changes_side=segment.side != side)
            changes, side = [], segment.side
            yield one
        else:
            changes = [change for change in changes if change.segment.kind != "compare"]


def _needed(changes: Sequence[_Following], *, changes_side: bool) -> Iterator[_Following]:
    """Yields the last change of each kind before a segment of work; that of side only if the side changes."""
    last = {one.segment.kind: one for one in changes}
    for one in changes:
        kind = one.segment.kind
        if one is last[kind] and (changes_side or kind not in ("switch", "compare")):
            yield one


def _with_warnings(following: Iterable[_Following], warned: frozenset[str]) -> Iterator[_Following]:
    """Yields what follows; the first time that a step is done, its questions and cautions are said on any side."""
    heard = set(warned)
    for one in following:
        first, segment = one.first, one.segment
        if first is not None and segment.key not in heard:
            heard.add(segment.key)
            if (first.ask, first.caution) != (segment.ask, segment.caution):
                one = replace(one, segment=_with_warnings_of(segment, first))
        yield one


def _with_warnings_of(segment: Segment, first: Segment) -> Segment:
    return replace(
        segment,
        ask=first.ask,
        caution=first.caution,
        action=(*first.ask, *segment.action, *first.caution),
        brief=(*first.ask, *segment.brief, *first.caution) if segment.brief else (),
        again=(*first.ask, *segment.again, *first.caution) if segment.again else (),
    )


def _joined(current: Segment, following: Iterable[_Following]) -> Iterator[Segment]:
    """Yields segments, each of which announces the next one if that has a preview."""
    before = current
    for one in following:
        yield with_preview(before, one.preview)
        before = one.segment
    yield before
