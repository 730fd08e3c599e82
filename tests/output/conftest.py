"""Finished files that several tests read; none may change them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kneadcast.output import find_format
from tests.output.sessions import mix, session, write_session


@pytest.fixture(scope="session")
def finished_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Returns the file of the test session in a format; it is mixed once, and written once in each format."""
    folder = tmp_path_factory.mktemp("finished")
    session_sound = mix(session(), folder)

    def find(format_name: str) -> Path:
        path = folder / f"session{find_format(format_name, None).suffix}"
        if not path.exists():
            write_session(path, session_sound, session())
        return path

    return find


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
