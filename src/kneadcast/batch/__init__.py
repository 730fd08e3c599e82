"""Batches of sessions: a matrix of jobs that run on all cores or on a cluster, and can be stopped and resumed."""

from kneadcast.batch.cluster import dask_workers
from kneadcast.batch.manifest import MANIFEST, JobResult
from kneadcast.batch.matrix import BatchJob, read_jobs
from kneadcast.batch.runner import run_batch, run_job
from kneadcast.batch.workers import local_workers

__all__ = ["MANIFEST", "BatchJob", "JobResult", "dask_workers", "local_workers", "read_jobs", "run_batch", "run_job"]
