"""Listing the voices of a driver in a worker."""

from __future__ import annotations

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.workers import voice_query
from kneadcast.speech.workers.voice_query import query_voices
from tests.speech.fake_driver import VOICE_ID, fake_voice

pytestmark = pytest.mark.usefixtures("no_worker_left")


def test_a_driver_lists_its_voices() -> None:
    assert query_voices(fake_voice().driver) == [FoundVoice(VOICE_ID, "Fake", ("en",))]


def test_a_driver_that_cannot_be_set_up_is_reported_with_its_reason() -> None:
    with pytest.raises(SpeechError, match=r"NOT_INSTALLED' cannot be used: OSError: libhum\.so\.1: cannot open"):
        query_voices(fake_voice("NOT_INSTALLED").driver)


def test_a_driver_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_query, "START_LIMIT_S", 1)
    with pytest.raises(SpeechError, match=r"NEVER_READY' did not list its voices \(no answer within 1 s\)"):
        query_voices(fake_voice("NEVER_READY").driver)


def test_a_driver_that_exits_is_reported_with_its_exit_code() -> None:
    with pytest.raises(SpeechError, match=r"EXITING' did not list its voices \(exit code 3"):
        query_voices(fake_voice("EXITING").driver)
