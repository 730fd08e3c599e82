"""The processes of this computer that build the sessions of a batch."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

from kneadcast.batch.stopped_workers import ending_stopped_workers

_MAX_INTERRUPTS = 6
_CLEANUP_LIMIT_S = 10
"""How long a job may take after each interrupt to remove its files."""
_POLL_S = 0.5
_JOB_WATCHER = "kneadcast-job-watcher"
"""The name of the thread that exists while a worker runs a job."""


@contextmanager
def local_workers(jobs: int) -> Iterator[Executor]:
    """Returns an executor with a process for each core. The processes end with this one, even if it is killed.

    A process that is stopped is killed after a time; the executor is broken then, as if it had died.
    """
    number = max(1, min(os.cpu_count() or 1, jobs))
    # Forking a program with threads can deadlock; a new process cannot.
    executor = ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_end_with_parent)
    with ending_stopped_workers(executor):
        try:
            yield executor
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def interrupted_with_parent() -> Iterator[None]:
    """Interrupts the body when the parent process has ended, for example by SIGKILL.

    The interrupt lets the body remove incomplete files. If the body still does not end, the worker is ended with it.
    Outside of a worker process nothing happens.
    """
    parent = parent_process()
    if parent is None:
        yield
        return
    ended = threading.Event()

    def watch() -> None:
        while not wait([parent.sentinel], _POLL_S):
            if ended.is_set():
                return
        for _ in range(_MAX_INTERRUPTS):
            # The worker may have begun its next job by now, which has a watcher of its own.
            if ended.is_set():
                return
            os.kill(os.getpid(), signal.SIGINT)
            ended.wait(_CLEANUP_LIMIT_S)
        if not ended.is_set():
            os._exit(1)

    threading.Thread(target=watch, name=_JOB_WATCHER, daemon=True).start()
    try:
        yield
    finally:
        ended.set()


def _end_with_parent() -> None:
    """Makes a worker that waits for its next job end when the parent process has ended."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
        while any(thread.name == _JOB_WATCHER for thread in threading.enumerate()):
            time.sleep(_POLL_S)
        # Not every platform delivers an interrupt to a worker that waits for its next job.
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
