"""IPA, and its conversion to the notation of each engine."""

from __future__ import annotations

import pytest

from kneadcast.speech.text.ipa import to_espeak, to_espeak_ipa, to_misaki, to_respelling, unknown_symbols

EFFLEURAGE = "ˌɛfləˈɹɑːʒ"


def test_each_engine_has_its_own_notation() -> None:
    assert to_misaki(EFFLEURAGE) == "ˌɛfləɹˈɑʒ"
    assert to_espeak(EFFLEURAGE) == ",Efl@r'A:Z"
    assert to_espeak_ipa(EFFLEURAGE) == "ˌɛfləɹˈɑːʒ"
    assert to_respelling(EFFLEURAGE) == "ehfluh-rahzh"


@pytest.mark.parametrize(
    ("ipa", "misaki", "espeak"),
    [("tʃɔɪs", "ʧYs", "tSOIs"), ("ˈdʒəʊk", "ʤˈOk", "dZ'oUk"), ("bɜːd", "bɜɹd", "b3:d"), ("ɡeɪm", "ɡAm", "geIm")],
)
def test_two_letters_that_are_one_sound_are_read_as_one(ipa: str, misaki: str, espeak: str) -> None:
    assert (to_misaki(ipa), to_espeak(ipa)) == (misaki, espeak)


def test_characters_that_are_not_ipa_are_found() -> None:
    assert unknown_symbols(EFFLEURAGE) == ""
    assert unknown_symbols("ɛf7l?") == "7?"
