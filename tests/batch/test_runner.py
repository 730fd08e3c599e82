"""Running a batch, stopping it, and resuming it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kneadcast.batch import MANIFEST, BatchJob, JobResult, dask_workers, read_jobs, run_batch
from kneadcast.output import is_kneadcast_file
from kneadcast.speech import find_voice
from kneadcast.speech.drivers.espeak import ESPEAK

needs_espeak = pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")


@dataclass
class ReportedProgress:
    """The results that a batch reported."""

    results: list[JobResult] = field(default_factory=list)

    def __call__(self, done: int, total: int, result: JobResult) -> None:
        assert done == len(self.results) + 1 <= total
        self.results.append(result)

    def statuses(self) -> list[str]:
        return sorted(result.status for result in self.results)


@contextmanager
def here() -> Iterator[Executor]:
    """Returns one worker in the process of the test, which uses the silent narrator."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


def batch_file(folder: Path, lengths: str, voice: str = "fake") -> Path:
    path = folder / "sessions.yaml"
    entry = f"{{routine: five-minute-feet, voice: {voice}, template: plain, length: [{lengths}]}}"
    text = f"format: 1\nfolder: out\nsessions:\n- {entry}\n"
    path.write_text(text, encoding="utf-8")
    return path


def run(jobs: tuple[BatchJob, ...]) -> ReportedProgress:
    progress = ReportedProgress()
    run_batch(jobs, workers=here(), progress=progress)
    return progress


@pytest.mark.usefixtures("silent_narrator")
def test_a_failed_job_does_not_stop_the_others_and_a_second_run_builds_only_what_is_incomplete(
    tmp_path: Path,
) -> None:
    jobs = read_jobs(batch_file(tmp_path, "4m, 2m, 5m"))
    assert run(jobs).statuses() == ["built", "built", "failed"]
    rows = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))["sessions"]
    assert "cannot last 2m00s" in next(row["error"] for row in rows if row["status"] == "failed")
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.mp3")}
    assert run(jobs).statuses() == ["failed", "unchanged", "unchanged"]
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.mp3")} == made


@pytest.mark.usefixtures("silent_narrator")
def test_a_session_that_was_cut_off_or_whose_inputs_changed_is_built_again(tmp_path: Path) -> None:
    jobs = read_jobs(batch_file(tmp_path, "4m, 5m"))
    run(jobs)
    cut = Path(jobs[0].target)
    cut.write_bytes(cut.read_bytes()[:-1000])
    assert run(jobs).statuses() == ["built", "unchanged"]
    changed = tuple(BatchJob(**{**vars(job), "inputs": "other"}) for job in jobs)
    assert run(changed).statuses() == ["built", "built"]


@needs_espeak
@pytest.mark.slow
def test_a_batch_of_24_that_is_killed_ends_complete_and_repeats_only_the_sessions_in_progress(tmp_path: Path) -> None:
    lengths = ", ".join(f"{280 + 2 * number}s" for number in range(24))
    file = batch_file(tmp_path, lengths, "en-us")
    command = [sys.executable, "-m", "kneadcast", "batch", str(file), "--json"]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while len(list((tmp_path / "out").glob("[!.]*.mp3"))) < 8:
        assert first.poll() is None
        time.sleep(0.1)
    first.send_signal(signal.SIGKILL)
    first.wait()
    until = time.monotonic() + 60
    while list((tmp_path / "out").glob(".*")) and time.monotonic() < until:
        time.sleep(0.2)  # the workers notice that their parent is gone, remove what they began, and end
    complete = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("[!.]*.mp3")}
    second = subprocess.run(command, capture_output=True, text=True, check=True)
    statuses = [row["status"] for row in json.loads(second.stdout)]
    assert len(statuses) == 24
    assert set(statuses) == {"built", "unchanged"}
    assert len(list((tmp_path / "out").glob("[!.]*.mp3"))) == 24
    assert all(is_kneadcast_file(path) for path in (tmp_path / "out").glob("[!.]*.mp3"))
    repeated = [path for path, at_ns in complete.items() if path.stat().st_mtime_ns != at_ns]
    assert len(repeated) <= (os.cpu_count() or 1)
    assert not list((tmp_path / "out").glob(".*"))


@needs_espeak
@pytest.mark.slow
def test_a_cluster_of_two_workers_in_processes_of_their_own_builds_the_same_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("kneadcast.batch.matrix.find_voice", find_voice)
    jobs = read_jobs(batch_file(tmp_path, "5m, 6m, 7m, 2m", "en-us"))
    where = tmp_path / "scheduler.json"
    python, local = [sys.executable, "-m"], ["--host", "127.0.0.1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    scheduler = [*python, "distributed.cli.dask_scheduler", *local, "--port", "0", "--scheduler-file", str(where)]
    worker = [
        *python,
        "distributed.cli.dask_worker",
        *local,
        "--scheduler-file",
        str(where),
        "--nthreads",
        "1",
        "--no-nanny",
    ]
    started = [subprocess.Popen([*scheduler, "--no-dashboard"], **quiet)]  # type: ignore[call-overload]
    started += [subprocess.Popen([*worker, "--no-dashboard"], **quiet) for _ in range(2)]  # type: ignore[call-overload]
    try:
        while not where.is_file():
            time.sleep(0.1)
        address = json.loads(where.read_text(encoding="utf-8"))["address"]
        progress = ReportedProgress()
        results = run_batch(jobs, workers=dask_workers(address), progress=progress)
    finally:
        for process in started:
            process.terminate()
            process.wait()
    assert progress.statuses() == ["built", "built", "built", "failed"]
    assert [result.length_ms for result in results] == [300_000, 360_000, 420_000, 0]
    assert sum(is_kneadcast_file(Path(job.target)) for job in jobs if Path(job.target).exists()) == 3
