"""The cut between what has happened in a live session and what is planned anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kneadcast.planning.live.state import LivePlan, LiveSegment
from kneadcast.planning.segment import Segment
from kneadcast.script.model import Cue, Side
from kneadcast.speech.model import Line

COMMITTED_MS = 450
"""Cues that begin so soon after a command stay: the ambience is ducked for them already. See `sound.ducking`."""


@dataclass(frozen=True)
class Cut:
    """A live session at the moment of a command."""

    live: LivePlan
    at_ms: int

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The cues that stay as they are: those that have begun, or are about to."""
        return tuple(cue for cue in self.live.script.cues if cue.at_ms < self.at_ms + COMMITTED_MS)

    @cached_property
    def index(self) -> int:
        """The index of the current segment: the last one that has begun, or has a cue that stays."""
        begun = [i for i, one in enumerate(self.live.segments) if one.start_ms <= self.at_ms]
        steps = {one.segment.id: i for i, one in enumerate(self.live.segments)}
        return max([begun[-1], self.live.begun, *(steps[cue.step] for cue in self.cues[-1:] if cue.step in steps)])

    @property
    def current(self) -> LiveSegment:
        """The current segment."""
        return self.live.segments[self.index]

    @property
    def step_id(self) -> str:
        """The id of the step in which the command is given."""
        return [one.segment.id for one in self.live.segments if one.start_ms <= self.at_ms][-1]

    @cached_property
    def free_ms(self) -> int:
        """The moment from which nothing that stays is sounding."""
        return max([self.at_ms, self.current.start_ms, *(cue.end_ms for cue in self.cues)])

    def new_id(self, base: Segment, word: str) -> str:
        """Returns the id of another part of a segment that has begun: `feet.left.sole-friction.back.1`."""
        prefix = f"{base.id}.{word}."
        begun = self.live.segments[: self.index + 1]
        return f"{prefix}{1 + sum(one.segment.id.startswith(prefix) for one in begun)}"

    def said(self, role: str) -> int:
        """Returns how many lines of the current segment with a role stay."""
        return sum(cue.role == role and cue.step == self.current.segment.id for cue in self.cues)

    @cached_property
    def owed(self) -> tuple[Line, ...]:
        """The news of the last answer that have not been said, because this command came first."""
        told = {cue.text for cue in self.cues if cue.role == "answer" and cue.at_ms >= self._last_command_ms}
        return tuple(line for line in self.live.news if line.text not in told)

    @property
    def owes_end(self) -> bool:
        """Whether the listener has not been told yet when the session ends, although the last answer says it."""
        if not self.live.tells_end:
            return False
        answers = [cue for cue in self.live.script.cues if cue.role == "answer"]
        return answers[-1] not in self.cues  # the end is the last thing that an answer says

    @property
    def _last_command_ms(self) -> int:
        return self.live.log[-1].at_ms if self.live.log else 0

    @property
    def unsaid(self) -> tuple[Line, ...]:
        """The lines of the current instruction that have not been said."""
        return self.current.segment.action[self.said("action") :]

    @cached_property
    def done_ms(self) -> Mapping[tuple[str, Side | None], int]:
        """The hands-on time of each pair of work on each side in the segments before the current one."""
        done: dict[tuple[str, Side | None], int] = defaultdict(int)
        for one in self.live.segments[: self.index]:
            if one.pair:
                done[one.pair, one.base.side] += hands_on_ms(one.start_ms, one.end_ms, one.segment.id, self.cues)
        return done

    @cached_property
    def warned(self) -> frozenset[str]:
        """The keys of the steps whose questions and cautions have been said, or belong to the current instruction."""
        said = {cue.text for cue in self.cues if cue.text}
        heard = set()
        for one in self.live.segments[: self.index]:
            for_safety = (*one.segment.ask, *one.segment.caution)
            if for_safety and all(line.text in said for line in for_safety):
                heard.add(one.base.key)
        return frozenset(heard)


def hands_on_ms(start_ms: int, end_ms: int, step: str, cues: Iterable[Cue]) -> int:
    """Returns the time of a step without its spoken instructions, as `ScriptStep.hands_on_ms` defines it."""
    return (
        end_ms
        - start_ms
        - sum(
            cue.length_ms
            for cue in cues
            if cue.step == step and cue.kind == "speech" and cue.role in ("action", "preview")
        )
    )


def cue_numbers(cues: Iterable[Cue]) -> Counter[tuple[str, str]]:
    """Returns how many cues of each step and kind there are, so that new ones get other ids."""
    return Counter((cue.step, (cue.sound or cue.role).replace("_", "-")) for cue in cues)
