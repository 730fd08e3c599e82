"""Live sessions under test: each command is followed by a check of what a listener relies on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from hypothesis import strategies as st

from kneadcast.planning.live.answers import Answers, live_lines
from kneadcast.planning.live.commands import COMMAND_NAMES, Command
from kneadcast.planning.live.cutting import COMMITTED_MS
from kneadcast.planning.live.replanning import apply, begin
from kneadcast.planning.live.rest_planner import HARDLY_MS
from kneadcast.planning.live.state import LivePlan, LogEntry
from kneadcast.planning.narration_lines import every_line
from kneadcast.planning.planner import plan, possible_length
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.planning.script_writer import write_script
from kneadcast.routine import load_phrases, load_routine
from kneadcast.routine.body import LONGEST_SESSION_MS
from kneadcast.script.consistency import faults
from kneadcast.script.model import TICK, Cue
from kneadcast.units import MS_PER_MINUTE
from tests.routines import SOUND, RoutineUnderTest, measured

TAIL_MS = 7_000
EQUAL_MS = 1_500
"""Two sides are as good as equal; each command may move one of them by the rounding of a share."""
PARTS = ("feet", "lower-leg", "knee", "thigh", "hip", "whole-leg", "sole", "calf", "back-of-knee")
TURNED = ("prone",)
LEAVING_MS = 6_000
"""The most time from `next` to the end of the step, in which hands go on: that of an answer and a breath."""


@lru_cache(maxsize=64)
def opened(name: str, minutes: int, preferences: Preferences = NO_PREFERENCES) -> LivePlan:
    """Returns a live session of a built-in routine that has not begun, at the possible length nearest to one."""
    routine, phrases = load_routine(name), load_phrases("en")
    usual = measured(routine, preferences, minutes * MS_PER_MINUTE, phrases)
    lines = (*every_line(routine, phrases), *live_lines(routine, phrases, 2 * LONGEST_SESSION_MS))
    speech_ms = {line: len(line.text.split()) * MS_PER_MINUTE // 118 for line in lines}
    durations = replace(usual.durations, speech_ms={**speech_ms, **usual.durations.speech_ms})
    of = RoutineUnderTest(routine, phrases, durations, preferences)
    planned = plan(of, possible_length(of, minutes * MS_PER_MINUTE))
    return begin(planned, write_script(planned, SOUND), tail_ms=TAIL_MS)


def drawn_commands() -> st.SearchStrategy[Command]:
    """Draws any command."""
    plain = [Command(name) for name in COMMAND_NAMES if name not in ("skip", "end_in")]
    return st.one_of(
        st.sampled_from(plain),
        st.builds(Command, st.just("skip"), part=st.sampled_from(PARTS)),
        st.builds(Command, st.just("end_in"), minutes=st.integers(1, 180)),
    )


class Listening:
    """A listener who hears a session and gives commands."""

    def __init__(self, live: LivePlan) -> None:
        self.live, self.at_ms = live, 0
        self._planned_first = live
        self._left: set[str] = set()
        """The ids of the steps that commands ended."""

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self.at_ms >= self.live.script.length_ms

    def wait(self, length_ms: int) -> None:
        """Listens for a time."""
        self.at_ms = min(self.at_ms + length_ms, self.live.script.length_ms)

    def say(self, command: Command) -> None:
        """Gives a command, and checks what follows from it."""
        before, self.live = self.live, apply(self.live, command, self.at_ms)
        if self.live is before:
            return
        changed = {one.id for one in before.script.steps} - {one.id for one in self.live.script.steps}
        current = [step for step in self.live.script.steps if step.start_ms <= self.at_ms][-1].id
        if command.name in ("next", "back", "pause", "skip", "yes") or before.paused or changed:
            self._left.add(current)
            self._left |= {step.id for step in self.live.script.steps if abs(step.start_ms - self.at_ms) < 10_000}
        if self.live.leaving:
            self._left.add(self.live.leaving.step)
        self._check_script()
        self._check_past(before)
        self._check_end(before, self.live.log[-1])

    def _check_script(self) -> None:
        live = self.live
        assert not list(faults(live.script, live.measured.durations))
        timed = [cue for cue in live.script.cues if cue.sound != TICK]
        assert all(one.end_ms <= other.at_ms for one, other in pairwise(timed))
        ids = [step.id for step in live.script.steps]
        assert len(ids) == len(set(ids))
        assert [one.segment.id for one in live.segments] == ids

    def _check_past(self, before: LivePlan) -> None:
        """Checks that what has been heard, or is ducked for, stays, and that nothing new is in its way."""
        until_ms = self.at_ms + COMMITTED_MS
        kept = [cue for cue in before.script.cues if cue.at_ms < until_ms]
        new = [cue for cue in self.live.script.cues if cue.at_ms < until_ms and cue not in kept]
        assert [cue for cue in self.live.script.cues if cue in kept] == kept
        assert all(cue.sound and cue.at_ms >= self.at_ms for cue in new)  # only speech ducks

    def _check_end(self, before: LivePlan, entry: LogEntry) -> None:
        """Checks that the session ends when that was promised, or that the answer says when it ends."""
        live = self.live
        if live.paused or any(one.command.name == "yes" for one in live.log):
            return
        assert live.script.length_ms == live.end_ms
        promised_ms = before.end_ms if before.left_ms is None else -1
        if entry.command.name not in ("end_in", "resume") and live.end_ms == promised_ms:
            return
        answers = Answers(live.measured.routine, live.measured.phrases)
        news = [cue for cue in live.script.cues if cue.role == "answer" and cue.at_ms >= self.at_ms]
        expected = {
            line.text
            for cue in news
            for off_ms in (-MS_PER_MINUTE // 2, 0, MS_PER_MINUTE // 2)
            for line in answers.time_left(max(0, live.end_ms - cue.end_ms + off_ms))
        }
        is_silent_resumption = before.paused and entry.command.name != "resume"
        assert expected & {cue.text for cue in news} or is_silent_resumption

    def check_all(self) -> None:
        """Checks the whole session, as it happened and as it is planned."""
        self._check_safety()
        self._check_sides()
        self._check_cautions()
        self._check_last_position()

    def _cues(self, role: str) -> list[Cue]:
        return [cue for cue in self.live.script.cues if cue.role == role]

    def _check_safety(self) -> None:
        if self.live.paused:
            return
        said = {cue.text for cue in self._cues("action")}
        safety = next(one for one in self.live.segments if one.segment.kind == "safety")
        assert {line.text for line in safety.base.action} <= said

    def _check_sides(self) -> None:
        """Checks that both sides have the same hands-on time, or that an answer says why not."""
        if self.live.paused or any(entry.command.name == "yes" for entry in self.live.log):
            return
        hands: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        steps = {step.id: step for step in self.live.script.steps}
        for one in self.live.segments:
            if one.pair and one.base.side:
                hands[one.pair][one.base.side] += steps[one.segment.id].hands_on_ms
        answers = Answers(self.live.measured.routine, self.live.measured.phrases)
        excuses = {line.text for name in ("had_less", "had_more", "second_less") for line in answers.fixed(name)}
        heard = {cue.text for cue in self._cues("answer")}
        skipped = any(entry.command.name == "skip" for entry in self.live.log)
        for pair, sides in hands.items():
            if len(sides) == 2 and abs(sides["left"] - sides["right"]) > EQUAL_MS:
                assert heard & excuses, (pair, dict(sides))
            if len(sides) == 1 and self._is_two_sided(pair):
                assert min(sides.values()) < HARDLY_MS + LEAVING_MS or skipped or heard & excuses, (pair, dict(sides))

    def _is_two_sided(self, pair: str) -> bool:
        slug = pair.split(".")[0]
        sections = {section.slug: section for section in self.live.measured.routine.sections}
        return sections[slug].sides == "each"

    def _check_cautions(self) -> None:
        """Checks that the caution of a step is said before it is over, unless a command ended it."""
        heard: set[str] = set()
        cues = self.live.script.cues
        for one in self.live.segments:
            if one.segment.kind != "work" or one.segment.id in self._left:
                continue
            said = {cue.text for cue in cues if cue.at_ms < one.end_ms}
            wanted = {line.text for line in (*one.segment.ask, *one.segment.caution)}
            assert wanted <= said
            heard.add(one.base.key)

    def _check_last_position(self) -> None:
        if self.live.paused:
            return
        last = last_position(self.live)
        assert last not in TURNED or last in (opened_position(self.live), last_position(self._planned_first))


def opened_position(live: LivePlan) -> str:
    """Returns the position in which the complete routine ends."""
    routine = live.measured.routine
    return [routine.opening.position, *(one.position for one in routine.sections if one.position)][-1]


def last_position(live: LivePlan) -> str:
    """Returns the position in which a session ends; a short one of a routine may end in another than a long one."""
    return [one.segment.position for one in live.segments if one.segment.kind not in ("rest", "close")][-1]
