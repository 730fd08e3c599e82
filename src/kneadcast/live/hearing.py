"""Hearing commands while a live session is played: the microphone and the loudspeaker meet in the listener."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable
from typing import Protocol

from kneadcast.errors import ListeningError
from kneadcast.listening.availability import listening_problem
from kneadcast.listening.listener import Heard, Listener, ListenerEvent, NothingHeard, VoiceDetected
from kneadcast.listening.microphone import Microphone, open_microphone
from kneadcast.listening.recogniser import MoonshineRecogniser
from kneadcast.listening.samples import Samples
from kneadcast.listening.voice_activity import SileroVoiceActivity
from kneadcast.listening.worker import WorkerThread
from kneadcast.live.played_sound import PlayedSound
from kneadcast.live.session import LiveSession
from kneadcast.output import devices
from kneadcast.planning.live.commands import Command
from kneadcast.script.model import Cue, Script

_STOPPING_S = 5.0
"""The most that the end waits for a microphone."""


class Ears(Protocol):
    """What understands commands; `kneadcast.listening.listener.Listener` is one."""

    def expect_answer(self, is_expected: bool) -> None:
        """Sets whether the session has asked a question."""
        ...

    def feed(
        self, microphone: Samples, reference: Samples, *, speaking: bool, spoken_text: str | None = None
    ) -> list[ListenerEvent]:
        """Hears the next block, and returns what happened."""
        ...


def open_hearing(language: str) -> Hearing:
    """Loads what understands commands, and opens the microphone; call it immediately before the session is played.

    Args:
        language: The language of the session, as a BCP 47 tag.

    Raises:
        ListeningError: If this computer cannot listen in this language, or no microphone is available.
    """
    if problem := listening_problem(language):
        raise ListeningError(problem)
    voice, recogniser, worker = SileroVoiceActivity(), MoonshineRecogniser(), WorkerThread()
    try:
        return Hearing(open_microphone(), Listener(voice, recogniser, worker), worker.close)
    except ListeningError:
        worker.close()
        raise


class Hearing:
    """Listens in a thread of its own while a session is played. Without its microphone, the session goes on."""

    def __init__(self, microphone: Microphone, ears: Ears, close_ears: Callable[[], None] | None = None) -> None:
        """Prepares to listen.

        Args:
            microphone: The microphone, which is open; `stop` closes it.
            ears: What understands commands.
            close_ears: Frees what the ears need.
        """
        self._microphone, self._ears, self._close_ears = microphone, ears, close_ears
        self._thread: threading.Thread | None = None
        self._stopped = False
        self.problem: str | None = None
        """Why the session no longer listens, or `None`."""

    @property
    def listens(self) -> bool:
        """Whether the microphone is heard."""
        return self._thread is not None and self._thread.is_alive() and not self._stopped

    def start(self, session: LiveSession, played: PlayedSound, give: Callable[[Command], None]) -> None:
        """Begins to listen.

        Args:
            session: The session, which goes quiet for who speaks.
            played: The sound that is played.
            give: Gives the session a command.
        """
        self._thread = threading.Thread(target=self._listen, args=(session, played, give), name="hearing", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops listening and closes the microphone, which is not waited for longer than an audio device."""
        self._stopped = True
        devices.limited(self._microphone.close)
        if self._thread:
            self._thread.join(_STOPPING_S)
        if self._close_ears:
            self._close_ears()

    def _listen(self, session: LiveSession, played: PlayedSound, give: Callable[[Command], None]) -> None:
        try:
            while not self._stopped:
                for event in self._next_events(session, played):
                    _follow(event, session, give)
        except ListeningError as failure:
            if not self._stopped:  # closing the microphone ends its last block as well
                self.problem = str(failure)
        except Exception as failure:
            self.problem = f"the session no longer listens: {failure}; the keys work without the microphone"
        self._microphone.close()
        session.come_back()

    def _next_events(self, session: LiveSession, played: PlayedSound) -> list[ListenerEvent]:
        heard = self._microphone.read()
        block, plan = played.next_block(), session.plan
        cue = None if block.is_quiet else spoken_at(plan.script, block.at_ms)
        self._ears.expect_answer(plan.awaits_yes_at(session.at_ms))
        return self._ears.feed(heard, block.samples, speaking=cue is not None, spoken_text=cue.text if cue else None)


def spoken_at(script: Script, at_ms: int) -> Cue | None:
    """Returns the sentence that is being said at a moment, or `None`."""
    last = bisect_right(script.cues, at_ms, key=lambda cue: cue.at_ms)
    near = (cue for cue in reversed(script.cues[:last]) if cue.text)
    cue = next(near, None)
    return cue if cue and at_ms < cue.end_ms else None


def _follow(event: ListenerEvent, session: LiveSession, give: Callable[[Command], None]) -> None:
    if isinstance(event, VoiceDetected):
        session.go_quiet()
    elif isinstance(event, Heard):
        give(event.command)
        session.come_back()
    elif isinstance(event, NothingHeard):
        session.come_back()
