"""The manifest of a batch: what became of each session, for other programs and for taking up a batch again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from kneadcast.atomic_file import atomic_file
from kneadcast.batch.matrix import BatchJob
from kneadcast.errors import SettingsError
from kneadcast.output import is_kneadcast_file

MANIFEST = "manifest.json"
Status = Literal["built", "whole", "failed"]
"""Built now, whole already, or failed."""


@dataclass(frozen=True)
class JobResult:
    """What became of a job."""

    target: str
    inputs: str
    status: Status
    length_ms: int = 0
    sha256: str = ""
    """Of the whole file."""
    error: str = ""


def read_manifest(folder: Path) -> dict[str, JobResult]:
    """Reads the manifest of a folder, by the paths of its sessions; empty where there is none.

    Raises:
        SettingsError: If the file of that name is something else.
    """
    try:
        rows = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sessions"]
        return {str(folder / row["file"]): JobResult(str(folder / row.pop("file")), **row) for row in rows}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise SettingsError(f"'{folder / MANIFEST}' is not a manifest of a batch; move it away: {reason}") from reason


def write_manifests(jobs: Sequence[BatchJob], done: Mapping[str, JobResult]) -> None:
    """Writes the manifest of each folder of a batch, whole or not at all."""
    for folder in {Path(job.target).parent for job in jobs}:
        outcomes = [done[job.target] for job in jobs if job.target in done and Path(job.target).parent == folder]
        rows = [{"file": Path(outcome.target).name, **_row(outcome)} for outcome in outcomes]
        with atomic_file(folder / MANIFEST) as part:
            part.write_text(json.dumps({"format": 1, "sessions": rows}, indent=2) + "\n", encoding="utf-8")


def _row(outcome: JobResult) -> dict[str, Any]:
    return {name: value for name, value in asdict(outcome).items() if name != "target"}


def sha256_of(path: Path) -> str:
    """Returns the hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def whole(job: BatchJob, known: Mapping[str, JobResult]) -> JobResult | None:
    """Returns what is known of a job whose file is there, whole, and made from the same things."""
    outcome, target = known.get(job.target), Path(job.target)
    if outcome is None or outcome.status == "failed" or outcome.inputs != job.inputs:
        return None
    if not target.is_file() or not is_kneadcast_file(target) or sha256_of(target) != outcome.sha256:
        return None
    return replace(outcome, status="whole")
