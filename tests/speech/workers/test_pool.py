"""The pool of workers, with drivers that fail: a worker that breaks is replaced once for each line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kneadcast.speech.workers import worker_watch
from kneadcast.speech.workers.pool import Pool, SpeechJob, SpeechResult
from kneadcast.speech.workers.worker_process import WorkerSettings
from tests.speech.conftest import is_running
from tests.speech.fake_driver import VOICE_ID, fake_voice
from tests.speech.workers.faulty_driver import SLOW_START_S, driver

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there are no signals on Windows")
SILENCE_LIMIT_S = 2.5
"""Short for tests, but longer than two of the worker's signs of life."""
KILLING_LIMIT_S = 60
"""Within which two workers start, on a busy computer as well."""


@pytest.fixture(autouse=True)
def _short_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_watch, "SILENCE_LIMIT_S", SILENCE_LIMIT_S)


def speak(
    texts: list[str], folder: Path, name: str, *, workers: int = 1, time_limit_s: float = 20
) -> list[tuple[str, str]]:
    """Returns the texts of the results and their errors, sorted."""
    jobs = [SpeechJob(text, folder / f"{number}.wav") for number, text in enumerate(texts)]
    with Pool(WorkerSettings(driver(name), VOICE_ID, 200, time_limit_s=time_limit_s), workers=workers) as pool:
        results: list[SpeechResult] = list(pool.speak(jobs))
    assert all(result.job.path.is_file() for result in results if not result.error)
    return sorted((result.job.text, result.error) for result in results)


@pytest.mark.usefixtures("no_worker_left")
def test_a_worker_that_never_starts_is_replaced_once_and_then_ended(tmp_path: Path, worker_folder: Path) -> None:
    """A voice that cannot start is an error after two attempts, and not repeated for each line."""
    settings = WorkerSettings(fake_voice("NEVER_READY").driver, "any", 100)
    with Pool(settings, workers=1, start_limit_s=1) as pool:
        results = list(pool.speak([SpeechJob("Hello.", tmp_path / "1.wav"), SpeechJob("You.", tmp_path / "2.wav")]))
    assert [(result.job.text, result.error) for result in results] == [
        ("Hello.", "the voice gave no answer within 1 s")
    ]
    assert len([path for path in worker_folder.iterdir() if path.name.isdigit()]) == 2


@pytest.mark.usefixtures("no_worker_left")
def test_a_rate_that_the_driver_ignores_is_an_error(tmp_path: Path) -> None:
    """What a driver silently ignores is found out."""
    with Pool(WorkerSettings(fake_voice().driver, "fake-voice", 137), workers=1) as pool:
        (result,) = pool.speak([SpeechJob("Hello.", tmp_path / "1.wav")])
    assert result.error == "the driver speaks at the rate 200 instead of 137"


@posix_only
@pytest.mark.usefixtures("no_worker_left")
@pytest.mark.parametrize(
    ("name", "fault"),
    [
        *(("FAULTY", fault) for fault in ("stop", "kill", "chatter")),
        *(("ISOLATED", fault) for fault in ("stop", "kill")),
        pytest.param("FAULTY", "hang", marks=pytest.mark.slow),
        pytest.param("FAULTY", "exit", marks=pytest.mark.slow),
        *(pytest.param("ISOLATED", fault, marks=pytest.mark.slow) for fault in ("hang", "chatter", "exit")),
    ],
)
def test_a_line_whose_worker_breaks_once_is_spoken_by_another(tmp_path: Path, name: str, fault: str) -> None:
    """A worker that is stopped, killed, hangs, breaks the protocol or exits does not fail a build."""
    texts = ["One.", f"Two once-{fault} two.", "Three."]
    limit_s = 1 if fault == "hang" else 20
    assert speak(texts, tmp_path, name, time_limit_s=limit_s) == sorted((text, "") for text in texts)


@posix_only
@pytest.mark.usefixtures("no_worker_left")
@pytest.mark.parametrize(
    ("name", "fault", "error"),
    [
        ("FAULTY", "stop", "the speech worker stopped responding for 2.5 s"),
        pytest.param("ISOLATED", "stop", "the voice was stopped", marks=pytest.mark.slow),
        pytest.param(
            "FAULTY",
            "kill",
            "the speech worker exited (signal 9: and writing to standard output)",
            marks=pytest.mark.slow,
        ),
        ("ISOLATED", "kill", "the voice crashed (-9)"),
    ],
)
def test_a_line_whose_workers_break_twice_is_an_error_and_the_others_are_spoken(
    tmp_path: Path, name: str, fault: str, error: str
) -> None:
    """The second failure of a line is its error, soon and in one sentence."""
    bad = f"Two always-{fault} two."
    started_s = time.monotonic()
    results = speak(["One.", bad, "Three.", "Four."], tmp_path, name, workers=2)
    assert time.monotonic() - started_s < 15
    assert results == sorted([("One.", ""), (bad, error), ("Three.", ""), ("Four.", "")])


@posix_only
@pytest.mark.usefixtures("no_worker_left")
@pytest.mark.parametrize("name", ["STOPPED_ONCE", "KILLED_ONCE"])
def test_a_worker_that_is_stopped_or_killed_before_it_is_ready_is_replaced(tmp_path: Path, name: str) -> None:
    """Silence while a worker starts is noticed long before the limit for a slow start."""
    started_s = time.monotonic()
    assert speak(["One.", "Two."], tmp_path, name) == [("One.", ""), ("Two.", "")]
    assert time.monotonic() - started_s < 10


@pytest.mark.usefixtures("no_worker_left")
def test_a_worker_that_starts_slowly_is_waited_for(tmp_path: Path, worker_folder: Path) -> None:
    """A worker that gives signs of life has the whole limit to start."""
    assert SLOW_START_S > SILENCE_LIMIT_S
    assert speak(["One."], tmp_path, "SLOW") == [("One.", "")]
    assert len([path for path in worker_folder.iterdir() if path.name.isdigit()]) == 1


@pytest.mark.usefixtures("no_worker_left")
def test_a_worker_that_speaks_a_line_for_long_is_waited_for(tmp_path: Path) -> None:
    """Signs of life come while a line is spoken, in a fork or not."""
    text = "One always-wait always-wait always-wait."
    for name in ("FAULTY", "ISOLATED"):
        assert speak([text], tmp_path, name) == [(text, "")]


def kill_the_first_two(worker_folder: Path) -> None:
    """Kills the first two workers from outside as soon as both hang; until then, no other one can have started."""
    until_s = time.monotonic() + KILLING_LIMIT_S
    while not all((worker_folder / f"did-{frequency}-hang").exists() for frequency in ("once", "again")):
        assert time.monotonic() < until_s
        time.sleep(0.02)
    pids = [int(path.name) for path in worker_folder.iterdir() if path.name.isdigit()]
    assert len(pids) == 2
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


@posix_only
@pytest.mark.usefixtures("no_worker_left")
@pytest.mark.parametrize(("name", "words"), [("TWO_HANG", ""), ("FAULTY", " once-hang again-hang")])
def test_a_line_is_spoken_whichever_process_is_killed_from_outside(
    tmp_path: Path, worker_folder: Path, name: str, words: str
) -> None:
    """A session is spoken in full although each of its first workers is killed, as it starts or while it speaks."""
    texts = [f"Line number {number}{words}." for number in range(12)]
    with ThreadPoolExecutor(1) as killer:
        killing = killer.submit(kill_the_first_two, worker_folder)
        spoken = speak(texts, tmp_path, name, workers=2, time_limit_s=KILLING_LIMIT_S)
        killing.result()
    assert spoken == sorted((text, "") for text in texts)


_PARENT = """
import sys
from pathlib import Path
from kneadcast.speech.workers.pool import Pool, SpeechJob
from kneadcast.speech.workers.worker_process import WorkerSettings
with Pool(WorkerSettings(sys.argv[1], "fake-voice", 200, time_limit_s=300), workers=1) as pool:
    list(pool.speak([SpeechJob("Please always-hang now.", Path(sys.argv[2]) / "1.wav")]))
"""


@posix_only
@pytest.mark.parametrize("name", ["FAULTY", "ISOLATED"])
def test_a_worker_whose_parent_is_killed_ends_in_the_middle_of_a_line(
    tmp_path: Path, no_worker_left: Callable[[], None], name: str
) -> None:
    """No worker outlives a build by more than a few seconds, whatever the line limit is."""
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    command = [sys.executable, "-c", _PARENT, driver(name), str(tmp_path)]
    parent = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path})
    spoken = tmp_path / "workers" / "spoken.txt"
    until_s = time.monotonic() + 20
    while not spoken.exists():
        assert time.monotonic() < until_s
        time.sleep(0.02)
    pids = [int(path.name) for path in spoken.parent.iterdir() if path.name.isdigit()]
    assert all(map(is_running, pids))
    parent.kill()
    parent.wait()
    no_worker_left()  # looks for 5 s
