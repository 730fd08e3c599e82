"""`kneadcast cache`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.speech.cache.clip_cache import key_of
from kneadcast.speech.cache.store import entry_path
from tests.cli.runner import printed, run

CLIP = key_of({"text": "Hello."})


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns the folder of a cache with one clip of 2 MB."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("KNEADCAST_CACHE", str(folder))
    clip = entry_path(folder, "clips", CLIP)
    clip.parent.mkdir(parents=True)
    clip.write_bytes(bytes(2_000_000))
    return folder


def test_the_cache_is_shown_and_cleared(own_cache: Path) -> None:
    assert run("cache").stdout == f"{own_cache}: 1 clips, 2.0 of 500 MB\n"
    cleared = run("cache", "--clear")
    assert (cleared.stdout, cleared.stderr) == (f"{own_cache}: 0 clips, 0.0 of 500 MB\n", "1 clips removed\n")
    assert not list(own_cache.iterdir())


def test_clearing_leaves_the_files_of_the_user_in_the_folder_alone(own_cache: Path) -> None:
    (own_cache / "notes.txt").write_text("mine")
    run("cache", "--clear")
    assert [path.name for path in own_cache.iterdir()] == ["notes.txt"]


def test_json_states_the_folder_the_size_and_the_limit_of_the_environment(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE_MB", "40")
    expected = {"folder": str(own_cache), "clips": 1, "size_bytes": 2_000_000, "limit_bytes": 40_000_000}
    assert printed("cache", "--json") == expected


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("arguments", [["cache"], ["cache", "--clear"], ["voices"]])
def test_a_limit_that_is_no_number_is_reported_by_every_command_that_uses_the_cache(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE_MB", "much")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "KNEADCAST_CACHE_MB is a whole number of megabytes, at most 1000000000, got 'much'" in result.stderr
