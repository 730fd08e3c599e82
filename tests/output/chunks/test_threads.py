"""Jobs in threads: results in order, little ahead of the reader, and an end whatever happens."""

from __future__ import annotations

import threading
import time
from threading import Event

import pytest

from kneadcast.output.chunks.threads import available_cores, results_in_order


def nothing() -> None:
    """Does nothing while a result is waited for."""


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_are_in_the_order_of_the_jobs(threads: int) -> None:
    def work(job: int) -> int:
        time.sleep(0.02 if job % 3 == 0 else 0)
        return job

    with results_in_order(work, range(20), threads, cancelled=Event(), waiting=nothing) as results:
        assert list(results) == list(range(20))


def test_threads_do_not_run_far_ahead_of_the_reader() -> None:
    """Otherwise the chunks of a long session would all be in memory when the disk is slow."""
    done: list[int] = []
    with results_in_order(done.append, range(50), 2, cancelled=Event(), waiting=nothing) as results:
        for read in range(1, 51):
            next(results)
            time.sleep(0.005)
            assert len(done) <= read + 4


def test_a_failure_is_raised_and_ends_the_rest() -> None:
    cancelled, begun = Event(), []

    def work(job: int) -> int:
        begun.append(job)
        if job == 3:
            raise ValueError("the third")
        cancelled.wait(0.05)
        return job

    with (
        pytest.raises(ValueError, match="the third"),
        results_in_order(work, range(1000), 2, cancelled=cancelled, waiting=nothing) as results,
    ):
        list(results)
    assert cancelled.is_set()
    assert len(begun) < 12


def test_an_interrupt_cancels_what_is_running_and_waits_for_it() -> None:
    cancelled = Event()

    def work(_: int) -> None:
        cancelled.wait(30)

    def interrupt() -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    with (
        pytest.raises(KeyboardInterrupt),
        results_in_order(work, range(9), 3, cancelled=cancelled, waiting=interrupt) as results,
    ):
        list(results)
    assert threading.active_count() == before


def test_progress_is_reported_while_a_result_is_waited_for() -> None:
    reported: list[float] = []
    with results_in_order(
        lambda _: time.sleep(0.5), [1], 1, cancelled=Event(), waiting=lambda: reported.append(time.monotonic())
    ) as results:
        list(results)
    assert len(reported) >= 4


def test_there_is_at_least_one_core() -> None:
    assert available_cores() >= 1
