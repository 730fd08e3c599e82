"""The processes that build the sessions of a batch."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast.batch.workers import interrupted_with_parent, local_workers

JOB = """
import os, sys, time
from pathlib import Path
from kneadcast.batch.workers import interrupted_with_parent, local_workers

def build(folder):
    (folder / "pid").write_text(str(os.getpid()))
    with interrupted_with_parent():
        (folder / "incomplete").touch()
        try:
            time.sleep(60)
        finally:
            (folder / "incomplete").unlink()

if __name__ == "__main__":
    with local_workers(1) as executor:
        executor.submit(build, Path(sys.argv[1])).result()
"""


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end_s = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end_s
        time.sleep(0.02)


def has_ended(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] in "ZX"


def test_jobs_run_in_a_process_of_their_own_which_ends_with_the_batch() -> None:
    with local_workers(1) as executor:
        pid = executor.submit(os.getpid).result()
        assert [child.pid for child in multiprocessing.active_children()] == [pid]
    assert multiprocessing.active_children() == []


def test_outside_of_a_worker_nothing_is_watched() -> None:
    before = threading.active_count()
    with interrupted_with_parent():
        assert threading.active_count() == before


@pytest.mark.skipif(sys.platform != "linux", reason="it needs /proc")
def test_a_job_whose_batch_is_killed_removes_what_is_incomplete_and_ends(tmp_path: Path) -> None:
    script = tmp_path / "batch.py"
    script.write_text(JOB, encoding="utf-8")
    batch = subprocess.Popen([sys.executable, str(script), str(tmp_path)], stderr=subprocess.DEVNULL)
    try:
        until((tmp_path / "incomplete").exists)
        pid = int((tmp_path / "pid").read_text())
    finally:
        batch.send_signal(signal.SIGKILL)
        batch.wait()
    until(lambda: has_ended(pid))
    assert not (tmp_path / "incomplete").exists()
