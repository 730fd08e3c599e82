"""What the tests of commands share: a narrator that speaks no words, so that they are quick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest


@pytest.fixture(scope="module", autouse=True)
def commands_hum(request: pytest.FixtureRequest) -> None:
    """Lets every command hum and hides all settings, also from sessions that a module builds once."""
    request.getfixturevalue("silent_narrator_of_module")
    request.getfixturevalue("no_settings_of_yours_in_module")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns an empty folder, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Returns a function that stops the clock of the command line at a time of one evening."""

    def stop_at(time: str) -> None:
        stopped = datetime.fromisoformat(f"2030-01-31 {time}")

        class StoppedClock(datetime):
            @classmethod
            def now(cls, tz: object = None) -> StoppedClock:
                assert tz is None
                return cls.fromisoformat(stopped.isoformat())

        monkeypatch.setattr("kneadcast.cli.shared_options.datetime", StoppedClock)

    return stop_at
