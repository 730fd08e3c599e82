"""The environment variables of the cache."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast.cache.environment import (
    CACHE_FOLDER_VARIABLE,
    LIMIT_VARIABLE,
    SOUND_LIMIT_VARIABLE,
    clip_folder,
    limit_bytes,
    sound_limit_bytes,
)
from kneadcast.errors import SettingsError


def test_a_given_folder_overrides_the_environment_and_that_the_user_s_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(CACHE_FOLDER_VARIABLE, raising=False)
    assert "kneadcast" in str(clip_folder())
    monkeypatch.setenv(CACHE_FOLDER_VARIABLE, str(tmp_path / "named"))
    assert clip_folder() == tmp_path / "named"
    assert clip_folder(tmp_path / "given") == tmp_path / "given"


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_FOLDER_VARIABLE, "~/spoken")
    assert clip_folder() == Path.home() / "spoken"


@pytest.mark.parametrize("name", ["~nosuchuser/cache", "x" * 256, "/".join(["deep"] * 900), "/caches/" + "ü" * 128])
def test_a_folder_that_cannot_exist_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(CACHE_FOLDER_VARIABLE, name)
    with pytest.raises(SettingsError, match="set KNEADCAST_CACHE to another folder") as caught:
        clip_folder()
    assert len(str(caught.value)) < 300


def test_a_folder_with_a_nul_character_is_refused() -> None:
    with pytest.raises(SettingsError, match="NUL character"):
        clip_folder(Path("a\0b"))


LIMITS = [(LIMIT_VARIABLE, limit_bytes, 500_000_000), (SOUND_LIMIT_VARIABLE, sound_limit_bytes, 1_000_000_000)]


@pytest.mark.parametrize(("variable", "limit", "default"), LIMITS)
def test_each_limit_is_in_megabytes(
    monkeypatch: pytest.MonkeyPatch, variable: str, limit: Callable[[], int], default: int
) -> None:
    for value, expected in (("20", 20_000_000), ("0", 0), ("", default), (" ", default)):
        monkeypatch.setenv(variable, value)
        assert limit() == expected
    assert [other() for name, other, _ in LIMITS if name != variable] != [limit()]


@pytest.mark.parametrize(("variable", "limit", "default"), LIMITS)
@pytest.mark.parametrize(
    "value", ["plenty", "nan", "inf", "-5", "1.5", "1e3", "0x10", "٣", "1_000", "9" * 11, "9" * 5000, "5\x1b[2J"]
)
def test_a_limit_that_is_no_whole_number_in_range_is_refused_by_whatever_uses_the_cache(
    monkeypatch: pytest.MonkeyPatch, variable: str, limit: Callable[[], int], default: int, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    for use in (limit, clip_folder):
        with pytest.raises(SettingsError, match=f"^{variable} is a whole number of megabytes") as caught:
            use()
        assert str(caught.value).isprintable()
        assert f"set it to {default // 1_000_000}, for example" in str(caught.value)
        assert len(str(caught.value)) < 300
