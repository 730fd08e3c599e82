"""Playing a live session on an audio device, and giving it commands meanwhile."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from kneadcast.live.command_log import CommandLog
from kneadcast.live.session import LiveSession, LiveStatus
from kneadcast.output.device_thread import DeviceThread
from kneadcast.output.devices import Clock, Device
from kneadcast.planning.live.commands import Command

if TYPE_CHECKING:
    from kneadcast.live.hearing import Hearing
    from kneadcast.live.played_sound import PlayedSound


class LivePlayer:
    """Plays a live session on a device, in a thread that lasts as long as the body of the `with` statement.

    All methods may be called while the session is played.
    """

    def __init__(
        self,
        session: LiveSession,
        device: Device,
        log: CommandLog | None = None,
        hearing: Hearing | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Prepares the player.

        Args:
            session: The session, from its beginning on.
            device: The device; the player closes it.
            log: Where the commands are logged.
            hearing: What hears commands while the session is played; the player starts and stops it.
            clock: The clock by which the device plays; by default that of the system.
        """
        self._session, self._log, self._hearing = session, log, hearing
        self._played = _following(device, clock) if hearing else None
        self._thread = DeviceThread(device, self._play)
        self._ahead = threading.Thread(target=self._work_ahead, name="mixer", daemon=True)
        self._wanted = threading.Event()
        """Whether something may have to be planned, mixed or logged."""

    def __enter__(self) -> LivePlayer:
        self._ahead.start()
        self._thread.start()
        if self._hearing and self._played:
            self._hearing.start(self._session, self._played, self.command)
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.stopped = True
        self._wanted.set()
        if self._hearing:
            self._hearing.stop()
        self._thread.stop()
        self._ahead.join()
        self._write_log()

    def command(self, command: Command) -> None:
        """Gives a command; it is followed at once."""
        self._session.command(command)
        self._wanted.set()

    def status(self) -> LiveStatus:
        """Returns the state of the session.

        Raises:
            OutputError: If mixing or playing has failed, or the device takes no sound any more.
        """
        self._thread.check()
        found = [part.problem for part in (self._log, self._hearing) if part]
        problems = tuple(problem for problem in found if problem)
        listens = self._hearing is not None and self._hearing.listens
        return replace(self._session.status(), ended=self._thread.ended, listens=listens, problems=problems)

    def wait(self, timeout_s: float) -> bool:
        """Waits for the end and returns whether it has been reached."""
        return self._thread.wait(timeout_s)

    def _play(self) -> None:
        while not self._thread.stopped and (chunk := self._session.next_chunk()) is not None:
            self._wanted.set()
            if self._played:
                self._played.add(chunk, is_quiet=self._session.is_quiet)
            self._thread.write(chunk)
            if self._played:
                self._played.wrote()
        self._wanted.set()

    def _work_ahead(self) -> None:
        try:
            while not (self._thread.stopped or self._thread.ended):
                self._wanted.wait()
                self._wanted.clear()
                self._write_log()
                while not self._thread.stopped and self._session.work_ahead():
                    pass
        except Exception as failure:
            self._thread.fail(failure)

    def _write_log(self) -> None:
        if self._log:
            self._log.update(self._session.plan.log)


def _following(device: Device, clock: Clock | None) -> PlayedSound:
    from kneadcast.live.played_sound import PlayedSound  # a session that does not listen resamples nothing

    return PlayedSound(device.latency_s, clock)
