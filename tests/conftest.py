"""What all tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

GOLDEN = Path(__file__).parent / "golden"

# Deadlines measure the machine, not the code.
settings.register_profile("kneadcast", deadline=None, max_examples=60)
settings.load_profile("kneadcast")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files and generated pages anew")


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
