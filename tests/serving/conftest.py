"""Files to share, with one beside them that is not shared."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from kneadcast.output import find_format
from tests.output.sessions import mix, session, write_session
from tests.serving.shared import CANARY, HOST, Faults, Running, application, running

FORMATS = ("mp3", "m4b", "opus", "flac", "wav")


@pytest.fixture(scope="package")
def shared_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Returns the test session in every format."""
    folder = tmp_path_factory.mktemp("shared")
    sound = mix(session(), folder)
    files = [folder / f"my {name}{find_format(name, None).suffix}" for name in FORMATS]
    for path in files:
        write_session(path, sound, session())
    (folder / "canary.mp3").write_bytes(CANARY)
    (folder / "session.mp3").write_bytes(CANARY)
    return tuple(files)


@pytest.fixture(scope="package")
def app(shared_files: tuple[Path, ...]) -> Iterator[ASGIApp]:
    """Returns an application to call directly, which never has a fault."""
    faults = Faults()
    yield application(shared_files, frozenset([HOST.encode()]), faults)
    assert faults.found == []


@pytest.fixture(scope="package")
def server(shared_files: tuple[Path, ...]) -> Iterator[Running]:
    with running(shared_files) as found:
        yield found


@pytest.fixture
def own_file(shared_files: tuple[Path, ...], tmp_path: Path) -> Callable[[str], Path]:
    """Returns a function that copies the MP3 of the test session, for a test that changes it."""

    def copy(name: str = "own.mp3") -> Path:
        return Path(shutil.copy(shared_files[0], tmp_path / name))

    return copy
