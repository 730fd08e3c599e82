"""The names of voices, and finding the one that a listener means."""

from __future__ import annotations

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech import Delivery, open_narrator
from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.drivers.espeak import ESPEAK
from kneadcast.speech.drivers.system_voices import NSSS
from kneadcast.speech.model import Voice
from kneadcast.speech.voices import choose_voice, find_voice, list_voices, name_voices

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
    voices = name_voices(NSSS, [FoundVoice(name, name, ("en_US",)) for name in names])
    assert choose_voice(voices, "auto", "en").name == "samantha"


def test_a_voice_that_lists_no_language_may_speak_any_but_auto_does_not_choose_it() -> None:
    voices = [Voice("own", "sapi5", "x", ())]
    assert choose_voice(voices, "own", "en").name == "own"
    with pytest.raises(SpeechError, match="no voice on this computer speaks 'en'"):
        choose_voice(voices, "auto", "en")


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
