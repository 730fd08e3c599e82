"""What shows, plans or lists the built-in routines speaks nothing, even with an empty cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast import Options, SoundSettings
from kneadcast.batch.matrix import read_jobs
from kneadcast.catalog import Search, near_misses, suggest_routine
from kneadcast.errors import SpeechError
from kneadcast.speech.drivers.espeak import ESPEAK
from tests.cli.runner import HOME, run

needs_espeak = pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")


pytestmark = pytest.mark.usefixtures("no_worker")


@pytest.mark.parametrize(
    "arguments",
    [
        ("routines",),
        ("routines", "--area", "glutes", "--length", "3m"),
        ("plan",),
        ("show", HOME),
        ("script", "toes-to-hip"),
        ("script", "toes-to-hip", "--avoid", "knee,pregnancy", "--length", "40m"),
        ("script", HOME, "--talk", "brief", "--order", "area", "--rest", "1m"),
        pytest.param(("script", HOME, "--language", "de"), marks=needs_espeak),
        pytest.param(("plan", HOME, "--language", "es"), marks=needs_espeak),
    ],
    ids=" ".join,
)
def test_a_command_about_built_in_words_starts_no_worker(arguments: tuple[str, ...], no_worker: Path) -> None:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert "ing ..." not in result.stderr
    assert not [path for path in no_worker.rglob("*") if path.is_file()]


def test_a_suggestion_and_near_misses_start_no_worker() -> None:
    assert suggest_routine("20m", Search(positions=("seated",))).length_ms == 1_200_000
    assert near_misses(Search(parts=("glutes",), length="3m"))


def test_the_jobs_of_a_batch_are_read_without_a_worker(tmp_path: Path) -> None:
    (tmp_path / "batch.yaml").write_text(
        f"format: 1\nsessions:\n  - routine: {HOME}\n    length: [8m, 10m]\n", encoding="utf-8"
    )
    assert len(read_jobs(tmp_path / "batch.yaml")) == 2


def test_another_pace_has_to_be_measured() -> None:
    with pytest.raises((AssertionError, SpeechError), match="a worker was started"):
        suggest_routine("20m", options=Options(sound=SoundSettings(pace_wpm=100)))
