"""Many sessions at once: a matrix of jobs, run over all cores or a cluster, that can be stopped and taken up again."""

from kneadcast.batch.manifest import MANIFEST, JobResult
from kneadcast.batch.matrix import BatchJob, read_jobs
from kneadcast.batch.runner import run_batch, run_job
from kneadcast.batch.workers import dask_workers, local_workers

__all__ = ["MANIFEST", "BatchJob", "JobResult", "dask_workers", "local_workers", "read_jobs", "run_batch", "run_job"]
