"""What the tests of commands share: a narrator that speaks no words, so that they are quick."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kneadcast.resources import CONFIG_FOLDER_VARIABLE
from tests.silent_narrator import SilentNarrator


@pytest.fixture(scope="module", autouse=True)
def commands_hum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Replaces every voice by a narrator that hums, and hides all settings, for sessions that a module builds once."""
    folder = tmp_path_factory.getbasetemp() / "hums"
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("KNEADCAST_")]:
            patch.delenv(name)
        patch.setenv(CONFIG_FOLDER_VARIABLE, str(tmp_path_factory.mktemp("config")))
        patch.setattr("kneadcast.pipeline.open_narrator", lambda delivery: SilentNarrator(folder, delivery))
        yield


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns an empty folder, in which the commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
