"""Running jobs in processes, so that a process that dies costs no other job its result."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from contextlib import AbstractContextManager
from typing import TypeVar

from kneadcast.batch.workers import local_workers

Job = TypeVar("Job")
Result = TypeVar("Result")

_SHARED_ROUNDS = 2


def run_in_rounds(
    work: Callable[[Job], Result], jobs: Sequence[Job], workers: AbstractContextManager[Executor] | None = None
) -> Generator[tuple[Job, Future[Result]], None, None]:
    """Yields each job with its finished future, in the order in which they are finished.

    If a process of this computer dies, all unfinished jobs of its pool are lost. They are run again, once together in
    a new pool, and then each in a process of its own: only a job whose own process dies has a `BrokenExecutor`.

    Args:
        work: What a process does with a job.
        jobs: The jobs.
        workers: Workers that replace lost processes themselves; by default a process for each core.
    """
    if workers is not None:
        with workers as executor:
            yield from _run(executor, work, jobs)
        return
    rest = list(jobs)
    for _ in range(_SHARED_ROUNDS):
        lost: list[Job] = []
        with local_workers(len(rest)) as executor:
            for job, future in _run(executor, work, rest):
                if isinstance(future.exception(), BrokenExecutor):
                    lost.append(job)
                else:
                    yield job, future
        rest = lost
        if not rest:
            return
    for job in rest:
        with local_workers(1) as executor:
            yield from _run(executor, work, [job])


def _run(
    executor: Executor, work: Callable[[Job], Result], jobs: Sequence[Job]
) -> Iterator[tuple[Job, Future[Result]]]:
    futures: dict[Future[Result], Job] = {}
    for job in jobs:
        try:
            futures[executor.submit(work, job)] = job
        except BrokenExecutor as error:  # a process died before all jobs were submitted
            failed: Future[Result] = Future()
            failed.set_exception(error)
            futures[failed] = job
    for future in as_completed(futures):
        yield futures[future], future
