"""A pool of workers that speak the lines of a session, with a time limit for each line."""

from __future__ import annotations

import json
import queue
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from kneadcast.speech.workers.worker_process import WorkerProcess, WorkerSettings

START_LIMIT_S = 60
"""Enough for a cold start of Python, NumPy and a voice on a slow disk with a virus scanner."""


@dataclass(frozen=True)
class SpeechJob:
    """A text, and the file to speak it into."""

    text: str
    path: Path


@dataclass(frozen=True)
class SpeechResult:
    """The result of a job."""

    job: SpeechJob
    error: str = ""
    """Why the text was not spoken; empty on success."""


@dataclass
class _Task:
    """The current work of a worker."""

    job: SpeechJob
    started: bool
    """Whether the worker has received the job; until then it is starting."""
    deadline_s: float
    """By the monotonic clock."""


class Pool:
    """A pool of workers; a context manager that ends the workers on exit."""

    def __init__(self, settings: WorkerSettings, *, workers: int, start_limit_s: float = START_LIMIT_S) -> None:
        self._settings = settings
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

    def speak(self, jobs: Sequence[SpeechJob]) -> Iterator[SpeechResult]:
        """Yields the results of jobs in the order in which they are finished.

        A worker that hangs, dies or breaks the protocol is ended and not replaced. After the last one, jobs that are
        still waiting have no result; there is at least one error then.

        Raises:
            SpeechError: If a worker cannot be started.
        """
        waiting = deque(jobs)
        while waiting and len(self._tasks) < self._workers:
            worker = WorkerProcess(self._settings, self._answers)
            self._tasks[worker] = _Task(waiting.popleft(), False, time.monotonic() + self._start_limit_s)
        while self._tasks:
            worker, answer = self._next_answer()
            task = self._tasks.get(worker)
            if task is None:
                continue  # a late answer of a worker that was ended
            if not task.started and _matches(answer, {"ready": True}):
                self._assign(worker, task.job)
                continue
            result = self._result(worker, task, answer)
            if worker in self._tasks:
                self._assign_next_or_end(worker, waiting)
            yield result

    def _next_answer(self) -> tuple[WorkerProcess, bytes | None]:
        """Returns the next answer and its worker, or `None` and the worker whose deadline has passed."""
        overdue, task = min(self._tasks.items(), key=lambda entry: entry[1].deadline_s)
        try:
            return self._answers.get(timeout=max(0.0, task.deadline_s - time.monotonic()))
        except queue.Empty:
            return overdue, None

    def _assign(self, worker: WorkerProcess, job: SpeechJob) -> None:
        self._tasks[worker] = _Task(job, True, time.monotonic() + self._settings.time_limit_s)
        worker.send({"id": job.path.name, "text": job.text, "path": str(job.path)})

    def _assign_next_or_end(self, worker: WorkerProcess, waiting: deque[SpeechJob]) -> None:
        if waiting:
            self._assign(worker, waiting.popleft())
        else:
            worker.end()
            del self._tasks[worker]

    def _result(self, worker: WorkerProcess, task: _Task, answer: bytes | None) -> SpeechResult:
        """Converts an answer to a result, and ends a worker that cannot continue."""
        name = task.job.path.name
        if task.started and _matches(answer, {"id": name}):
            return SpeechResult(task.job)
        if task.started and (error := _text_field(answer, "error")) and _matches(answer, {"id": name, "error": error}):
            return SpeechResult(task.job, error)
        ending = worker.end(patience_s=1 if answer == b"" else 0)
        del self._tasks[worker]
        if answer is None:
            limit_s = self._settings.time_limit_s if task.started else self._start_limit_s
            return SpeechResult(task.job, f"the voice gave no answer within {limit_s:g} s")
        if not answer:
            return SpeechResult(task.job, f"the speech worker exited ({ending or 'no reason given'})")
        failed = _text_field(answer, "failed")
        return SpeechResult(task.job, failed or f"the speech worker sent an invalid answer: {answer[:80]!r}")


def _matches(answer: bytes | None, expected: dict[str, object]) -> bool:
    return _parse(answer) == expected


def _text_field(answer: bytes | None, name: str) -> str:
    message = _parse(answer)
    value = message.get(name) if isinstance(message, dict) else None
    return value if isinstance(value, str) else ""


def _parse(answer: bytes | None) -> object:
    try:
        return json.loads(answer or b"null")
    except ValueError:
        return None
