"""The manifest of a batch."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.batch.manifest import (
    MANIFEST,
    JobResult,
    Status,
    known_result,
    read_manifest,
    sha256_of,
    write_manifests,
)
from kneadcast.batch.matrix import BatchJob
from kneadcast.errors import SettingsError
from kneadcast.options import Options
from kneadcast.output import Tags
from kneadcast.output.tags.id3 import write_tags
from tests.examples import examples
from tests.output.files import encode, tone

WORDS = st.text(max_size=12)


def job(target: Path, inputs: str = "inputs") -> BatchJob:
    return BatchJob(str(target), "five-minute-feet", None, Options(), inputs)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a file of Kneadcast that no test changes."""
    path = tmp_path_factory.mktemp("session") / "s.mp3"
    encode([tone(4410)], path)
    write_tags(path, Tags("A title", "a-routine", "en"), ())
    return path


@pytest.fixture
def built(session: Path, tmp_path: Path) -> JobResult:
    """Returns the result of a job whose file is complete."""
    target = tmp_path / "s.mp3"
    shutil.copy(session, target)
    return JobResult(str(target), "inputs", "built", 24_000, sha256_of(target))


@settings(max_examples=examples(30))
@given(st.data())
def test_a_manifest_is_read_as_it_was_written(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        targets = [Path(folder) / f"{number}.mp3" for number in range(data.draw(st.integers(0, 4)))]
        results = {
            str(target): JobResult(
                str(target),
                data.draw(WORDS),
                data.draw(st.sampled_from(get_args(Status))),
                data.draw(st.integers(0)),
                data.draw(WORDS),
                data.draw(WORDS),
            )
            for target in targets
        }
        write_manifests([job(target) for target in (*targets, Path(folder) / "not-begun.mp3")], results)
        assert read_manifest(Path(folder)) == results


def test_each_folder_of_a_batch_has_a_manifest_of_its_own_sessions(tmp_path: Path) -> None:
    targets = [tmp_path / name / "s.mp3" for name in ("one", "two")]
    for target in targets:
        target.parent.mkdir()
    results = {str(target): JobResult(str(target), "inputs", "built") for target in targets}
    write_manifests([job(target) for target in targets], results)
    for target in targets:
        assert read_manifest(target.parent) == {str(target): results[str(target)]}


def test_a_folder_without_a_manifest_has_no_results(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"{}",
        b"NaN",
        b"[" * 100_000,
        b'{"format": 1, "sessions": ' + b"9" * 5000 + b"}",
        b'{"format": 1, "sessions": [{"file": 7, "inputs": "", "status": "built"}]}',
        b'{"format": 1, "sessions": [{"file": "s.mp3", "inputs": "", "status": "burnt"}]}',
        b'{"format": 1, "sessions": [["file"]]}',
        b'{"sessions": [7]}',
        b'{"sessions": [{"file": "s.mp3", "dance": true}]}',
    ],
)
def test_a_file_that_is_not_a_manifest_is_refused_rather_than_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(SettingsError, match=r"manifest\.json' is not the manifest of a batch; move it"):
        read_manifest(tmp_path)
    assert (tmp_path / MANIFEST).read_bytes() == content


def test_a_manifest_of_any_size_is_refused_at_once(tmp_path: Path) -> None:
    """A file with a hole of 100 GB is not read."""
    with (tmp_path / MANIFEST).open("wb") as file:
        file.truncate(100_000_000_000)
    with pytest.raises(SettingsError, match=r"manifest\.json: is larger than 5000 kB"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("status", ["built", "unchanged"])
def test_a_complete_session_with_the_same_inputs_is_known(built: JobResult, status: Status) -> None:
    known = {built.target: replace(built, status=status)}
    assert known_result(job(Path(built.target)), known) == replace(built, status="unchanged")


def test_a_session_is_not_known_if_its_inputs_differ_or_it_failed(built: JobResult) -> None:
    target = Path(built.target)
    assert known_result(job(target, "other inputs"), {built.target: built}) is None
    assert known_result(job(target), {built.target: replace(built, status="failed")}) is None
    assert known_result(job(target), {}) is None


def test_a_session_is_not_known_if_its_file_is_missing_or_changed(built: JobResult) -> None:
    target, known = Path(built.target), {built.target: built}
    complete = target.read_bytes()
    for content in (complete[:-1], complete[:2000], complete + b"\0", b""):
        target.write_bytes(content)
        assert known_result(job(target), known) is None
    target.write_bytes(complete)
    assert known_result(job(target), known) is not None
    target.unlink()
    assert known_result(job(target), known) is None


def test_a_file_that_is_no_session_is_not_known_whatever_the_manifest_says(built: JobResult) -> None:
    target = Path(built.target)
    target.write_bytes(b"my only recording")
    assert known_result(job(target), {built.target: replace(built, sha256=sha256_of(target))}) is None
