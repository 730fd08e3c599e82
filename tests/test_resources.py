"""Where files are."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast import resources
from kneadcast.errors import SettingsError
from kneadcast.resources import CONFIG_FOLDER_VARIABLE, built_in, user_folder


def test_the_environment_names_the_folder_of_the_user_s_own_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG_FOLDER_VARIABLE, str(tmp_path / "mine"))
    assert user_folder() == tmp_path / "mine"
    assert not user_folder().exists()


def test_a_variable_that_is_empty_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CONFIG_FOLDER_VARIABLE)
    of_platform = user_folder()
    monkeypatch.setenv(CONFIG_FOLDER_VARIABLE, "")
    assert user_folder() == of_platform
    assert of_platform.is_absolute()
    assert "kneadcast" in of_platform.parts


def test_an_installed_package_has_its_own_files_and_a_checkout_those_at_its_top(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "kneadcast"
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert built_in("routines") == tmp_path / "routines"
    (package / "data" / "routines").mkdir(parents=True)
    assert built_in("routines") == package / "data" / "routines"
    assert built_in("audio_templates") == tmp_path / "audio_templates"


def test_without_a_home_folder_the_user_is_asked_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder called `~` is never made in the current one."""
    monkeypatch.delenv(CONFIG_FOLDER_VARIABLE)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: Path("~/.config/kneadcast"))
    with pytest.raises(SettingsError, match="your home folder is not known; set the environment variable HOME"):
        user_folder()
