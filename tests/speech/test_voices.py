"""Names of voices, and which one a listener means."""

from __future__ import annotations

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech import Delivery, open_narrator
from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.drivers.espeak import ESPEAK
from kneadcast.speech.drivers.nsss import NSSS
from kneadcast.speech.drivers.registry import DRIVERS, find_driver
from kneadcast.speech.drivers.sapi5 import SAPI5
from kneadcast.speech.model import Voice
from kneadcast.speech.voices import choose_voice, find_voice, list_voices, name_voices
from tests.speech.fake_driver import FAKE

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


def test_every_voice_has_a_name_of_its_own() -> None:
    assert [voice.name for voice in VOICES] == ["de", "en-gb", "en-gb-x-rp", "en-us", "yue", "yue-2"]


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


def test_auto_prefers_a_plain_voice_to_the_novelties_before_it() -> None:
    names = ("Albert", "Bahh", "Samantha")
    voices = name_voices(NSSS, [FoundVoice(name, name, ("en_US",)) for name in names])
    assert choose_voice(voices, "auto", "en").name == "samantha"


def test_a_voice_that_tells_no_language_is_believed_to_speak_any_but_is_not_picked_for_it() -> None:
    silent_on_it = [Voice("own", "sapi5", "x", ())]
    assert choose_voice(silent_on_it, "own", "en").name == "own"
    with pytest.raises(SpeechError, match="no voice on this computer speaks 'en'"):
        choose_voice(silent_on_it, "auto", "en")


@pytest.mark.parametrize(
    ("name", "language", "reason"),
    [
        ("en-gv", "en", r"there is no voice 'en-gv' \(did you mean 'en-gb'\?\); for 'en' there are: auto, en-gb,"),
        ("de", "en", "the voice 'de' speaks de, not 'en'"),
        ("auto", "fi", "no voice on this computer speaks 'fi'"),
    ],
)
def test_a_voice_that_cannot_be_had_is_told_with_those_that_can(name: str, language: str, reason: str) -> None:
    with pytest.raises(SpeechError, match=reason):
        choose_voice(VOICES, name, language)


@needs_espeak
def test_espeak_lists_its_voices_with_languages_and_licence() -> None:
    voices = list_voices()
    assert len(voices) > 100
    assert len({voice.name for voice in voices}) == len(voices)
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


def test_a_driver_is_known_by_its_name() -> None:
    assert all(find_driver(name) is driver and driver.name == name for name, driver in DRIVERS.items())


def test_a_driver_of_another_package_is_found_by_module_and_attribute() -> None:
    assert find_driver("tests.speech.fake_driver:FAKE") is FAKE


@pytest.mark.parametrize("name", ["espaek", "tests.speech.fake_driver:NONE"])
def test_an_unknown_driver_is_an_error(name: str) -> None:
    with pytest.raises(SpeechError, match=f"there is no speech driver '{name}'"):
        find_driver(name)
