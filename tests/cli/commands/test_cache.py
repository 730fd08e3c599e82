"""`kneadcast cache`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.cache.keys import key_of
from kneadcast.cache.store import entry_path
from tests.cli.runner import printed, run

KEY = key_of({"text": "Hello."})


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns the folder of a cache with one clip of 2 MB and one piece of sound of 3 MB."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("KNEADCAST_CACHE", str(folder))
    for path, size in ((entry_path(folder, "clips", KEY), 2_000_000), (entry_path(folder, "loops", KEY), 3_000_000)):
        path.parent.mkdir(parents=True)
        path.write_bytes(bytes(size))
    return folder


def test_the_cache_is_shown_and_cleared(own_cache: Path) -> None:
    assert run("cache").stdout == f"{own_cache}: 1 clips, 2.0 of 500 MB; 1 pieces of sound, 3.0 of 1000 MB\n"
    cleared = run("cache", "--clear")
    assert cleared.stdout == f"{own_cache}: 0 clips, 0.0 of 500 MB; 0 pieces of sound, 0.0 of 1000 MB\n"
    assert cleared.stderr == "1 clips and 1 pieces of sound removed\n"
    assert not list(own_cache.iterdir())


def test_the_help_names_every_variable_of_the_cache() -> None:
    words = run("cache", "--help").stdout.replace(",", " ").replace(";", " ").split()
    assert {"KNEADCAST_CACHE", "KNEADCAST_CACHE_MB", "KNEADCAST_SOUND_CACHE_MB"} <= set(words)


def test_clearing_leaves_the_files_of_the_user_in_the_folder_alone(own_cache: Path) -> None:
    (own_cache / "notes.txt").write_text("mine")
    run("cache", "--clear")
    assert [path.name for path in own_cache.iterdir()] == ["notes.txt"]


def test_json_states_the_folder_the_sizes_and_the_limits_of_the_environment(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE_MB", "40")
    monkeypatch.setenv("KNEADCAST_SOUND_CACHE_MB", "90")
    clips = {"folder": str(own_cache), "clips": 1, "size_bytes": 2_000_000, "limit_bytes": 40_000_000}
    pieces = {"sound_pieces": 1, "sound_size_bytes": 3_000_000, "sound_limit_bytes": 90_000_000}
    assert printed("cache", "--json") == {**clips, **pieces}


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("arguments", [["cache"], ["cache", "--clear"], ["voices"]])
@pytest.mark.parametrize("variable", ["KNEADCAST_CACHE_MB", "KNEADCAST_SOUND_CACHE_MB"])
def test_a_limit_that_is_no_number_is_reported_by_every_command_that_uses_the_cache(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], variable: str
) -> None:
    monkeypatch.setenv(variable, "much")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{variable} is a whole number of megabytes, at most 1000000000, got 'much'" in result.stderr
