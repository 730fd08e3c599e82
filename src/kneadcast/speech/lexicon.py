"""The lexicon: words that voices mispronounce, with their pronunciations in IPA."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator

from kneadcast.document import read_model
from kneadcast.document.files import is_missing
from kneadcast.errors import SpeechError
from kneadcast.frozen_model import FrozenModel
from kneadcast.languages import primary_language
from kneadcast.plain_text import one_line
from kneadcast.resources import user_folder
from kneadcast.speech.text.ipa import unknown_symbols

LEXICON_VARIABLE = "KNEADCAST_LEXICON"
_BUILT_IN = Path(__file__).with_name("lexicon.yaml")


def _check_ipa(ipa: str) -> str:
    if unknown := unknown_symbols(ipa):
        raise ValueError(f"'{unknown[0]}' is not an IPA symbol of English that every voice can speak")
    if not ipa.strip():
        raise ValueError("a word has at least one sound")
    return ipa


def _check_word(word: str) -> str:
    if not any(char.isalnum() for char in one_line(word)):
        raise ValueError("expected a word")
    return word


Ipa = Annotated[str, AfterValidator(_check_ipa)]
Word = Annotated[str, AfterValidator(_check_word)]


class LexiconFile(FrozenModel):
    """A lexicon file: for each language its words, and the IPA of each."""

    format: Literal[1] = 1
    words: Mapping[str, Mapping[Word, Ipa]]
    """Words and their IPA, by primary language, such as `en`."""


@dataclass(frozen=True)
class Lexicon:
    """The words of one language."""

    words: Mapping[str, str]
    """Lower-case words to IPA."""

    def spelled(self, text: str, spell: Callable[[str, str], str]) -> str:
        """Returns a text with each word of the lexicon replaced by `spell(word, ipa)`; see `Driver.spell`."""
        if not self.words:
            return text
        return self._pattern.sub(lambda match: spell(match[0], self._ipa_of(match[0])), text)

    def _ipa_of(self, word: str) -> str:
        """Returns the IPA of a word of the pattern, which also matches the long s in place of s."""
        return self.words.get(word.lower()) or next(
            ipa for known, ipa in self.words.items() if re.fullmatch(re.escape(known), word, re.IGNORECASE)
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        known = "|".join(sorted(map(re.escape, self.words), key=len, reverse=True))
        return re.compile(rf"(?<![\w'-])(?:{known})(?![\w-])", re.IGNORECASE)


def own_lexicon_path() -> Path:
    """Returns the path of the user's own lexicon: KNEADCAST_LEXICON, otherwise a file in the folder of settings."""
    named = os.environ.get(LEXICON_VARIABLE)
    return Path(named) if named else user_folder() / "lexicon.yaml"


def load_lexicon(language: str) -> Lexicon:
    """Returns the words of a language: the built-in ones, and the user's own, which override them.

    Raises:
        SpeechError: If the user's lexicon cannot be read, with the line of the error.
    """
    files = [_BUILT_IN]
    if os.environ.get(LEXICON_VARIABLE) or not is_missing(own_lexicon_path()):
        files.append(own_lexicon_path())
    primary = primary_language(language)
    words: dict[str, str] = {}
    for file in files:
        found = read_model(file, LexiconFile, error=SpeechError).words.get(primary, {})
        words.update({word.lower(): ipa for word, ipa in found.items()})
    return Lexicon(words)
