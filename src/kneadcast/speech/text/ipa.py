"""How a word sounds, written in the International Phonetic Alphabet, and in what each engine takes for it.

A lexicon is written in broad IPA, American or British: `ˌɛfləˈɹɑːʒ`. Sources of the engines' alphabets: the phoneme
tables of eSpeak NG (`docs/phonemes.md`, `phsource/ph_english_us`) and the phoneme set of misaki (`EN_PHONES.md`), which
is what the network of the natural voice was trained on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple


class _Sound(NamedTuple):
    """One sound, as its readers write it."""

    espeak: str
    misaki: str
    letters: str
    """As an English reader would spell it."""


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
    """Returns what in a transcription is none of the sounds that the engines can be told."""
    return _SYMBOL.sub("", ipa)


def to_misaki(ipa: str) -> str:
    """Writes a transcription in the alphabet of the natural voice, stress right before the vowel."""
    return "".join(_SYMBOLS[symbol].misaki for symbol in _SYMBOL.findall(_stress_at_vowels(ipa)))


def to_espeak(ipa: str) -> str:
    """Writes a transcription in the mnemonics of eSpeak NG's English voices."""
    return "".join(_SYMBOLS[symbol].espeak for symbol in _SYMBOL.findall(_stress_at_vowels(ipa)))


def to_espeak_ipa(ipa: str) -> str:
    """Writes a transcription as eSpeak NG itself writes IPA, which is what Piper's voices were trained on."""
    return _stress_at_vowels(ipa).replace("r", "ɹ").replace("g", "ɡ")


def respelled(ipa: str) -> str:
    """Writes a transcription in plain letters, for a voice that takes nothing else: `ehfluh-rahzh`."""
    return "".join(_SYMBOLS[symbol].letters for symbol in _SYMBOL.findall(ipa)).strip("-")


def _stress_at_vowels(ipa: str) -> str:
    """Moves each mark of stress from before its syllable to before its vowel."""
    return _CLUSTER.sub(r"\2\1", ipa)
