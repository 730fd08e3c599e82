"""What all tests share."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from kneadcast.resources import CONFIG_FOLDER_VARIABLE
from kneadcast.speech import length_table
from kneadcast.speech.length_table import LENGTHS_FOLDER, read_table
from kneadcast.speech.model import Voice
from tests.examples import choose_quick, examples
from tests.silent_narrator import SilentNarrator

GOLDEN = Path(__file__).parent / "golden"

_EXAMPLES = 60


LONG_FILES = (
    "test_narration.py",
    "test_lint.py",
    "test_limits.py",
    "test_noise.py",
    "test_catalog.py",
    "test_alternatives.py",
    "test_mixer.py",
    "test_script_writer.py",
    "test_length_table.py",
    "test_translation.py",
    "test_planner.py",
    "test_serve.py",
    "test_boundary.py",
    "test_session.py",
    "test_python_docs.py",
    "test_hibari.py",
    "test_builtin.py",
    "test_encoded_sound.py",
    "test_accessibility.py",
)
"""The files that take longest. They begin first, so that at the end no core waits for another."""


def pytest_configure(config: pytest.Config) -> None:
    choose_quick("not slow" in str(config.option.markexpr))
    # Deadlines, and how soon examples are drawn, measure the machine, not the code.
    settings.register_profile(
        "kneadcast", deadline=None, max_examples=examples(_EXAMPLES), suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("kneadcast")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files and generated pages anew")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuses whatever the tests' own process would send to another computer."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _kept_here(getattr(socket.socket, name)))
        yield


def _kept_here(method: Callable[..., Any]) -> Callable[..., Any]:
    """Returns a method of sockets, the last argument of which is an address, that refuses those of other computers."""

    def call(own: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if own.family in (socket.AF_INET, socket.AF_INET6) and not _is_local(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return method(own, *arguments)

    return call


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


def _hum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Replaces every voice by a narrator that hums, so that nothing is synthesised; all tests share its clips."""
    folder = tmp_path_factory.getbasetemp() / "hums"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kneadcast.pipeline.open_narrator", lambda delivery: SilentNarrator(folder, delivery))
        yield


silent_narrator = pytest.fixture(_hum)
silent_narrator_of_module = pytest.fixture(_hum, scope="module")
"""For sessions that a module builds once."""


def _hide_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps the config file, presets and environment of whoever runs the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("KNEADCAST_")]:
            if name != "KNEADCAST_CACHE":  # where spoken lines are is no setting, and several tests share a cache
                patch.delenv(name)
        patch.setenv(CONFIG_FOLDER_VARIABLE, str(tmp_path_factory.mktemp("config")))
        yield


no_settings_of_yours = pytest.fixture(_hide_settings, autouse=True)
no_settings_of_yours_in_module = pytest.fixture(_hide_settings, scope="module")
"""For sessions that a module builds once, before the settings are hidden from its first test."""


@pytest.fixture
def no_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns an empty cache; no worker can be started, and the tables are valid whatever releases are installed."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a worker was started")

    def measured_origin(_voice: Voice, language: str) -> object:
        return read_table(LENGTHS_FOLDER / f"{language}.json").origin

    for name in ("narrator.Pool", "voices.query_voices"):
        monkeypatch.setattr(f"kneadcast.speech.{name}", refuse)
    monkeypatch.setattr(length_table, "voice_origin", measured_origin)
    monkeypatch.setenv("KNEADCAST_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def matches_golden(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compares a text with a file in the checkout, or writes that file anew with --update-golden."""

    def compare(text: str, path: Path) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale; look, then run with --update-golden"

    return compare
