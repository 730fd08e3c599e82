"""Jobs in processes that die: no other job loses its result, and a job is not tried without end."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from kneadcast.batch import stopped_workers
from kneadcast.batch.manifest import JobResult
from kneadcast.batch.matrix import BatchJob
from kneadcast.batch.rounds import run_in_rounds
from kneadcast.batch.runner import run_batch
from kneadcast.options import Options

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there are no signals on Windows")


def work(job: tuple[str, str]) -> str:
    """Does a job in a worker: its name, after what its fault says."""
    fault, path = job
    attempts = Path(path)
    with attempts.open("a") as file:
        file.write("x")
    first = attempts.stat().st_size == 1
    if fault == "kill" or (fault == "kill once" and first):
        os.kill(os.getpid(), signal.SIGKILL)
    if fault == "stop once" and first:
        os.kill(os.getpid(), signal.SIGSTOP)
    if fault == "fail":
        raise ValueError("no")
    return attempts.name


def jobs_of(folder: Path, faults: list[str]) -> list[tuple[str, str]]:
    return [(fault, str(folder / f"{number}")) for number, fault in enumerate(faults)]


def results(jobs: list[tuple[str, str]]) -> dict[str, object]:
    """Returns the result of each job, or the type of its error, by its name."""
    return {
        Path(job[1]).name: type(error) if (error := future.exception()) else future.result()
        for job, future in run_in_rounds(work, jobs)
    }


@posix_only
def test_jobs_whose_process_dies_once_are_done_by_another(tmp_path: Path) -> None:
    """A process that the system kills, as when memory is short, costs no job its result."""
    jobs = jobs_of(tmp_path, ["", "kill once", "", "", "fail", ""])
    expected = {name: name for name in "01235"}
    assert results(jobs) == {**expected, "4": ValueError}


@posix_only
def test_only_a_job_whose_own_process_dies_each_time_fails(tmp_path: Path) -> None:
    """The other jobs have results although they shared a pool with it."""
    jobs = jobs_of(tmp_path, ["", "kill", "", ""])
    found = results(jobs)
    error = found.pop("1")
    assert isinstance(error, type)
    assert issubclass(error, BrokenExecutor)
    assert found == {name: name for name in "023"}
    assert (tmp_path / "1").stat().st_size == 3


@posix_only
def test_a_process_that_is_stopped_is_ended_and_its_job_done_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch does not wait for ever for a process that is stopped."""
    monkeypatch.setattr(stopped_workers, "STOPPED_LIMIT_S", 0.5)
    started_s = time.monotonic()
    assert results(jobs_of(tmp_path, ["stop once", ""])) == {"0": "0", "1": "1"}
    assert time.monotonic() - started_s < 20


def test_workers_that_are_passed_are_used_once() -> None:
    """The workers of a cluster replace lost processes themselves."""
    ((job, future),) = run_in_rounds(_break, ["job"], ThreadPoolExecutor(1))
    assert job == "job"
    assert isinstance(future.exception(), BrokenExecutor)


def _break(_: str) -> None:
    raise BrokenExecutor("A process in the process pool was terminated abruptly")


def test_a_session_that_ends_its_process_each_time_is_a_failed_result_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The batch goes on, and its manifest says what to do."""
    monkeypatch.setattr("kneadcast.batch.runner.build_session", lambda *_, **__: _break(""))
    job = BatchJob(str(tmp_path / "a.mp3"), "five-minute-feet", 240_000, Options(), "inputs")
    (result,) = run_batch([job], workers=ThreadPoolExecutor(1))
    assert result == JobResult(
        str(tmp_path / "a.mp3"),
        "inputs",
        "failed",
        error="the process that built it was ended each time; close other programs if memory is short, and try again",
    )
