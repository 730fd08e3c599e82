"""Whether a computer can listen."""

from __future__ import annotations

import platform
import sys

import pytest

from kneadcast.errors import ListeningError
from kneadcast.listening import availability
from kneadcast.listening.availability import listening_problem


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ListeningError("missing")

    monkeypatch.setattr(availability, "find_spec", lambda _: None)
    monkeypatch.setattr(availability, "model_folder", missing)


@pytest.mark.parametrize("language", ["de", "es-MX"])
def test_other_languages_are_refused(language: str) -> None:
    """Commands are understood in English alone, whatever is installed."""
    problem = listening_problem(language)
    assert problem is not None
    assert language in problem
    assert "keys" in problem


def test_what_is_installed_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all packages there is no problem, on whatever computer."""
    monkeypatch.setattr(availability, "find_spec", lambda name: name)
    monkeypatch.setattr(availability, "model_folder", lambda: None)
    assert listening_problem("en-GB") is None


@pytest.mark.usefixtures("nothing_installed")
def test_what_is_missing_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line can be copied."""
    on(monkeypatch, "linux", "x86_64", glibc="2.36")
    problem = listening_problem("en")
    assert problem is not None
    assert "pip install 'kneadcast[listen]'" in problem
    assert "\n" not in problem


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize(
    ("system", "processor", "release", "glibc", "named"),
    [
        ("darwin", "x86_64", "15.1", "", "on x86_64"),
        ("darwin", "arm64", "14.6", "", "macOS 14.6"),
        ("linux", "armv7l", "", "2.36", "armv7l"),
        ("linux", "x86_64", "", "2.31", "2.31"),
        ("win32", "ARM64", "", "", "ARM64"),
    ],
)
def test_a_computer_without_the_recogniser_is_named(
    monkeypatch: pytest.MonkeyPatch, system: str, processor: str, release: str, glibc: str, named: str
) -> None:
    """Nobody is sent to install what does not exist."""
    on(monkeypatch, system, processor, release, glibc)
    problem = listening_problem("en")
    assert problem is not None
    assert named in problem
    assert "pip install" not in problem


def on(monkeypatch: pytest.MonkeyPatch, system: str, processor: str, release: str = "", glibc: str = "") -> None:
    """Makes the computer another one."""
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: processor)
    monkeypatch.setattr(platform, "mac_ver", lambda: (release, ("", "", ""), ""))
    monkeypatch.setattr(platform, "libc_ver", lambda: ("glibc", glibc))
