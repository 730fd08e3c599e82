"""The releases of packages."""

from __future__ import annotations

from importlib import metadata

import pytest

from kneadcast.speech.drivers.packages import release_of


def test_the_release_of_a_package_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert release_of("pyttsx3") == metadata.version("pyttsx3")
    monkeypatch.setattr(metadata, "version", lambda _: pytest.fail("read again"))
    assert release_of("pyttsx3") == release_of("pyttsx3")


def test_a_package_that_is_not_installed_has_no_release() -> None:
    assert release_of("no-such-package") is None
