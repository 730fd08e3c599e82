"""The parent's side of a worker."""

from __future__ import annotations

import os
import queue
import signal
import sys
import time

import pytest

from kneadcast.speech.workers.worker_process import WorkerProcess, WorkerSettings
from tests.speech.fake_driver import VOICE_ID, fake_voice

pytestmark = pytest.mark.usefixtures("no_worker_left")
Answers = queue.Queue[tuple[WorkerProcess, bytes]]


def test_a_worker_may_be_ended_twice() -> None:
    """The second end changes nothing and returns the same reason."""
    answers: Answers = queue.Queue()
    worker = WorkerProcess(WorkerSettings(fake_voice("EXITING").driver, VOICE_ID, 200), answers)
    while answers.get(timeout=20)[1]:
        pass
    assert worker.end(patience_s=5) == worker.end() == "exit code 3"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals on Windows")
def test_a_stopped_worker_holds_up_neither_a_message_nor_its_end() -> None:
    """A message longer than the buffer of a pipe is not waited for."""
    worker = WorkerProcess(WorkerSettings(fake_voice().driver, VOICE_ID, 200), queue.Queue())
    os.kill(worker.pid, signal.SIGSTOP)
    started_s = time.monotonic()
    worker.send({"id": "1.wav", "text": "word " * 1_000_000, "path": ""})
    worker.end()
    assert time.monotonic() - started_s < 3
