"""Short chunks, so that a short sound has several."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest


@pytest.fixture
def short_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes chunks of five seconds."""
    monkeypatch.setattr("kneadcast.output.chunks.cutting.CHUNK_FRAMES", 4 * 49)


@pytest.fixture
def encoders(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Collects every encoder that is started."""
    processes: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, command: list[str], **options: Any) -> None:
            super().__init__(command, **options)
            if "pipe:0" in command:
                processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return processes
