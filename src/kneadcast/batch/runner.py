"""Runs a batch: complete sessions are not built again, and a failure does not stop the other jobs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import AbstractContextManager, closing
from datetime import timedelta
from functools import partial
from pathlib import Path

from kneadcast.batch.manifest import JobResult, known_result, read_manifest, sha256_of, write_manifests
from kneadcast.batch.matrix import BatchJob
from kneadcast.batch.rounds import run_in_rounds
from kneadcast.batch.workers import interrupted_with_parent
from kneadcast.build import build_session
from kneadcast.errors import KneadcastError
from kneadcast.output.chunks.threads import available_cores


def run_batch(
    jobs: Sequence[BatchJob],
    *,
    workers: AbstractContextManager[Executor] | None = None,
    progress: Callable[[int, int, JobResult], None] | None = None,
) -> tuple[JobResult, ...]:
    """Builds the sessions that are not complete, in parallel; one that fails does not stop the others.

    The manifest next to the sessions is rewritten after each session, so that a batch that is stopped loses only the
    sessions that are being built.

    Args:
        jobs: The jobs of one batch file.
        workers: The workers; by default a process for each core.
        progress: Called with the number of finished jobs, the number of all jobs, and the last result.

    Returns:
        The result of each job, in their order.
    """
    folders = {Path(job.target).parent for job in jobs}
    known = {folder: read_manifest(folder) for folder in folders}
    done = {job.target: result for job in jobs if (result := known_result(job, known[Path(job.target).parent]))}
    for number, result in enumerate(tuple(done.values()), 1):
        if progress:
            progress(number, len(jobs), result)
    remaining = [job for job in jobs if job.target not in done]
    if remaining:
        # The sessions that are built at once share the cores; how many cores other computers have is not known.
        threads = max(1, available_cores() // len(remaining)) if workers is None else 1
        with closing(run_in_rounds(partial(run_job, threads=threads), remaining, workers)) as finished:
            for job, future in finished:
                result = _result_of(future, job)
                done[result.target] = result
                write_manifests(jobs, done)
                if progress:
                    progress(len(done), len(jobs), result)
    write_manifests(jobs, done)
    return tuple(done[job.target] for job in jobs)


def run_job(job: BatchJob, *, threads: int = 1) -> JobResult:
    """Builds one session with a number of threads; an error is part of the result."""
    try:
        with interrupted_with_parent():
            length = None if job.length_ms is None else timedelta(milliseconds=job.length_ms)
            session = build_session(
                job.routine, length=length, output=Path(job.target), options=job.options, threads=threads
            )
    except KneadcastError as error:
        return JobResult(job.target, job.inputs, "failed", error=str(error))
    return JobResult(job.target, job.inputs, "built", session.script.length_ms, sha256_of(Path(job.target)))


def _result_of(future: Future[JobResult], job: BatchJob) -> JobResult:
    try:
        return future.result()
    except BrokenExecutor:
        reason = "the process that built it was ended each time; close other programs if memory is short, and try again"
        return JobResult(job.target, job.inputs, "failed", error=reason)
    except Exception as error:
        # A bug must not stop the other jobs.
        return JobResult(job.target, job.inputs, "failed", error=f"{type(error).__name__}: {error}")
