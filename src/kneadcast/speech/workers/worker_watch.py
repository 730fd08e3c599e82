"""Waiting for the answers of workers, and finding those that have stopped responding."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass

from kneadcast.speech.workers.messages import parsed
from kneadcast.speech.workers.worker_process import WorkerProcess

SILENCE_LIMIT_S = 15.0
"""How long a worker may give no sign of life before it counts as stopped; it gives one each second.

The longest gap that was measured is 1.05 s, and 3.2 s with ten busy processes on two processors. Loading a library from
a cold disk holds up the thread that gives the signs as well, so there is a reserve, and the worker is replaced.
"""
_TICK_S = 0.25


@dataclass(frozen=True)
class Answer:
    """A line that a worker wrote, or the reason why it is not waited for any longer."""

    worker: WorkerProcess
    line: bytes = b""
    """Empty if the worker has exited or does not respond."""
    silence: str = ""
    """Why the worker is given up; empty if it has answered or exited."""


@dataclass
class _Wait:
    limit_s: float
    since_s: float
    heard_s: float
    """When the last sign of life arrived, by the same clock."""


class WorkerWatch:
    """The workers that are expected to answer."""

    def __init__(self) -> None:
        self.answers: queue.Queue[tuple[WorkerProcess, bytes]] = queue.Queue()
        """The queue to start workers with."""
        self._waits: dict[WorkerProcess, _Wait] = {}
        self._clock_s = 0.0
        self._read_at_s = time.monotonic()

    def expect(self, worker: WorkerProcess, limit_s: float) -> None:
        """Starts waiting for the next answer of a worker, for a limited time."""
        now_s = self._now_s()
        self._waits[worker] = _Wait(limit_s, now_s, now_s)

    def forget(self, worker: WorkerProcess) -> None:
        """Stops waiting for a worker; answers of it that arrive late are ignored."""
        self._waits.pop(worker, None)

    def next(self) -> Answer:
        """Returns the next answer, or a worker that is overdue or silent."""
        while True:
            try:
                worker, line = self.answers.get(timeout=_TICK_S)
            except queue.Empty:
                pass
            else:
                wait = self._waits.get(worker)
                if wait and parsed(line) != {"alive": True}:
                    return Answer(worker, line)
                if wait:
                    wait.heard_s = self._now_s()
            if given_up := self._given_up():
                return given_up

    def _given_up(self) -> Answer | None:
        now_s = self._now_s()
        for worker, wait in self._waits.items():
            if now_s - wait.since_s > wait.limit_s:
                return Answer(worker, silence=f"the voice gave no answer within {wait.limit_s:g} s")
            if now_s - wait.heard_s > SILENCE_LIMIT_S:
                return Answer(worker, silence=f"the speech worker stopped responding for {SILENCE_LIMIT_S:g} s")
        return None

    def _now_s(self) -> float:
        """Returns the time for which this process has run and looked at its workers.

        A step counts as at most two ticks: while this program is stopped, or busy with an answer, signs of life wait
        in the queue, and the time of a worker does not pass.
        """
        at_s = time.monotonic()
        self._clock_s += min(at_s - self._read_at_s, 2 * _TICK_S)
        self._read_at_s = at_s
        return self._clock_s
