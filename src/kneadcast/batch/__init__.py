"""Many sessions at once: a matrix of jobs, run over all cores or a cluster, that can be stopped and taken up again."""

from kneadcast.batch.jobs import Job, read_jobs
from kneadcast.batch.manifest import MANIFEST, Outcome
from kneadcast.batch.running import run_batch, run_job
from kneadcast.batch.workers import dask_workers, local_workers

__all__ = ["MANIFEST", "Job", "Outcome", "dask_workers", "local_workers", "read_jobs", "run_batch", "run_job"]
