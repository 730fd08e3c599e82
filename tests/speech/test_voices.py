"""The names of voices, and finding the one that a listener means."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech import Delivery, Line, open_narrator, voices
from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.drivers.espeak import ESPEAK
from kneadcast.speech.drivers.system_voices import NSSS
from kneadcast.speech.length_table import LENGTHS_FOLDER, read_table
from kneadcast.speech.model import Voice
from kneadcast.speech.voices import check_driver, choose_voice, find_voice, list_voices, name_voices
from tests.speech.fake_driver import FAKE, fake_voice

VOICES = name_voices(
    ESPEAK,
    [
        FoundVoice("gmw/de", "German", ("de",)),
        FoundVoice("gmw/en", "English (Great Britain)", ("en-gb",)),
        FoundVoice("gmw/en-gb-x-rp", "English (Received Pronunciation)", ("en-gb-x-rp",)),
        FoundVoice("gmw/en-us", "English (America)", ("en-us",)),
        FoundVoice("sit/yue", "Cantonese", ("yue",)),
        FoundVoice("sit/yue-latn", "Cantonese (Latin)", ("yue",)),
    ],
)

needs_espeak = pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")


def test_every_voice_has_a_unique_name() -> None:
    assert [voice.name for voice in VOICES] == ["de", "en-gb", "en-gb-x-rp", "en-us", "yue", "yue-2"]


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("auto", "en", "en-us"),
        ("AUTO", "en-GB", "en-gb"),
        ("auto", "en-AU", "en-us"),
        ("auto", "de-AT", "de"),
        ("EN-GB", "en", "en-gb"),
        ("espeak:en-gb-x-rp", "en", "en-gb-x-rp"),
        ("gmw/en-us", "en", "en-us"),
    ],
)
def test_a_voice_is_found_by_name_driver_or_language(name: str, language: str, expected: str) -> None:
    assert choose_voice(VOICES, name, language).name == expected


def test_auto_prefers_a_plain_voice_to_novelty_voices() -> None:
    names = ("Albert", "Bahh", "Samantha")
    found = name_voices(NSSS, [FoundVoice(name, name, ("en_US",)) for name in names])
    assert choose_voice(found, "auto", "en").name == "samantha"


def test_a_voice_that_lists_no_language_may_speak_any_but_auto_does_not_choose_it() -> None:
    found = [Voice("own", "sapi5", "x", ())]
    assert choose_voice(found, "own", "en").name == "own"
    with pytest.raises(SpeechError, match="no voice on this computer speaks 'en'"):
        choose_voice(found, "auto", "en")


@pytest.mark.parametrize(
    ("name", "language", "reason"),
    [
        ("en-gv", "en", r"there is no voice 'en-gv' \(did you mean 'en-gb'\?\); for 'en' there are: auto, en-gb,"),
        ("de", "en", "the voice 'de' speaks de, not 'en'"),
        ("auto", "fi", "no voice on this computer speaks 'fi'"),
    ],
)
def test_an_error_for_a_missing_voice_names_the_ones_available(name: str, language: str, reason: str) -> None:
    with pytest.raises(SpeechError, match=reason):
        choose_voice(VOICES, name, language)


@needs_espeak
def test_espeak_lists_its_voices_with_languages_and_licence() -> None:
    found = list_voices()
    assert len(found) > 100
    assert len({voice.name for voice in found}) == len(found)
    british = find_voice("en-gb")
    assert british == Voice("en-gb", "espeak", "gmw/en", ("en-gb",), "GPL-3.0-or-later")
    assert find_voice("auto", "de").name == "de"
    assert {voice.languages[0] for voice in list_voices("pt")} == {"pt", "pt-br"}
    with pytest.raises(SpeechError, match="no voice on this computer speaks 'qx'"):
        list_voices("qx")


@needs_espeak
def test_an_unknown_voice_is_refused_when_the_narrator_is_opened() -> None:
    with pytest.raises(SpeechError, match="did you mean 'en-gb'"):
        open_narrator(Delivery(voice="en-gbb"))


@pytest.fixture
def nothing_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Returns the drivers that are asked for their voices from now on, with an empty cache; none of them works."""
    asked: list[str] = []

    def query(driver: str) -> list[FoundVoice]:
        asked.append(driver)
        raise SpeechError(f"the {driver} is broken")

    monkeypatch.setenv("KNEADCAST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(voices, "query_voices", query)
    # Whether a table is valid here depends on the installed releases.
    monkeypatch.setattr(voices, "shipped_table", lambda language: read_table(LENGTHS_FOLDER / f"{language}.json"))
    return asked


@needs_espeak
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_the_default_voice_of_a_language_whose_lengths_ship_is_found_without_listing_voices(
    nothing_listed: list[str], language: str
) -> None:
    table = read_table(LENGTHS_FOLDER / f"{language}.json")
    assert find_voice("default", language) == find_voice(table.voice.name, language) == table.voice
    assert nothing_listed == []


@needs_espeak
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_that_voice_is_the_one_that_is_found_by_listing_them(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    shipped = find_voice("default", language)
    monkeypatch.setattr(voices, "shipped_table", lambda _: None)
    assert find_voice("default", language) == shipped


def test_auto_tries_out_the_natural_voice_because_there_are_others(nothing_listed: list[str]) -> None:
    with pytest.raises(SpeechError):
        find_voice("auto", "en")
    assert nothing_listed[0] == "hibari"


def test_a_voice_that_has_not_been_listed_is_tried_out_before_it_speaks(nothing_listed: list[str]) -> None:
    narrator = open_narrator(Delivery())
    with pytest.raises(SpeechError, match="the natural voice cannot be used: the hibari is broken"):
        narrator.speak([Line("This line ships with nobody.")])
    assert nothing_listed == ["hibari"]


def test_a_driver_whose_voices_may_change_is_not_tried_out_again(nothing_listed: list[str]) -> None:
    check_driver(fake_voice().driver)
    assert nothing_listed == []


def test_a_driver_that_was_tried_out_once_is_not_tried_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    queried: list[str] = []

    def query(name: str) -> list[FoundVoice]:
        queried.append(name)
        return [FoundVoice("x", "X", ("en",))]

    monkeypatch.setattr(voices, "find_driver", lambda _: replace(FAKE, name="tried", cache_voices=True))
    monkeypatch.setattr(voices, "query_voices", query)
    for _ in range(2):
        check_driver("tried")
    assert queried == ["tried"]
