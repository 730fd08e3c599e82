"""Making the parts of a session in threads, in order.

The work is done by encoders, which are processes, and by NumPy, which lets other threads run meanwhile. So threads use
all cores, without the time that new Python processes take to load modules, and without a copy of the sound for each.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from threading import Event
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

_WAIT_S = 0.1
"""How often the progress is reported."""
_MOST_AHEAD = 2
"""How many results more than there are threads may wait to be read, so that memory does not grow with length."""


def available_cores() -> int:
    """Returns the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def results_in_order(
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    threads: int,
    *,
    cancelled: Event,
    waiting: Callable[[], None],
) -> Iterator[Iterator[Result]]:
    """Starts jobs, and returns an iterator over the result of each, in the order of the jobs.

    Args:
        work: What a thread does with a job; it must return or fail soon after `cancelled` is set.
        jobs: The jobs.
        threads: How many jobs are done at once.
        cancelled: Set when the body ends, also because of a failure or an interrupt; jobs that are not done are given
            up.
        waiting: Called some times a second while a result is waited for, in the thread that waits.
    """
    executor, rest = ThreadPoolExecutor(threads, thread_name_prefix="chunk"), iter(jobs)
    started: deque[Future[Result]] = deque()

    def start(number: int) -> None:
        started.extend(executor.submit(work, job) for job in islice(rest, number))

    def results() -> Iterator[Result]:
        while started:
            yield _result(started.popleft(), waiting)
            start(1)

    try:
        start(threads + _MOST_AHEAD)
        yield results()
    finally:
        cancelled.set()
        executor.shutdown(wait=True, cancel_futures=True)


def _result(future: Future[Result], waiting: Callable[[], None]) -> Result:
    while not future.done():
        waiting()
        wait([future], _WAIT_S)
    waiting()
    return future.result()
