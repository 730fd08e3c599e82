"""The processes of this computer that build the sessions of a batch."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

from kneadcast.batch.stopped_workers import ending_stopped_workers
from kneadcast.output.chunks.threads import available_cores

_MAX_INTERRUPTS = 6
_CLEANUP_LIMIT_S = 2
"""How long a job may take after each interrupt to remove its files."""
_POLL_S = 0.5
_KEPT_FROM_WORKERS = tuple(
    getattr(signal, name) for name in ("SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2") if hasattr(signal, name)
)
_interrupted = threading.Event()
"""Set when this worker was interrupted; it then runs no other job."""
_JOB_WATCHER = "kneadcast-job-watcher"
"""The name of the thread that exists while a worker runs a job."""


@contextmanager
def local_workers(jobs: int) -> Iterator[Executor]:
    """Returns an executor with a process for each core. The processes end with this one, even if it is killed.

    A process that is stopped is killed after a time; the executor is broken then, as if it had died.
    """
    number = max(1, min(available_cores(), jobs))
    with _signals_for_this_process_alone():
        # Forking a program with threads can deadlock; a new process cannot.
        executor = ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_end_with_parent)
    with _signals_for_this_process_alone():  # again: the start of the resource tracker lets SIGINT through
        for _ in range(number):
            executor.submit(os.getpid)  # starts a process
    with ending_stopped_workers(executor):
        try:
            yield executor
        except BaseException:
            _interrupt_workers()
            raise
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _signals_for_this_process_alone() -> Iterator[None]:
    """Keeps signals that end a process from the processes that are started in the body.

    A terminal that is closed sends SIGHUP to all of them, and Ctrl-C SIGINT. The resource tracker of `multiprocessing`
    must outlive the workers, and a worker that is still loading modules would show a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *_KEPT_FROM_WORKERS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _interrupt_workers() -> None:
    """Interrupts the jobs that are running; a worker between two jobs takes no more."""
    for worker in active_children():
        if worker.pid is not None and sys.platform != "win32":
            with suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGINT)


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
    if _interrupted.is_set():  # a job that the executor had handed over already
        raise KeyboardInterrupt
    ended = threading.Event()
    threading.Thread(target=_watch_parent, args=(parent, ended), name=_JOB_WATCHER, daemon=True).start()
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
    except KeyboardInterrupt:
        _interrupted.set()
        raise
    finally:
        ended.set()
        signal.signal(signal.SIGINT, _take_no_more_jobs)


def _watch_parent(parent: BaseProcess, ended: threading.Event) -> None:
    """Interrupts a job when the parent process has ended, until the job has ended as well."""
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


def _take_no_more_jobs(_number: int, _frame: FrameType | None) -> None:
    """Handles an interrupt between two jobs, when there is nothing to clean up."""
    _interrupted.set()


def _end_with_parent() -> None:
    """Makes a worker that waits for its next job end when the parent process has ended."""
    signal.signal(signal.SIGINT, _take_no_more_jobs)
    for number in _KEPT_FROM_WORKERS:  # the parent process receives them as well, and then interrupts the workers
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, *_KEPT_FROM_WORKERS})
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
        while any(thread.name == _JOB_WATCHER for thread in threading.enumerate()):
            time.sleep(_POLL_S)
        # Not every platform delivers an interrupt to a worker that waits for its next job.
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
