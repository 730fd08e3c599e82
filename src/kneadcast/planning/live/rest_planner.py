"""The planner of the rest of a live session: what it leaves out, and how long everything lasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count

from kneadcast.planning.layouts import Wordings
from kneadcast.planning.live.answers import Answers, answers_of
from kneadcast.planning.live.cutting import Cut
from kneadcast.planning.live.live_talk import says_all, with_live_talk
from kneadcast.planning.live.remainder import remainder
from kneadcast.planning.live.rest_cues import Answer, place_answer
from kneadcast.planning.live.rest_times import Item, Targets, Timing, time_rest, unequal_pairs
from kneadcast.planning.live.state import BREAK_KEY, LivePlan
from kneadcast.planning.sequence.drop_order import REST, drop_order
from kneadcast.planning.sequence.rest_arrangement import Behind, Omissions, arrange_rest, pair_of, round_of
from kneadcast.planning.talk import with_brief_words
from kneadcast.planning.timing import instruction_ms, silence_ms
from kneadcast.routine.omission import step_key
from kneadcast.script.durations import Durations
from kneadcast.speech.model import Line

HARDLY_MS = 10_000
"""A side that has had less of a step has hardly had it; then the other side does without."""


@dataclass(frozen=True)
class Demand:
    """What a command asks of the rest of a session."""

    answer: tuple[Line, ...] = ()
    leave: bool = False
    """Whether the current segment ends as soon as its words allow."""
    inserted: tuple[Item, ...] = ()
    """Segments that follow it, with their hands-on times."""
    only_close: bool = False
    """Whether only the close follows."""
    again: bool = False
    """Whether steps that were left out for the lack of time may come back."""
    stays: bool = False
    """Whether a segment that is being left goes on after all."""
    ticks: bool = True
    reports_end: bool = False
    """Whether the answer says when the session ends, even if that was promised before."""
    breaks: bool = False
    """Whether a pause begins at once: the current segment ends, its words are said later, and the pause has the
    answer."""
    stay_ms: int = 0
    """How much longer than planned the current segment lasts, if it is no work or its other side is over."""


@dataclass(frozen=True)
class Level:
    """How much is left out of the rest."""

    dropped: int
    brief: bool
    rounds: int


@dataclass(frozen=True)
class Fit:
    """A rest with its times."""

    level: Level
    timing: Timing
    hands_ms: tuple[int, ...]
    end_ms: int
    from_ms: int


@dataclass(frozen=True)
class RestPlanner:
    """Plans the rest after one command."""

    live: LivePlan
    cut: Cut
    demand: Demand
    _arranged: dict[Level, tuple[Wordings, ...]] = field(default_factory=dict)
    """What has been arranged, since several levels and answers are tried."""

    @property
    def _durations(self) -> Durations:
        return self.live.measured.durations

    def answer(self, lines: Sequence[Line]) -> Answer:
        """Returns the answer with its times."""
        answer = place_answer(self.cut, lines, ticks=self.demand.ticks)
        if not self.demand.breaks:
            return answer
        step = self.demand.inserted[0].segment.id
        drafts = (replace(one, step=step) if one.line else one for one in answer.drafts)
        return replace(answer, drafts=tuple(drafts), end_ms=self.cut.free_ms)

    def fit(self, answer: Answer) -> Fit:
        """Returns the rest with which the session ends as promised, or else as near to that as possible."""
        from_ms = answer.end_ms
        budget_ms = self.live.end_ms - from_ms
        levels = list(self._levels())
        timing, level = self._best(levels, answer, budget_ms)
        if timing.shortest_ms > budget_ms:
            timing = self._timing(level, answer, relaxed=True)
        total_ms = timing.ideal_ms if self.demand.only_close else budget_ms
        total_ms = max(total_ms, self.cut.at_ms + self.live.tail_ms - from_ms)  # nothing fades out already
        if timing.longest_ms < total_ms:
            timing = self._timing(level, answer, wide=True)
        total_ms = max(timing.shortest_ms, min(timing.longest_ms, total_ms))
        return Fit(level, timing, timing.allocated_ms(total_ms), from_ms + total_ms, from_ms)

    def news(self, fit: Fit) -> Iterator[Line]:
        """Yields what there is to say about a rest: what it leaves out, and what sides get."""
        answers = answers_of(self.live)
        yield from self._left_out(fit, answers)
        yield from self._sides(fit, answers)

    def end_news(self, fit: Fit, answer: Answer) -> Iterator[Line]:
        """Yields what says when the session ends, if that is not what was promised."""
        is_news = fit.end_ms != self.live.end_ms or self.demand.reports_end or self.cut.owes_end
        if is_news and not self.live.paused and not self.demand.only_close:
            answers = answers_of(self.live)
            yield from answers.time_left(fit.end_ms - answer.end_ms)

    def _left_out(self, fit: Fit, answers: Answers) -> Iterator[Line]:
        if self.demand.only_close or self.demand.breaks or fit.level.dropped <= self.live.dropped:
            return
        left = {one.base.key for one in fit.timing.items}
        missing = [
            one.base
            for one in self.cut.live.segments[self.cut.index + 1 :]
            if one.base.kind == "work"
            and round_of(one.base) == 1
            and one.base.key not in left
            and one.base.area not in self.live.skipped
        ]
        areas = list(dict.fromkeys(base.area for base in missing if base.area and pair_of(base) not in self.live.gone))
        worked = {one.base.area for one in fit.timing.items}
        if len(areas) == 1 and areas[0] not in worked:
            yield from answers.about("leaving_out", areas[0], None)
        elif areas:
            yield from answers.fixed("leaving_out_steps")

    def _sides(self, fit: Fit, answers: Answers) -> Iterator[Line]:
        before = dict(self.cut.done_ms)
        current = fit.timing.items[0]
        if current.pair:
            key = (current.pair, current.base.side)
            before[key] = before.get(key, 0) + current.elapsed_ms
        said = []
        for pair, more in unequal_pairs(fit.timing, fit.hands_ms, before):
            now = pair == current.pair or pair in {one.pair for one in self.demand.inserted}
            said.append(("had_less" if more else "had_more") if now else "second_less")
        for name in dict.fromkeys(said):
            yield from answers.fixed(name)

    def _best(self, levels: Sequence[Level], answer: Answer, budget_ms: int) -> tuple[Timing, Level]:
        """Returns the first level that fits into a time, or the last one, found by bisection: each leaves out more."""
        first = self._timing(levels[0], answer)
        if first.shortest_ms <= budget_ms:  # as it nearly always does
            return first, levels[0]
        low, high = min(1, len(levels) - 1), len(levels) - 1
        while low < high:
            middle = (low + high) // 2
            if self._timing(levels[middle], answer).shortest_ms <= budget_ms:
                high = middle
            else:
                low = middle + 1
        return self._timing(levels[low], answer), levels[low]

    def _levels(self) -> Iterator[Level]:
        if self.demand.only_close or self.demand.breaks:
            yield Level(self.live.dropped, self.live.brief, self.live.rounds)
            return
        live, again = self.live, self.demand.again
        preferences = live.measured.preferences
        first, brief = (0, False) if again else (live.dropped, live.brief)
        most = preferences.rounds if again else min(live.rounds, preferences.rounds)
        least = min(most, live.least_rounds)
        for rounds in range(most, least - 1, -1):
            yield Level(first, brief, rounds)
        for number in range(first, len(drop_order(live.measured.routine)) + 1):
            yield Level(number, brief=True, rounds=least)

    def _timing(self, level: Level, answer: Answer, *, relaxed: bool = False, wide: bool = False) -> Timing:
        targets = Targets(self.cut.done_ms, self.live.held, relaxed)
        items = self._items(level, answer)
        return time_rest(items, targets, self._durations, self.live.measured.preferences, wide=wide)

    def _items(self, level: Level, answer: Answer) -> list[Item]:
        arranged = self.arranged(level)
        preview = arranged[0].quieter.preview
        inserted = self.demand.inserted
        if inserted:
            last = inserted[-1]
            inserted = (*inserted[:-1], replace(last, segment=replace(last.segment, preview=preview)))
            preview = ()
        item = self._leaving(answer) if self.demand.leave else remainder(self.cut, preview, answer)
        if self.demand.stay_ms:
            item = replace(item, fixed_ms=self._stayed_ms(item, answer))
        if self.demand.breaks:
            return [item, *self.demand.inserted]
        following = (
            Item(one.quieter, one.quieter, one, pair_of(one.quieter) if one.quieter.kind == "work" else "")
            for one in arranged[1:]
        )
        return [item, *self._with_own_ids((*inserted, *following))]

    def _with_own_ids(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yields items, each with an id that no other has: after `back`, some have begun, or follow twice."""
        taken = {one.segment.id for one in self.cut.live.segments[: self.cut.index + 1]}
        for item in items:
            ids = chain([item.segment.id], (f"{item.base.id}.back.{number}" for number in count(1)))
            id_ = next(one for one in ids if one not in taken)
            taken.add(id_)
            yield replace(item, segment=replace(item.segment, id=id_))

    def _leaving(self, answer: Answer) -> Item:
        """Returns what is left of the current segment if it ends as soon as its words allow."""
        is_said = says_all(self.cut.current.segment) and not self.demand.breaks
        words = self.cut.unsaid if is_said else ()
        item = remainder(self.cut, (), answer, words)
        item = replace(item, segment=replace(item.segment, closing_mark=None))
        at_once = self.demand.breaks or item.segment.key == BREAK_KEY
        return replace(item, fixed_ms=0 if at_once else silence_ms(item.segment, self._durations))

    def _stayed_ms(self, item: Item, answer: Answer) -> int:
        planned_ms = self.cut.current.end_ms - answer.end_ms - instruction_ms(item.segment, self._durations)
        return max(planned_ms, 0) + self.demand.stay_ms

    def arranged(self, level: Level) -> tuple[Wordings, ...]:
        """Returns the current segment and those that follow it."""
        if level not in self._arranged:
            self._arranged[level] = self._arrange(level)
        return self._arranged[level]

    def _arrange(self, level: Level) -> tuple[Wordings, ...]:
        live, measured = self.live, self.live.measured
        behind = tuple(one.base for one in live.segments[: self.cut.index + 1])
        omitted = Omissions(self._omitted_keys(level.dropped), live.gone, level.rounds)
        warned = self.cut.warned | self._warned_now
        segments = arrange_rest(
            measured.routine, measured.phrases, measured.preferences, Behind(behind, warned), omitted
        )
        spoken = tuple(map(with_brief_words, segments[1:])) if level.brief else segments[1:]
        quieter = with_live_talk(spoken, self._durations, live.talk)
        following = zip(segments[1:], spoken, quieter, strict=True)
        return (Wordings(segments[0], segments[0], segments[0]), *(Wordings(*words) for words in following))

    @property
    def _warned_now(self) -> frozenset[str]:
        """The key of the current step, if its questions and cautions are or will be said."""
        current = self.cut.current.segment
        unsaid = set(self.cut.unsaid) & {*current.ask, *current.caution}
        is_warned = current.ask or current.caution
        return frozenset({current.key} if is_warned and not (unsaid and self.demand.leave) else ())

    def _omitted_keys(self, dropped: int) -> frozenset[str]:
        routine = self.live.measured.routine
        steps = [(step_key(section, step), step) for section in routine.sections for step in section.steps]
        if self.demand.only_close:
            return frozenset({REST, *(key for key, _ in steps)})
        skipped = {key for key, step in steps if step.area in self.live.skipped}
        begun = {one.base.key for one in self.live.segments[: self.cut.index + 1]}
        short = [key for key in drop_order(routine)[:dropped] if key not in begun]
        return frozenset({*skipped, *short})
