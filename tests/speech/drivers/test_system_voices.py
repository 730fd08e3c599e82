"""The voices of Windows and macOS."""

from __future__ import annotations

import pytest

from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.drivers.system_voices import NSSS, SAPI5
from kneadcast.speech.voices import name_voices


@pytest.mark.parametrize(
    ("driver", "found", "name"),
    [
        (SAPI5, "Microsoft Zira Desktop - English (United States)", "zira"),
        (SAPI5, "Microsoft Hedda - German (Germany)", "hedda"),
        (NSSS, "Samantha", "samantha"),
        (NSSS, "Amélie", "amélie"),
    ],
)
def test_system_voices_are_called_by_their_first_name(driver: object, found: str, name: str) -> None:
    assert driver in (SAPI5, NSSS)
    (voice,) = name_voices(
        SAPI5 if driver is SAPI5 else NSSS, [FoundVoice("id", found, ("en_US", "Unknown Locale: 9"))]
    )
    assert (voice.name, voice.languages) == (name, ("en-US",))
