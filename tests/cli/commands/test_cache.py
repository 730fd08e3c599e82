"""`kneadcast cache`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.runner import printed, run


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns the folder of a cache with one clip of 2 MB."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("KNEADCAST_CACHE", str(folder))
    (folder / "clips").mkdir(parents=True)
    (folder / "clips/a.wav").write_bytes(bytes(2_000_000))
    return folder


def test_the_cache_is_shown_and_cleared(own_cache: Path) -> None:
    assert run("cache").stdout == f"{own_cache}: 1 clips, 2.0 of 500 MB\n"
    cleared = run("cache", "--clear")
    assert (cleared.stdout, cleared.stderr) == (f"{own_cache}: 0 clips, 0.0 of 500 MB\n", "1 clips removed\n")
    assert not (own_cache / "clips/a.wav").exists()


def test_json_states_the_folder_the_size_and_the_limit_of_the_environment(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE_MB", "40")
    expected = {"folder": str(own_cache), "clips": 1, "size_bytes": 2_000_000, "limit_bytes": 40_000_000}
    assert printed("cache", "--json") == expected


@pytest.mark.usefixtures("own_cache")
def test_a_limit_that_is_no_number_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE_MB", "much")
    result = run("cache")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "KNEADCAST_CACHE_MB is a whole number of megabytes, got 'much'" in result.stderr
