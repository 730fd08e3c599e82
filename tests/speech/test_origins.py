"""What determines the sound of a voice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneadcast.speech import Voice, voice_origin
from tests.speech.fake_driver import FAKE, fake_voice


@pytest.mark.parametrize(
    "other", [replace(fake_voice(), revision="2"), replace(fake_voice(), id="other"), fake_voice("ISOLATED")]
)
def test_another_revision_id_or_driver_is_another_origin(other: Voice) -> None:
    assert voice_origin(other, "en") != voice_origin(fake_voice(), "en") != voice_origin(fake_voice(), "de")


def test_another_release_of_the_engine_is_another_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    before = voice_origin(fake_voice(), "en")
    monkeypatch.setattr("tests.speech.fake_driver.FAKE", replace(FAKE, version=lambda: "2"))
    assert voice_origin(fake_voice(), "en") != before


def test_the_name_of_a_voice_and_what_it_lists_do_not_change_its_sound() -> None:
    renamed = replace(fake_voice(), name="other", languages=("en-GB",), licence="MIT")
    assert voice_origin(renamed, "en") == voice_origin(fake_voice(), "en")
