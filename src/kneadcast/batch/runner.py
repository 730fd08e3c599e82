"""Running a batch: what is whole is left alone, and what fails stops nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, as_completed
from contextlib import AbstractContextManager
from pathlib import Path

from kneadcast.batch.manifest import JobResult, read_manifest, sha256_of, whole, write_manifests
from kneadcast.batch.matrix import BatchJob
from kneadcast.batch.workers import at_work, local_workers
from kneadcast.build import build_session
from kneadcast.errors import KneadcastError

_IDLE_MANIFEST_S = 2
_IDLE_SESSION_S = 600
"""A file under a temporary name that nobody has written to for so long is left over: encoding writes all the time."""


def run_batch(
    jobs: Sequence[BatchJob],
    *,
    workers: AbstractContextManager[Executor] | None = None,
    progress: Callable[[int, int, JobResult], None] | None = None,
) -> tuple[JobResult, ...]:
    """Builds what is not whole already, each job in a process of its own; one that fails does not stop the others.

    The manifest beside the sessions is written anew after each, so that a batch that is stopped loses only what was
    under way.

    Args:
        jobs: Of one batch file.
        workers: Who works; a process for each core if none.
        progress: Told how many jobs are done, how many there are, and what became of the last.

    Returns:
        What became of each job, in their order.
    """
    folders = {Path(job.target).parent for job in jobs}
    known = {folder: read_manifest(folder) for folder in folders}
    done = {job.target: outcome for job in jobs if (outcome := whole(job, known[Path(job.target).parent]))}
    for number, outcome in enumerate(tuple(done.values()), 1):
        if progress:
            progress(number, len(jobs), outcome)
    left = [job for job in jobs if job.target not in done]
    if left:
        _clear_away(folders)
        with workers or local_workers(len(left)) as executor:
            futures: dict[Future[JobResult], BatchJob] = {executor.submit(run_job, job): job for job in left}
            for future in as_completed(futures):
                outcome = _outcome(future, futures[future])
                done[outcome.target] = outcome
                write_manifests(jobs, done)
                if progress:
                    progress(len(done), len(jobs), outcome)
    write_manifests(jobs, done)
    return tuple(done[job.target] for job in jobs)


def run_job(job: BatchJob) -> JobResult:
    """Builds one session; what is wrong with it is part of the outcome."""
    try:
        with at_work():
            session = build_session(job.routine, length=job.length_ms, output=Path(job.target), options=job.options)
    except KneadcastError as error:
        return JobResult(job.target, job.inputs, "failed", error=str(error))
    return JobResult(job.target, job.inputs, "built", session.script.length_ms, sha256_of(Path(job.target)))


def _outcome(future: Future[JobResult], job: BatchJob) -> JobResult:
    try:
        return future.result()
    except Exception as error:
        # A worker that died, or a fault of ours, must not stop the others.
        return JobResult(job.target, job.inputs, "failed", error=f"{type(error).__name__}: {error}")


def _clear_away(folders: set[Path]) -> None:
    """Removes what a batch that was killed had begun to write, but nothing that may still be written to."""
    for folder in folders:
        for part in folder.glob(".kneadcast-*"):
            idle_s = time.time() - part.stat().st_mtime
            if idle_s > (_IDLE_MANIFEST_S if part.suffix == ".json" else _IDLE_SESSION_S):
                part.unlink(missing_ok=True)
