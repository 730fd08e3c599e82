"""The pool of workers, with a driver that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.speech.workers.pool import Pool, SpeechJob
from kneadcast.speech.workers.worker_process import WorkerSettings
from tests.speech.fake_driver import fake_voice


@pytest.mark.usefixtures("no_worker_left")
def test_a_worker_that_never_starts_is_ended(tmp_path: Path) -> None:
    settings = WorkerSettings(fake_voice("NEVER_READY").driver, "any", 100)
    with Pool(settings, workers=1, start_limit_s=1) as pool:
        results = list(pool.speak([SpeechJob("Hello.", tmp_path / "1.wav"), SpeechJob("You.", tmp_path / "2.wav")]))
    assert [(result.job.text, result.error) for result in results] == [
        ("Hello.", "the voice gave no answer within 1 s")
    ]


@pytest.mark.usefixtures("no_worker_left")
def test_a_rate_that_the_driver_ignores_is_an_error(tmp_path: Path) -> None:
    with Pool(WorkerSettings(fake_voice().driver, "fake-voice", 137), workers=1) as pool:
        (result,) = pool.speak([SpeechJob("Hello.", tmp_path / "1.wav")])
    assert result.error == "the driver speaks at the rate 200 instead of 137"
