"""Who builds the sessions of a batch: processes of this computer, or a Dask cluster."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

from kneadcast.errors import SettingsError


@contextmanager
def local_workers(jobs: int) -> Iterator[Executor]:
    """Gives a process for each core, which end when this one does, however it ends."""
    number = max(1, min(os.cpu_count() or 1, jobs))
    # Forking a program with threads can deadlock; a fresh process cannot.
    executor = ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_end_with_parent)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def dask_workers(address: str) -> Iterator[Executor]:
    """Gives the workers of a Dask cluster, which must see the same files under the same names.

    Raises:
        SettingsError: If Dask is not installed, or the scheduler does not answer.
    """
    try:
        from distributed import Client
    except ImportError:
        raise SettingsError("--dask needs an extra: pip install 'kneadcast[dask]'") from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as reason:
        raise SettingsError(f"there is no Dask scheduler at '{address}': {reason}") from reason
    with client:
        yield client.get_executor(pure=False, retries=1)


_INTERRUPTS = 6
_INTERRUPTED_FOR_S = 10
_idle = threading.Event()
_idle.set()


@contextmanager
def at_work() -> Iterator[None]:
    """Marks the time in which a worker has something to clear away before it may end."""
    _idle.clear()
    try:
        yield
    finally:
        _idle.set()


def _end_with_parent() -> None:
    """Makes a worker stop when the process that started it is gone, as after SIGKILL, and clear away what it began."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
        for _ in range(_INTERRUPTS):
            os.kill(os.getpid(), signal.SIGINT)
            # Clearing away takes its time on a busy computer, and a job that was waiting already may have begun since.
            if _idle.wait(_INTERRUPTED_FOR_S):
                break
        # A worker that waits for its next job does not hear an interrupt on every platform.
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
