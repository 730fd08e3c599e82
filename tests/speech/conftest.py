from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.speech.fake_driver import PID_VARIABLE


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    # A zombie whose parent has died as well may take long to be collected.
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] in "ZX")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Separates the lists of voices that tests cache from those of the user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNEADCAST_CACHE", str(tmp_path_factory.mktemp("user-cache")))
        yield


@pytest.fixture
def worker_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the fake driver records its processes and the texts that it spoke."""
    folder = tmp_path / "workers"
    folder.mkdir()
    monkeypatch.setenv(PID_VARIABLE, str(folder))
    return folder


@pytest.fixture
def no_worker_left(worker_folder: Path) -> Iterator[Callable[[], None]]:
    """Checks that no process of the fake driver is left, when called and after the test."""

    def check() -> None:
        pids = [int(path.name) for path in worker_folder.iterdir() if path.name.isdigit()]
        for _ in range(100):
            if not any(map(is_running, pids)):
                return
            time.sleep(0.05)
        pytest.fail(f"workers left: {[pid for pid in pids if is_running(pid)]}")

    yield check
    check()
