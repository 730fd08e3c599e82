"""One notation for how words sound, and what each engine takes for it."""

from __future__ import annotations

import pytest

from kneadcast.speech.text.ipa import respelled, to_espeak, to_espeak_ipa, to_misaki, unknown_symbols

EFFLEURAGE = "ˌɛfləˈɹɑːʒ"


def test_each_engine_is_told_a_word_in_its_own_alphabet() -> None:
    assert to_misaki(EFFLEURAGE) == "ˌɛfləɹˈɑʒ"
    assert to_espeak(EFFLEURAGE) == ",Efl@r'A:Z"
    assert to_espeak_ipa(EFFLEURAGE) == "ˌɛfləɹˈɑːʒ"
    assert respelled(EFFLEURAGE) == "ehfluh-rahzh"


@pytest.mark.parametrize(
    ("ipa", "misaki", "espeak"),
    [("tʃɔɪs", "ʧYs", "tSOIs"), ("ˈdʒəʊk", "ʤˈOk", "dZ'oUk"), ("bɜːd", "bɜɹd", "b3:d"), ("ɡeɪm", "ɡAm", "geIm")],
)
def test_two_letters_that_are_one_sound_are_read_as_one(ipa: str, misaki: str, espeak: str) -> None:
    assert (to_misaki(ipa), to_espeak(ipa)) == (misaki, espeak)


def test_what_is_no_sound_is_told() -> None:
    assert unknown_symbols(EFFLEURAGE) == ""
    assert unknown_symbols("ɛf7l?") == "7?"
