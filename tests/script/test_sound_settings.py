"""The settings of sound: refused if they are out of range, all at once."""

from __future__ import annotations

from typing import Any

import pytest

from kneadcast.errors import SettingsError
from kneadcast.script.sound_settings import SoundSettings


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"volume": 0}, "'volume': expected a number above 0 and up to 1, got 0"),
        ({"volume": 1.01}, "'volume': expected a number above 0 and up to 1, got 1.01"),
        ({"volume": float("nan")}, "'volume': expected a number above 0 and up to 1, got nan"),
        ({"volume": True}, "'volume': expected a number above 0 and up to 1, got True"),
        ({"volume": "loud"}, "'volume': expected a number above 0 and up to 1, got 'loud'"),
        ({"pace_wpm": 118.5}, "'pace': expected a whole number from 60 to 140, got 118.5"),
        ({"pace_wpm": True}, "'pace': expected a whole number from 60 to 140, got True"),
        ({"pace_wpm": 141}, "a pace of 141 words a minute is hard to follow with busy hands; 140 is the fastest"),
        ({"pace_wpm": 59}, "at 59 words a minute sentences fall apart into words; 60 is the slowest"),
        ({"voice": 3}, "'voice': expected text, got 3"),
        ({"template": None}, "'template': expected text, got None"),
        ({"loudness_lufs": -9}, "'loudness': expected a number from -24 to -14, got -9"),
        ({"loudness_lufs": float("nan")}, "'loudness': expected a number from -24 to -14, got nan"),
        ({"pan": 2}, "'pan': expected a number from 0 to 1, got 2"),
        ({"pan": True}, "'pan': expected a number from 0 to 1, got True"),
        ({"pacer": "loud"}, "'pacer': expected one of off, light, full, got 'loud'"),
        ({"ambience": "surf"}, "'ambience': expected one of none, rain, waves, wind, got 'surf'"),
    ],
)
def test_a_value_out_of_range_is_refused_with_what_was_expected(setting: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        SoundSettings(**setting)
    assert str(caught.value) == message


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        SoundSettings(volume=0, loudness_lufs=-9, pan=2, pacer="loud")  # type: ignore[arg-type]
    names = [problem.message.partition(":")[0] for problem in caught.value.problems]
    assert names == ["'volume'", "'loudness'", "'pan'", "'pacer'"]


def test_the_ends_of_every_range_are_allowed() -> None:
    SoundSettings(volume=1, pace_wpm=60, loudness_lufs=-24, pan=0, pacer="off", ambience="none")
    SoundSettings(volume=0.001, pace_wpm=140, loudness_lufs=-14, pan=1, pacer="full", ambience="wind")
