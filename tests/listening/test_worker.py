"""Where the recogniser works."""

from __future__ import annotations

import threading

import pytest

from kneadcast.listening.worker import AtOnce, WorkerThread

DEADLINE_S = 10


def test_work_in_a_thread_does_not_block() -> None:
    """The result is ready when the work is done, and not before."""
    worker, permission = WorkerThread(), threading.Event()
    pending = worker.start(lambda: permission.wait(DEADLINE_S))
    assert not pending.is_ready()
    permission.set()
    assert pending.result()
    assert pending.is_ready()
    worker.close()


def test_work_is_done_in_order_in_one_thread() -> None:
    """Two utterances are never recognised at once."""
    worker = WorkerThread()
    threads = [worker.start(threading.get_ident) for _ in range(3)]
    assert len({pending.result() for pending in threads}) == 1
    assert threads[0].result() != threading.get_ident()
    worker.close()


def test_an_error_is_raised_where_the_result_is_used() -> None:
    """A recogniser that fails does not fail in silence, and the thread goes on."""
    worker = WorkerThread()
    pending = worker.start(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        pending.result()
    assert worker.start(lambda: 7).result() == 7
    worker.close()


def test_work_at_once_is_ready_at_once() -> None:
    """Without a thread, the result is there."""
    pending = AtOnce().start(lambda: 7)
    assert pending.is_ready()
    assert pending.result() == 7
