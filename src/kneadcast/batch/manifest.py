"""The manifest of a batch: the result of each job, for other programs and for resuming the batch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from kneadcast import output
from kneadcast.atomic_file import atomic_file
from kneadcast.batch.matrix import BatchJob
from kneadcast.document.files import is_missing, read_limited
from kneadcast.errors import SettingsError
from kneadcast.frozen_model import FrozenModel

MANIFEST = "manifest.json"
LARGEST_MANIFEST_BYTES = 5_000_000
"""Several times the manifest of a folder in which many batches have been built: each session takes 400 bytes."""
Status = Literal["built", "unchanged", "failed"]
"""`unchanged` means that the session was complete before the batch ran."""


@dataclass(frozen=True)
class JobResult:
    """The result of a job."""

    target: str
    inputs: str
    status: Status
    length_ms: int = 0
    sha256: str = ""
    """The SHA-256 of the complete file, in hexadecimal."""
    error: str = ""


def read_manifest(folder: Path) -> dict[str, JobResult]:
    """Returns the results in the manifest of a folder by the paths of the sessions, or `{}` if there is no manifest.

    Raises:
        SettingsError: If the file is not a manifest.
    """
    path = folder / MANIFEST
    if is_missing(path):
        return {}
    text = read_limited(path, LARGEST_MANIFEST_BYTES, SettingsError)
    try:
        rows = _Manifest.model_validate(json.loads(text)).sessions
    except (ValueError, RecursionError) as reason:
        raise SettingsError(f"'{path}' is not the manifest of a batch; move it to another folder") from reason
    results = [JobResult(str(folder / row.file), **row.model_dump(exclude={"file"})) for row in rows]
    return {result.target: result for result in results}


class _Row(FrozenModel):
    """The result of a job in a manifest."""

    file: str
    """The name of the session's file."""
    inputs: str
    status: Status
    length_ms: int = 0
    sha256: str = ""
    error: str = ""


class _Manifest(FrozenModel):
    """A manifest."""

    format: Literal[1]
    sessions: tuple[_Row, ...]


def write_manifests(jobs: Sequence[BatchJob], done: Mapping[str, JobResult]) -> None:
    """Writes the manifest of each folder of a batch."""
    for folder in {Path(job.target).parent for job in jobs}:
        results = [done[job.target] for job in jobs if job.target in done and Path(job.target).parent == folder]
        rows = [{"file": Path(result.target).name, **_row(result)} for result in results]
        with atomic_file(folder / MANIFEST) as part:
            part.write_text(json.dumps({"format": 1, "sessions": rows}, indent=2) + "\n", encoding="utf-8")


def _row(result: JobResult) -> dict[str, Any]:
    return {name: value for name, value in asdict(result).items() if name != "target"}


def sha256_of(path: Path) -> str:
    """Returns the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def known_result(job: BatchJob, known: Mapping[str, JobResult]) -> JobResult | None:
    """Returns the known result of a job, or `None` if its file is missing, incomplete or built from other inputs."""
    result, target = known.get(job.target), Path(job.target)
    if result is None or result.status == "failed" or result.inputs != job.inputs:
        return None
    if not target.is_file() or not output.is_kneadcast_file(target) or sha256_of(target) != result.sha256:
        return None
    return replace(result, status="unchanged")
