"""Ending worker processes that have been stopped, for which a batch would wait for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress

STOPPED_LIMIT_S = 60.0
"""How long a worker may be stopped, as by SIGSTOP, while this process runs."""


@contextmanager
def ending_stopped_workers(executor: ProcessPoolExecutor) -> Iterator[None]:
    """Kills each process of an executor that is stopped for `STOPPED_LIMIT_S` while the body runs.

    The executor is broken then, and its jobs can be run again in another one.
    """
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(executor, over), name="stopped-workers", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _watch(executor: ProcessPoolExecutor, over: threading.Event) -> None:
    import psutil  # takes time to import, and this thread has time

    # Periods are counted, as the time for which this process is stopped as well does not count.
    period_s = min(1.0, STOPPED_LIMIT_S / 10)
    stopped_s: dict[int, float] = {}
    while not over.wait(period_s):
        for pid in list(executor._processes or ()):
            with suppress(psutil.Error):  # it has ended, or the system does not say
                process = psutil.Process(pid)
                stopped_s[pid] = stopped_s.get(pid, 0) + period_s if process.status() == psutil.STATUS_STOPPED else 0
                if stopped_s[pid] >= STOPPED_LIMIT_S:
                    process.kill()
