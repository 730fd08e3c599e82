"""A live session as sound: it is pulled chunk by chunk, and each command changes what comes next.

A session has neither a thread nor a clock, so that a whole one can be played faster than real time. Its time is that of
the write head: everything before it has been given away, and is never planned anew.

A session that is pulled by one thread follows commands before the next chunk. While it plays on a device, another
thread works ahead: it plans for a moment that is still to come, so that no chunk has to wait for a plan.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kneadcast.live.gain import GainRamp, with_gains
from kneadcast.live.mixed_ahead import LiveMix, MixedAhead, SilentMix
from kneadcast.output.player import GAIN_STEP_DB, MAX_GAIN_DB, MIN_GAIN_DB
from kneadcast.pipeline import Compiled
from kneadcast.planning.live.commands import Command
from kneadcast.planning.live.replanning import apply, finished_script, repeat_lines
from kneadcast.planning.live.state import LivePlan, LogEntry
from kneadcast.script.model import Script, ScriptStep
from kneadcast.sound import AudioTemplate
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.speech import Narration
from kneadcast.units import MS_PER_SECOND, frames_at

CHUNK_MS = 20
CHUNK_FRAMES = frames_at(CHUNK_MS, FRAME_RATE)
"""A whole number of milliseconds, so that the write head is one too."""
LEAD_MS = CHUNK_MS
"""How far ahead of the write head the rest is planned anew by the thread that works ahead. If that takes longer, it is
planned once more with twice the lead."""
QUIET_DB = -40
"""The level while the session listens: what it says is hardly heard, and does not cover who speaks."""
GO_QUIET_FRAMES = frames_at(100, FRAME_RATE)
COME_BACK_FRAMES = frames_at(300, FRAME_RATE)
"""A voice that stops may stop at once, but one that begins within a word would startle."""
_LOUDNESS_FRAMES = frames_at(100, FRAME_RATE)


LEAVING = frozenset({"next", "back", "again", "skip", "pause", "stop", "yes"})
"""The commands after which what was not heard is not said again: the session goes elsewhere, or says it anyway."""


@dataclass(frozen=True)
class Unheard:
    """A time in which the session was quiet."""

    from_ms: int
    to_ms: int


@dataclass(frozen=True)
class LiveMaterial:
    """What the script of a live session is rendered with."""

    narration: Narration
    """The clip of every line that the session can say."""
    template: AudioTemplate
    """With the settings of the session."""


@dataclass(frozen=True)
class LiveStatus:
    """The state of a live session at one moment."""

    script: Script
    """What has happened, and what is planned now."""
    at_ms: int
    step: ScriptStep
    following: ScriptStep | None
    """The step after it, as it is planned now; `None` in the last."""
    paused: bool
    gain_db: int
    ended: bool
    awaits_yes: bool
    """Whether the session has asked whether it should end."""
    last: LogEntry | None
    """The last command, and what was answered."""
    left_ms: int
    """The time that is left; in a pause, which has no end, the time after it."""
    listens: bool = False
    """Whether the microphone is heard."""
    problems: tuple[str, ...] = ()
    """What has failed although the session goes on: the microphone, or the log."""


class LiveSession:
    """A live session. One thread pulls its chunks; every other method may be called from any thread."""

    def __init__(
        self, plan: LivePlan, mix: LiveMix, material: LiveMaterial | None = None, notes: tuple[str, ...] = ()
    ) -> None:
        """Begins a session.

        Args:
            plan: The plan with which it begins.
            mix: The sound of the script of the plan.
            material: What the script is rendered with; `None` if nothing is heard.
            notes: What was left out or softened because of cautions.
        """
        self.notes = notes
        """What was left out or softened because of cautions."""
        self._plan, self._material = plan, material
        self._sound = MixedAhead(mix)
        self._requests: deque[Command] = deque()
        self._works_ahead = False
        """Whether another thread follows the commands."""
        self._gain_db = MAX_GAIN_DB
        self._loudness, self._quiet = GainRamp(), GainRamp()
        self._goes_quiet, self._is_quiet = False, False
        """Whether the session should be quiet, and whether it is, or becomes so."""
        self._quiet_from_ms = 0
        self._unheard: Unheard | None = None
        """What is to be said again."""
        self._planned_ms = 0
        """The moment for which the rest was planned last; it is never planned anew for an earlier one."""

    @property
    def plan(self) -> LivePlan:
        """What has happened, and the plan of the rest."""
        return self._plan

    @property
    def at_ms(self) -> int:
        """The write head: the time before which the sound has been given away."""
        return self._sound.at_frame * MS_PER_SECOND // FRAME_RATE

    @property
    def ended(self) -> bool:
        """Whether the end has been reached."""
        return self._sound.at_frame >= self._sound.frames

    @property
    def is_quiet(self) -> bool:
        """Whether the session is quiet for somebody who speaks."""
        return self._is_quiet

    def status(self) -> LiveStatus:
        """Returns the state of the session at its write head."""
        plan, at_ms = self._plan, self.at_ms
        step, following = plan.script.steps_at(at_ms)
        return LiveStatus(
            plan.script,
            at_ms,
            step,
            following,
            plan.paused,
            self._gain_db,
            self.ended,
            plan.awaits_yes_at(at_ms),
            plan.log[-1] if plan.log else None,
            plan.script.length_ms - at_ms if plan.left_ms is None else plan.left_ms,
        )

    def command(self, command: Command) -> None:
        """Takes a command, which is followed from the next chunk on."""
        self._requests.append(command)

    def go_quiet(self) -> None:
        """Fades the session out within 100 ms, so that somebody who speaks is heard; its time goes on."""
        self._goes_quiet = True

    def come_back(self) -> None:
        """Fades the session in again within 300 ms, and says again what was said while it was quiet.

        Nothing is said again if a command has been followed meanwhile with which the session goes elsewhere.
        """
        self._goes_quiet = False

    def next_chunk(self) -> bytes | None:
        """Returns the next 20 ms, 16-bit stereo at 44.1 kHz; fewer at the end, and `None` after it.

        Raises:
            SoundError: If a sentence cannot be read.
        """
        if self.ended:
            return None
        if not self._works_ahead:
            while self._follow_next():
                pass
        self._fade()
        return with_gains(self._sound.take(CHUNK_FRAMES), (self._loudness, self._quiet))

    def work_ahead(self) -> bool:
        """Follows a command, or mixes a part of what comes next; returns whether there is more to do.

        Only one thread may call it, but it may be another one than that which pulls the chunks. From the first call on,
        commands are followed by this method alone.

        Raises:
            SoundError: If a sentence cannot be read.
        """
        self._works_ahead = True
        return self._follow_next() or self.mix_ahead()

    def mix_ahead(self) -> bool:
        """Mixes a part of what comes next, and returns whether there is more to mix."""
        return self._sound.mix_ahead()

    def finish(self) -> Script:
        """Returns the script as it happened, also if the session is left before its end."""
        return self._plan.script if self.ended else finished_script(self._plan, self.at_ms)

    def compiled(self) -> Compiled | None:
        """Returns the session as it happened, with all that rendering it needs; `None` if nothing is heard."""
        if self._material is None:
            return None
        return Compiled(self.finish(), self._material.narration, self._material.template, self.notes)

    def _follow_next(self) -> bool:
        """Follows a command, or says again what was not heard; returns whether there was something to do."""
        if self._requests:
            command = self._requests.popleft()
            if self._plan_anew(partial(_applied, command)):
                self._set_loudness(command)
            return True
        unheard = self._unheard
        if unheard is None or not self._answers_have_ended(unheard):
            return False
        self._unheard = None
        commands = (entry.command.name for entry in self._plan.log if entry.at_ms >= unheard.from_ms)
        if LEAVING.isdisjoint(commands):
            self._plan_anew(partial(_said_again, unheard))
        return True

    def _answers_have_ended(self, unheard: Unheard) -> bool:
        answers = (cue for cue in self._plan.script.cues if cue.role == "answer" and cue.at_ms >= unheard.to_ms)
        return all(cue.end_ms <= self.at_ms for cue in answers)

    def _plan_anew(self, change: Callable[[LivePlan, int], LivePlan]) -> bool:
        """Changes the plan from a moment on that the write head has not passed; returns whether that changed it."""
        lead_ms = LEAD_MS if self._works_ahead else 0
        while True:
            at_ms = max(self.at_ms + lead_ms, self._planned_ms)
            plan = change(self._plan, at_ms)
            if plan.script is self._plan.script or self._goes_on_with(plan.script, at_ms):
                is_changed = plan is not self._plan
                self._plan, self._planned_ms = plan, at_ms
                return is_changed
            lead_ms *= 2

    def _goes_on_with(self, script: Script, at_ms: int) -> bool:
        frame = frames_at(at_ms, FRAME_RATE)
        mix, mixed = self._sound.changed(script, frame)
        return self._sound.replace_from(frame, mix, mixed)

    def _set_loudness(self, command: Command) -> None:
        step_db = {"softer": -GAIN_STEP_DB, "louder": GAIN_STEP_DB}.get(command.name, 0)
        if step_db:
            self._gain_db = max(MIN_GAIN_DB, min(MAX_GAIN_DB, self._gain_db + step_db))
            self._loudness.go_to(10 ** (self._gain_db / 20), _LOUDNESS_FRAMES)

    def _fade(self) -> None:
        goes_quiet = self._goes_quiet
        if goes_quiet and not self._is_quiet:
            self._quiet.go_to(10 ** (QUIET_DB / 20), GO_QUIET_FRAMES)
            self._quiet_from_ms = self.at_ms
        elif self._is_quiet and not goes_quiet:
            self._quiet.go_to(1.0, COME_BACK_FRAMES)
            self._unheard = Unheard(self._quiet_from_ms, self.at_ms)
        self._is_quiet = goes_quiet


def _applied(command: Command, plan: LivePlan, at_ms: int) -> LivePlan:
    return apply(plan, command, at_ms)


def _said_again(unheard: Unheard, plan: LivePlan, at_ms: int) -> LivePlan:
    return repeat_lines(plan, at_ms, unheard.from_ms, unheard.to_ms)


def silent_session(plan: LivePlan, notes: tuple[str, ...] = ()) -> LiveSession:
    """Returns a session of which nothing is heard."""
    return LiveSession(plan, SilentMix(plan.script), None, notes)
