"""A pool of workers that speak the lines of a session, with a time limit for each line."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from kneadcast.plain_text import printable
from kneadcast.speech.workers.messages import parsed, text_field
from kneadcast.speech.workers.worker_process import WorkerProcess, WorkerSettings
from kneadcast.speech.workers.worker_watch import Answer, WorkerWatch

START_LIMIT_S = 60
"""Enough for a cold start of Python, NumPy and a voice on a slow disk with a virus scanner."""

_EXIT_LIMIT_S = 1


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


class Pool:
    """A pool of workers; a context manager that ends the workers on exit."""

    def __init__(self, settings: WorkerSettings, *, workers: int, start_limit_s: float = START_LIMIT_S) -> None:
        self._settings = settings
        self._workers = workers
        self._start_limit_s = start_limit_s
        self._watch = WorkerWatch()
        self._tasks: dict[WorkerProcess, _Task] = {}
        self._repeated: set[SpeechJob] = set()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in list(self._tasks):
            self._end(worker)

    def speak(self, jobs: Sequence[SpeechJob]) -> Iterator[SpeechResult]:
        """Yields the results of jobs in the order in which they are finished.

        A worker that hangs, dies or breaks the protocol is ended, and another one repeats its job. If it fails as
        well, the job has failed, and the worker is not replaced. After the last one, jobs that are still waiting have
        no result; there is at least one error then.

        Raises:
            SpeechError: If a worker cannot be started.
        """
        waiting = deque(jobs)
        while waiting and len(self._tasks) < self._workers:
            self._start(waiting.popleft())
        while self._tasks:
            answer = self._watch.next()
            task = self._tasks[answer.worker]
            if not task.started and parsed(answer.line) == {"ready": True}:
                self._assign(answer.worker, task.job)
                continue
            result = _result(task, answer)
            if result is not None:
                self._assign_next_or_end(answer.worker, waiting)
                yield result
                continue
            reason = self._reason_of_break(answer)
            failed = "" if task.started else text_field(answer.line, "failed")
            if failed or task.job in self._repeated:
                yield SpeechResult(task.job, failed or reason)
                continue
            self._repeated.add(task.job)
            self._start(task.job)

    def _start(self, job: SpeechJob) -> None:
        worker = WorkerProcess(self._settings, self._watch.answers)
        self._tasks[worker] = _Task(job, False)
        self._watch.expect(worker, self._start_limit_s)

    def _assign(self, worker: WorkerProcess, job: SpeechJob) -> None:
        self._tasks[worker] = _Task(job, True)
        self._watch.expect(worker, self._settings.time_limit_s)
        worker.send({"id": job.path.name, "text": job.text, "path": str(job.path)})

    def _assign_next_or_end(self, worker: WorkerProcess, waiting: deque[SpeechJob]) -> None:
        if waiting:
            self._assign(worker, waiting.popleft())
        else:
            self._end(worker)

    def _end(self, worker: WorkerProcess, *, patience_s: float = 0) -> str:
        self._watch.forget(worker)
        del self._tasks[worker]
        return worker.end(patience_s=patience_s)

    def _reason_of_break(self, answer: Answer) -> str:
        """Ends a worker that cannot continue, and returns the reason."""
        exited = not answer.line and not answer.silence
        ending = self._end(answer.worker, patience_s=_EXIT_LIMIT_S if exited else 0)
        if exited:
            return f"the speech worker exited ({ending or 'no reason given'})"
        crashed = text_field(answer.line, "crashed")
        return answer.silence or printable(crashed) or f"the speech worker sent an invalid answer: {answer.line[:80]!r}"


def _result(task: _Task, answer: Answer) -> SpeechResult | None:
    """Returns the result that a worker sent, or `None` if the worker cannot continue."""
    message = parsed(answer.line)
    if not task.started or not isinstance(message, dict) or message.pop("id", None) != task.job.path.name:
        return None
    if not message:
        return SpeechResult(task.job)
    error = text_field(answer.line, "error")
    return SpeechResult(task.job, error) if error and message == {"error": error} else None
