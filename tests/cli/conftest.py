"""What the tests of commands share: a narrator that speaks no words, so that they are quick."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.speech.model import Delivery, Narrator
from tests.silent_narrator import SilentNarrator


@pytest.fixture(autouse=True)
def quiet_narrator(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("clips")

    def open_narrator(delivery: Delivery) -> Narrator:
        return SilentNarrator(folder, delivery)

    monkeypatch.setattr("kneadcast.pipeline.open_narrator", open_narrator)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path
