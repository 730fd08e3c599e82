"""Transcriptions in the International Phonetic Alphabet, and their conversion to the notation of each engine.

Lexicons use broad IPA, American or British: `ˌɛfləˈɹɑːʒ`. Sources of the engines' notations: the phoneme tables of
eSpeak NG (`docs/phonemes.md`, `phsource/ph_english_us`) and the phoneme set of misaki (`EN_PHONES.md`), on which the
network of the natural voice was trained.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class _Sound(NamedTuple):
    """One sound in each notation."""

    espeak: str
    misaki: str
    letters: str
    """English respelling."""


_VOWELS: Mapping[str, _Sound] = {
    "aɪ": _Sound("aI", "I", "y"),
    "aʊ": _Sound("aU", "W", "ow"),
    "eɪ": _Sound("eI", "A", "ay"),
    "oʊ": _Sound("oU", "O", "oh"),
    "əʊ": _Sound("oU", "O", "oh"),
    "ɔɪ": _Sound("OI", "Y", "oy"),
    "ɑː": _Sound("A:", "ɑ", "ah"),
    "ɔː": _Sound("O:", "ɔ", "aw"),
    "ɜː": _Sound("3:", "ɜɹ", "er"),
    "iː": _Sound("i:", "i", "ee"),
    "uː": _Sound("u:", "u", "oo"),
    "æ": _Sound("a", "æ", "a"),
    "a": _Sound("a", "æ", "a"),
    "ɑ": _Sound("A:", "ɑ", "ah"),
    "ɒ": _Sound("0", "ɑ", "o"),
    "ɔ": _Sound("O:", "ɔ", "aw"),
    "ə": _Sound("@", "ə", "uh"),
    "ɚ": _Sound("3", "əɹ", "er"),
    "ɝ": _Sound("3:", "ɜɹ", "er"),
    "ɛ": _Sound("E", "ɛ", "eh"),
    "e": _Sound("E", "ɛ", "eh"),
    "ɪ": _Sound("I", "ɪ", "ih"),
    "i": _Sound("i", "i", "ee"),
    "ʊ": _Sound("U", "ʊ", "oo"),
    "u": _Sound("u:", "u", "oo"),
    "ʌ": _Sound("V", "ʌ", "u"),
}
_CONSONANTS: Mapping[str, _Sound] = {
    "tʃ": _Sound("tS", "ʧ", "ch"),
    "dʒ": _Sound("dZ", "ʤ", "j"),
    "θ": _Sound("T", "θ", "th"),
    "ð": _Sound("D", "ð", "th"),
    "ʃ": _Sound("S", "ʃ", "sh"),
    "ʒ": _Sound("Z", "ʒ", "zh"),
    "ŋ": _Sound("N", "ŋ", "ng"),
    "ɹ": _Sound("r", "ɹ", "r"),
    "r": _Sound("r", "ɹ", "r"),
    "ɡ": _Sound("g", "ɡ", "g"),
    "g": _Sound("g", "ɡ", "g"),
    "j": _Sound("j", "j", "y"),
    "ɾ": _Sound("t", "T", "t"),
    **{letter: _Sound(letter, letter, letter) for letter in "bdfhklmnpstvwz"},
}
_SOUNDS = {**_VOWELS, **_CONSONANTS}
_STRESS = {"ˈ": _Sound("'", "ˈ", "-"), "ˌ": _Sound(",", "ˌ", "-")}
_SYMBOLS = {**_SOUNDS, **_STRESS, " ": _Sound("||", " ", " "), "ː": _Sound("", "", ""), ".": _Sound("", "", "-")}
_SYMBOL = re.compile("|".join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True)))
_CLUSTER = re.compile(f"([{''.join(_STRESS)}])((?:{'|'.join(sorted(_CONSONANTS, key=len, reverse=True))})+)")


def unknown_symbols(ipa: str) -> str:
    """Returns the characters of a transcription that cannot be converted."""
    return _SYMBOL.sub("", ipa)


def to_misaki(ipa: str) -> str:
    """Converts to the phoneme set of misaki, which has stress marks right before the vowel."""
    return "".join(_SYMBOLS[symbol].misaki for symbol in _SYMBOL.findall(_stress_at_vowels(ipa)))


def to_espeak(ipa: str) -> str:
    """Converts to the phoneme mnemonics of eSpeak NG's English voices."""
    return "".join(_SYMBOLS[symbol].espeak for symbol in _SYMBOL.findall(_stress_at_vowels(ipa)))


def to_espeak_ipa(ipa: str) -> str:
    """Converts to IPA as eSpeak NG writes it, on which Piper's voices were trained."""
    return _stress_at_vowels(ipa).replace("r", "ɹ").replace("g", "ɡ")


def to_respelling(ipa: str) -> str:
    """Converts to plain letters, for voices without a phonetic notation: `ehfluh-rahzh`."""
    return "".join(_SYMBOLS[symbol].letters for symbol in _SYMBOL.findall(ipa)).strip("-")


def _stress_at_vowels(ipa: str) -> str:
    """Moves each stress mark from before its syllable to before its vowel."""
    return _CLUSTER.sub(r"\2\1", ipa)
