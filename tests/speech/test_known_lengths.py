"""The lengths that are known without speaking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kneadcast.cache.store import speech_folder
from kneadcast.speech.cache.clip_cache import ClipCache
from kneadcast.speech.calibration import Pace
from kneadcast.speech.known_lengths import KnownLengths
from kneadcast.speech.length_table import LengthTable
from tests.speech.fake_driver import fake_voice

ORIGIN = {"driver": "fake", "engine": "1"}
TABLE = LengthTable(fake_voice(), ORIGIN, 118, Pace(120, 118.0, 110.0), {"One.": 700, "Two.": 800})


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "cache")


def test_a_length_that_ships_is_known_until_another_was_measured_on_this_computer(cache: ClipCache) -> None:
    known = KnownLengths(cache, ORIGIN, 120, TABLE)
    assert (known.find("One."), known.find("Three.")) == (700, None)
    known.remember({"One.": 712, "Three.": 900})
    for again in (known, KnownLengths(cache, ORIGIN, 120, TABLE), KnownLengths(cache, ORIGIN, 120, None)):
        assert (again.find("One."), again.find("Three.")) == (712, 900)


def test_a_table_says_nothing_of_another_rate(cache: ClipCache) -> None:
    assert KnownLengths(cache, ORIGIN, 121, TABLE).find("One.") is None


@pytest.mark.parametrize(("origin", "rate"), [({**ORIGIN, "engine": "2"}, 120), (ORIGIN, 121)])
def test_what_was_measured_with_another_voice_or_rate_is_not_known(
    cache: ClipCache, origin: dict[str, str], rate: int
) -> None:
    KnownLengths(cache, ORIGIN, 120, None).remember({"One.": 700})
    assert KnownLengths(cache, origin, rate, None).find("One.") is None


def test_nothing_is_written_for_lengths_that_are_known_already(cache: ClipCache) -> None:
    KnownLengths(cache, ORIGIN, 120, TABLE).remember({"One.": 700, "Two.": 800})
    assert not (speech_folder(cache.root) / "lengths").exists()
    KnownLengths(cache, ORIGIN, 120, replace(TABLE, lengths_ms={"One.": 700})).remember({"Two.": 800})
    assert len(list((speech_folder(cache.root) / "lengths").iterdir())) == 1
