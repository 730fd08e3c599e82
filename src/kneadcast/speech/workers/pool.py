"""Several workers that share the lines of a session, each line with a time limit."""

from __future__ import annotations

import json
import queue
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from kneadcast.speech.workers.worker_process import Order, WorkerProcess

START_LIMIT_S = 60
"""A cold start of Python, NumPy and a voice on a slow disk, with a virus scanner reading along."""


@dataclass(frozen=True)
class Utterance:
    """One text to speak into one file."""

    text: str
    path: Path


@dataclass(frozen=True)
class UtteranceResult:
    """What became of a job."""

    job: Utterance
    error: str = ""
    """Why it was not spoken; empty if its file is there."""


@dataclass
class _Task:
    """What a worker is doing."""

    job: Utterance
    started: bool
    """Whether it is at the job itself; else it is still being set up."""
    deadline: float


class Pool:
    """A context in which workers live; when it ends, none of them does."""

    def __init__(self, order: Order, *, workers: int, start_limit_s: float = START_LIMIT_S) -> None:
        self._order = order
        self._workers = workers
        self._start_limit_s = start_limit_s
        self._answers: queue.Queue[tuple[WorkerProcess, bytes]] = queue.Queue()
        self._tasks: dict[WorkerProcess, _Task] = {}

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in list(self._tasks):
            worker.end()
            del self._tasks[worker]

    def speak(self, jobs: Sequence[Utterance]) -> Iterator[UtteranceResult]:
        """Yields the outcome of jobs as they are done.

        A worker that hangs, dies or answers nonsense is ended and not replaced; so when the last one is, the jobs that
        are still waiting have no outcome. There is at least one error then.

        Raises:
            SpeechError: If a worker cannot be started.
        """
        waiting = deque(jobs)
        while waiting and len(self._tasks) < self._workers:
            worker = WorkerProcess(self._order, self._answers)
            self._tasks[worker] = _Task(waiting.popleft(), False, time.monotonic() + self._start_limit_s)
        while self._tasks:
            worker, answer = self._next_answer()
            task = self._tasks.get(worker)
            if task is None:
                continue  # the last of a worker that was ended
            if not task.started and _is(answer, {"ready": True}):
                self._give(worker, task.job)
                continue
            outcome = self._outcome(worker, task, answer)
            if worker in self._tasks:
                self._go_on(worker, waiting)
            yield outcome

    def _next_answer(self) -> tuple[WorkerProcess, bytes | None]:
        """Returns the next answer of a worker, or the worker whose time is up with none."""
        overdue, task = min(self._tasks.items(), key=lambda entry: entry[1].deadline)
        try:
            return self._answers.get(timeout=max(0.0, task.deadline - time.monotonic()))
        except queue.Empty:
            return overdue, None

    def _give(self, worker: WorkerProcess, job: Utterance) -> None:
        self._tasks[worker] = _Task(job, True, time.monotonic() + self._order.time_limit_s)
        worker.send({"id": job.path.name, "text": job.text, "path": str(job.path)})

    def _go_on(self, worker: WorkerProcess, waiting: deque[Utterance]) -> None:
        if waiting:
            self._give(worker, waiting.popleft())
        else:
            worker.end()
            del self._tasks[worker]

    def _outcome(self, worker: WorkerProcess, task: _Task, answer: bytes | None) -> UtteranceResult:
        """Reads an answer; a worker that cannot go on after it is ended."""
        name = task.job.path.name
        if task.started and _is(answer, {"id": name}):
            return UtteranceResult(task.job)
        if task.started and (error := _field(answer, "error")) and _is(answer, {"id": name, "error": error}):
            return UtteranceResult(task.job, error)
        end = worker.end(patience_s=1 if answer == b"" else 0)
        del self._tasks[worker]
        if answer is None:
            limit_s = self._order.time_limit_s if task.started else self._start_limit_s
            return UtteranceResult(task.job, f"the voice gave no answer within {limit_s:g} s")
        if not answer:
            return UtteranceResult(task.job, f"the speech worker ended by itself ({end or 'without a word'})")
        failed = _field(answer, "failed")
        return UtteranceResult(task.job, failed or f"the speech worker answered nonsense: {answer[:80]!r}")


def _is(answer: bytes | None, expected: dict[str, object]) -> bool:
    return _read(answer) == expected


def _field(answer: bytes | None, name: str) -> str:
    message = _read(answer)
    value = message.get(name) if isinstance(message, dict) else None
    return value if isinstance(value, str) else ""


def _read(answer: bytes | None) -> object:
    try:
        return json.loads(answer or b"null")
    except ValueError:
        return None
