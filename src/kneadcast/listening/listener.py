"""The listener: from blocks of the microphone to commands.

It is a state machine without a clock or a thread: time is the number of blocks. In the session's silences it hears
whole utterances. While the session's voice sounds it notices only that somebody speaks (`VoiceDetected`); the session
then goes quiet, and the utterance is heard. What was nothing ends with `NothingHeard`, and the session goes on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from kneadcast.listening.echo import EchoCanceller
from kneadcast.listening.echo_gate import EchoGate
from kneadcast.listening.grammar import may_go_on, words_of
from kneadcast.listening.interpretation import Interpretation, interpret
from kneadcast.listening.phrases import URGENT
from kneadcast.listening.recogniser import Recogniser
from kneadcast.listening.samples import BLOCK_MS, Samples
from kneadcast.listening.utterances import COMMAND_END_MS, SHORTEST_MS, Moment, Utterance, UtteranceCutter
from kneadcast.listening.voice_activity import VoiceActivity
from kneadcast.listening.worker import AtOnce, Pending, Worker
from kneadcast.planning.live.commands import Command

SILENCE_BEFORE_MS = 480
"""How long nobody may have spoken before a command, so that the end of a sentence of a conversation is none."""
DETECTED_MS = 160
"""How much of a voice over ours is enough to go quiet."""
PATIENCE_MS = 1600
"""How long a session that has gone quiet waits for an utterance, and for another one after one that was no command."""
LONGEST_QUIET_MS = 8000
"""How long it is quiet at most, whoever speaks."""
DEAF_MS = 5000
"""How long the session does not go quiet again after it has been quiet for nothing. It doubles each time, up to
32 times, so that a television in the room does not silence it for long."""
_MOST_DOUBLINGS = 5
RINGING_MS = 320
"""How long after our voice its last words can still be heard in the room."""
ECHO_MEMORY_MS = 1500
"""How long after words of ours the same words are still taken for their echo."""


@dataclass(frozen=True)
class VoiceDetected:
    """Somebody speaks while the session's voice sounds: the session should go quiet."""


@dataclass(frozen=True)
class Heard:
    """A command was understood."""

    command: Command
    text: str
    """What was heard, as the recogniser writes it."""


@dataclass(frozen=True)
class NothingHeard:
    """After a `VoiceDetected`, no command was understood: the session can go on."""


ListenerEvent = VoiceDetected | Heard | NothingHeard


@dataclass(frozen=True)
class _Candidate:
    """An utterance that is being recognised."""

    utterance: Utterance
    is_over_voice: bool
    """Whether the session had gone quiet for it."""
    spoken: tuple[str, ...]
    """What the session's voice said shortly before or during it, as `words_of` returns it."""
    interpretation: Pending[Interpretation]


@dataclass
class _Own:
    """What the session's own voice said lately."""

    lines: deque[tuple[int, str]] = field(default_factory=deque)
    """The block in which a line was last heard, and its words."""
    silent_blocks: int = 10**6

    def add(self, at: int, text: str | None, *, is_speaking: bool) -> None:
        self.silent_blocks = 0 if is_speaking else self.silent_blocks + 1
        if is_speaking and text:
            words = words_of(text)
            if self.lines and self.lines[-1][1] == words:
                self.lines.pop()
            self.lines.append((at, words))
        while self.lines and (at - self.lines[0][0]) * BLOCK_MS > ECHO_MEMORY_MS:
            self.lines.popleft()


class Listener:
    """Hears commands. One instance belongs to one session."""

    def __init__(self, voice: VoiceActivity, recogniser: Recogniser, worker: Worker | None = None) -> None:
        """Makes a listener.

        Args:
            voice: Detects voices.
            recogniser: Recognises speech.
            worker: Where the recogniser works; by default at once, in `feed`.
        """
        self._voice, self._recogniser, self._worker = voice, recogniser, worker or AtOnce()
        self._canceller, self._gate = EchoCanceller(), EchoGate()
        self._cutter = UtteranceCutter()
        self._own = _Own()
        self._at = 0
        self._quiet_since: int | None = None
        """The block since which the session is quiet for somebody; `None` if it is not."""
        self._last_voice = 0
        """The last block of an utterance in a session that is quiet."""
        self._misses = 0
        """How often in a row the session has gone quiet for nothing."""
        self._deaf_until = 0
        self._probable: _Candidate | None = None
        self._ended: deque[_Candidate] = deque()
        self._is_asked = False

    def expect_answer(self, is_expected: bool) -> None:
        """Sets whether the session has asked a question, so that yes and no are commands."""
        self._is_asked = is_expected

    def feed(
        self, microphone: Samples, reference: Samples, *, speaking: bool, spoken_text: str | None = None
    ) -> list[ListenerEvent]:
        """Hears the next block of 32 ms, and returns what happened.

        Args:
            microphone: The block of the microphone, `BLOCK_SAMPLES` at 16 kHz.
            reference: What the loudspeaker played at the same time, or up to 300 ms earlier.
            speaking: Whether the session's voice sounds in the reference.
            spoken_text: The words that it speaks.
        """
        self._at += 1
        self._own.add(self._at, spoken_text, is_speaking=speaking)
        rest = self._canceller.cancel(microphone, reference)
        probability = self._voice.probability(rest)
        is_open = self._gate.is_open(rest, reference, learn=speaking)
        if not is_open and self._own.silent_blocks * BLOCK_MS < RINGING_MS:
            probability = 0.0
        moment = self._cutter.add(rest, probability)
        events: list[ListenerEvent] = []
        if self._is_interrupted():
            self._quiet_since = self._last_voice = self._at
            events.append(VoiceDetected())
        self._follow(moment)
        return events + self._outcome(moment)

    def _is_interrupted(self) -> bool:
        is_over_voice = self._own.silent_blocks == 0 and self._cutter.voiced_ms >= DETECTED_MS
        return is_over_voice and self._quiet_since is None and self._at >= self._deaf_until

    def _follow(self, moment: Moment) -> None:
        """Starts to recognise an utterance that has probably ended, and keeps it if it has ended.

        One that is a command ends after a shorter silence, unless another command begins with the same words.
        """
        if moment in ("speaking", "begun") and self._cutter.is_voiced:
            self._probable = None
        elif moment == "probably_ended":
            self._probable = self._candidate(self._cutter.utterance())
        elif self._probable and (moment == "ended" or self._is_whole_command(self._probable)):
            self._cutter.end()
            self._ended.append(self._probable)
            self._probable = None

    def _is_whole_command(self, candidate: _Candidate) -> bool:
        if self._cutter.silent_ms < COMMAND_END_MS or not candidate.interpretation.is_ready():
            return False
        found = candidate.interpretation.result()
        if found.command is None or not _is_meant(candidate, found):
            return False
        # A number that was searched may be the beginning of a larger one.
        return not may_go_on(found.phrase or found.text) and not (found.phrase and found.command.minutes)

    def _candidate(self, utterance: Utterance) -> _Candidate | None:
        if utterance.is_long or utterance.voiced_ms < SHORTEST_MS:
            return None
        work = partial(_recognise, self._recogniser, utterance.clip, is_asked=self._is_asked)
        spoken = tuple(words for _, words in self._own.lines)
        return _Candidate(utterance, self._quiet_since is not None, spoken, self._worker.start(work))

    def _outcome(self, moment: Moment) -> list[ListenerEvent]:
        heard = [event for event in map(self._result, self._ready()) if event]
        if heard:
            self._quiet_since, self._misses = None, 0
            return list(heard)
        if self._quiet_since is None:
            return []
        waited_ms = (self._at - self._quiet_since) * BLOCK_MS
        is_over = waited_ms >= LONGEST_QUIET_MS or (self._at - self._last_voice) * BLOCK_MS >= PATIENCE_MS
        if moment != "silence":
            self._last_voice = self._at
        if not is_over or self._ended:
            return []
        self._quiet_since = None
        self._misses += 1
        self._deaf_until = self._at + DEAF_MS * 2 ** min(self._misses, _MOST_DOUBLINGS) // BLOCK_MS
        return [NothingHeard()]

    def _ready(self) -> Iterator[_Candidate]:
        while self._ended and self._ended[0].interpretation.is_ready():
            yield self._ended.popleft()

    @staticmethod
    def _result(candidate: _Candidate) -> Heard | None:
        found = candidate.interpretation.result()
        return Heard(found.command, found.text) if found.command and _is_meant(candidate, found) else None


def _recognise(recogniser: Recogniser, clip: Samples, *, is_asked: bool) -> Interpretation:
    return interpret(recogniser.recognise(clip), is_asked=is_asked)


def _is_meant(candidate: _Candidate, found: Interpretation) -> bool:
    """Returns whether a command that was understood is meant for the session, and is no echo or end of a sentence."""
    is_urgent = found.command is not None and found.command.name in URGENT
    if is_urgent and candidate.is_over_voice:
        return True
    said = {words_of(found.text), found.phrase} - {""}
    if any(f" {words} " in f" {line} " for words in said for line in candidate.spoken):
        return False
    return is_urgent or candidate.is_over_voice or candidate.utterance.silence_before_ms >= SILENCE_BEFORE_MS
