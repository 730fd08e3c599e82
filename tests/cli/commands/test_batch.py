"""`kneadcast batch`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kneadcast.batch import MANIFEST
from kneadcast.speech.drivers.espeak import ESPEAK
from tests.cli.runner import run

pytestmark = pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")

BATCH = """format: 1
folder: out
sessions:
- {routine: five-minute-feet, voice: en-us, template: plain, side: left, length: [3m, 10s]}
"""
"""A session that is built fast, and one that is too short; the narrator of the other tests is unknown to workers."""


@pytest.fixture
def file(here: Path, spoken_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KNEADCAST_CACHE", str(spoken_cache))
    path = here / "sessions.yaml"
    path.write_text(BATCH, encoding="utf-8")
    return path


def test_each_session_is_a_row_of_aligned_columns_and_one_that_failed_is_exit_code_1(file: Path) -> None:
    built = run("batch", str(file))
    assert built.exit_code == 1
    first, second, counts = built.stdout.splitlines()
    assert first == "built      five-minute-feet-3m00s.mp3  3m00s"
    assert second.startswith("failed     five-minute-feet-10s.mp3    'five-minute-feet' cannot last 10s")
    assert counts == "1 built, 1 failed"
    progress = [line.split(" ", 1) for line in built.stderr.splitlines()]
    assert [number for number, _ in progress] == ["1/2", "2/2"]
    assert {result for _, result in progress} == {"built five-minute-feet-3m00s.mp3", "failed five-minute-feet-10s.mp3"}
    again = run("batch", str(file))
    assert again.stdout.splitlines()[0] == "unchanged  five-minute-feet-3m00s.mp3  3m00s"
    assert again.stdout.splitlines()[-1] == "1 unchanged, 1 failed"


def test_the_results_are_printed_as_json_and_are_those_of_the_manifest(file: Path) -> None:
    file.write_text(BATCH.replace(", 10s", ""), encoding="utf-8")
    result = run("batch", str(file), "--json")
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)
    assert (row["status"], row["length_ms"]) == ("built", 180_000)
    (recorded,) = json.loads((file.parent / "out" / MANIFEST).read_text(encoding="utf-8"))["sessions"]
    assert recorded["status"] == "built"


def test_a_batch_file_with_an_error_is_refused_with_its_line(file: Path) -> None:
    file.write_text(BATCH.replace("side: left", "sied: left"), encoding="utf-8")
    result = run("batch", str(file))
    assert result.exit_code == 1
    assert "sessions.yaml:4:" in result.stderr
    assert not (file.parent / "out").exists()
