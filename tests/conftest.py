"""What all tests share."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.silent_narrator import SilentNarrator

GOLDEN = Path(__file__).parent / "golden"

# Deadlines measure the machine, not the code.
settings.register_profile("kneadcast", deadline=None, max_examples=60)
settings.load_profile("kneadcast")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files and generated pages anew")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuses every connection of the tests' own process that leaves this computer."""
    connect = socket.socket.connect

    def connect_here(own: socket.socket, address: Any) -> None:
        if own.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(own, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def spoken_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that all tests with real voices share, in all processes of a run, so that each line is spoken once."""
    folder = tmp_path_factory.getbasetemp()
    return (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "spoken"


@pytest.fixture
def silent_narrator(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replaces every voice by a narrator that hums, so that nothing is synthesised; all tests share its clips."""
    folder = tmp_path_factory.getbasetemp() / "hums"
    monkeypatch.setattr("kneadcast.pipeline.open_narrator", lambda delivery: SilentNarrator(folder, delivery))


@pytest.fixture(autouse=True)
def no_settings_of_yours(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps the config file, presets and environment of whoever runs the tests out of them."""
    monkeypatch.setenv("KNEADCAST_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
    for name in ("VOICE", "PACE", "VOLUME", "TEMPLATE", "BITRATE", "FOLDER", "TALK"):
        monkeypatch.delenv(f"KNEADCAST_{name}", raising=False)


@pytest.fixture
def matches_golden(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compares a text with a file in the checkout, or writes that file anew with --update-golden."""

    def compare(text: str, path: Path) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale; look, then run with --update-golden"

    return compare
