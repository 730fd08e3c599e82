"""What the tests of batches share: a voice that hums, so that no real one is started to list its voices."""

from __future__ import annotations

import pytest

from kneadcast.choices import DEFAULT_VOICE
from kneadcast.speech import Voice
from kneadcast.speech.voices import choose_voice
from tests.speech.fake_driver import fake_voice


@pytest.fixture(autouse=True)
def one_voice(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Replaces all voices by one, and returns the names and languages by which it has been looked for."""
    searches = []

    def find_voice(name: str, language: str) -> Voice:
        searches.append((name, language))
        return choose_voice([fake_voice()], "fake" if name == DEFAULT_VOICE else name, language)

    monkeypatch.setattr("kneadcast.batch.matrix.find_voice", find_voice)
    return searches
