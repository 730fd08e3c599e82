"""Listing the voices of a driver in a worker."""

from __future__ import annotations

import sys
import time
from dataclasses import replace

import pytest

from kneadcast.errors import KneadcastWarning, SpeechError
from kneadcast.speech import voices
from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.workers import voice_query, worker_watch
from kneadcast.speech.workers.voice_query import query_voices
from tests.speech.fake_driver import FAKE, VOICE_ID, fake_voice
from tests.speech.workers.faulty_driver import STOPPED, driver

pytestmark = pytest.mark.usefixtures("no_worker_left")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="there are no signals on Windows")
FAKE_VOICES = [FoundVoice(VOICE_ID, "Fake", ("en",))]


@pytest.fixture
def short_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_watch, "SILENCE_LIMIT_S", 2.5)


def test_a_driver_lists_its_voices() -> None:
    """The voices are those that pyttsx3 lists."""
    assert query_voices(fake_voice().driver) == FAKE_VOICES


def test_a_driver_that_cannot_be_set_up_is_reported_with_its_reason() -> None:
    """The reason of a driver reaches the user."""
    with pytest.raises(SpeechError, match=r"NOT_INSTALLED' cannot be used: OSError: libhum\.so\.1: cannot open"):
        query_voices(fake_voice("NOT_INSTALLED").driver)


def test_a_driver_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A driver that is alive and lists nothing has a limit."""
    monkeypatch.setattr(voice_query, "START_LIMIT_S", 1)
    with pytest.raises(
        SpeechError, match=r"NEVER_READY' did not list its voices \(the voice gave no answer within 1 s"
    ):
        query_voices(fake_voice("NEVER_READY").driver)


def test_a_driver_that_exits_is_reported_with_its_exit_code() -> None:
    """A driver that ends the worker twice is an error."""
    with pytest.raises(SpeechError, match=r"EXITING' did not list its voices \(exit code 3"):
        query_voices(fake_voice("EXITING").driver)


@posix_only
@pytest.mark.usefixtures("short_silence")
@pytest.mark.parametrize("name", ["STOPPED_ONCE", "KILLED_ONCE"])
def test_a_driver_that_is_stopped_or_killed_once_is_asked_again(name: str) -> None:
    """A second worker lists the voices."""
    assert query_voices(driver(name)) == FAKE_VOICES


@posix_only
@pytest.mark.slow
@pytest.mark.usefixtures("short_silence")
def test_a_driver_that_is_always_stopped_is_one_sentence() -> None:
    """A stopped engine is an error of speech, and soon."""
    started_s = time.monotonic()
    with pytest.raises(
        SpeechError, match=r"did not list its voices \(the speech worker stopped responding for 2\.5 s\)$"
    ):
        query_voices(driver("STOPPED"))
    assert time.monotonic() - started_s < 12


@posix_only
@pytest.mark.usefixtures("short_silence")
def test_the_best_voice_falls_back_on_the_next_driver_when_one_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """`auto` speaks with another voice and says why."""
    fallback = replace(FAKE, name=fake_voice().driver)
    stopped = STOPPED
    monkeypatch.setattr(voices, "DRIVERS", {one.name: one for one in (stopped, fallback)})
    monkeypatch.setattr(voices, "installation_problem", lambda: "")
    with pytest.warns(KneadcastWarning, match=r"stopped responding for 2\.5 s\); speaking with 'fake' instead"):
        assert voices.find_voice("auto", "en").name == "fake"
