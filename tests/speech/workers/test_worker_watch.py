"""Waiting for workers: what counts as silence."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kneadcast.speech.workers import worker_watch
from kneadcast.speech.workers.worker_watch import Answer, WorkerWatch

WORKER: Any = object()
ALIVE = b'{"alive": true}\n'


def test_time_in_which_this_program_is_stopped_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that is suspended for an hour, as with Ctrl-Z, does not blame its workers afterwards."""
    watch = WorkerWatch()
    watch.expect(WORKER, 60)
    now_s = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now_s() + 3600)
    watch.answers.put((WORKER, ALIVE))
    watch.answers.put((WORKER, b'{"ready": true}\n'))
    assert watch.next() == Answer(WORKER, b'{"ready": true}\n')


def test_signs_of_life_do_not_extend_the_limit_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is alive and never answers is given up."""
    monkeypatch.setattr(worker_watch, "_TICK_S", 0.02)
    watch = WorkerWatch()
    watch.expect(WORKER, 0.3)
    for _ in range(1000):
        watch.answers.put((WORKER, ALIVE))
    assert watch.next() == Answer(WORKER, silence="the voice gave no answer within 0.3 s")


def test_a_worker_without_signs_of_life_is_given_up_before_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is noticed however long an answer may take."""
    monkeypatch.setattr(worker_watch, "_TICK_S", 0.02)
    monkeypatch.setattr(worker_watch, "SILENCE_LIMIT_S", 0.2)
    watch = WorkerWatch()
    watch.expect(WORKER, 60)
    assert watch.next() == Answer(WORKER, silence="the speech worker stopped responding for 0.2 s")


def test_a_late_answer_of_a_worker_that_was_given_up_is_ignored() -> None:
    """Only workers that are waited for have answers."""
    other: Any = object()
    watch = WorkerWatch()
    watch.expect(WORKER, 60)
    watch.expect(other, 60)
    watch.forget(WORKER)
    watch.answers.put((WORKER, b'{"id": "1.wav"}\n'))
    watch.answers.put((other, b'{"id": "2.wav"}\n'))
    assert watch.next() == Answer(other, b'{"id": "2.wav"}\n')
