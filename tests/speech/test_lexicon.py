"""The lexicon: shipped words, and the listener's own, which override them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech import Delivery, Line
from kneadcast.speech.drivers.espeak import ESPEAK
from kneadcast.speech.drivers.hibari import HIBARI
from kneadcast.speech.drivers.piper import PIPER
from kneadcast.speech.drivers.system_voices import NSSS
from kneadcast.speech.lexicon import LEXICON_VARIABLE, Lexicon, load_lexicon
from kneadcast.speech.narrator import SpeechNarrator
from kneadcast.speech.text.ipa import to_misaki
from tests.speech.fake_driver import fake_voice

TEXT = "Effleurage over your Achilles' tendon."


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "lexicon.yaml"
    monkeypatch.setenv(LEXICON_VARIABLE, str(path))
    return path


def test_a_known_word_is_spelled_in_the_notation_of_each_driver() -> None:
    lexicon = load_lexicon("en-GB")
    assert lexicon.spelled(TEXT, HIBARI.spell) == "[Effleurage](/ˌɛfləɹˈɑʒ/) over your [Achilles](/əkˈɪliz/)' tendon."
    assert lexicon.spelled(TEXT, ESPEAK.spell) == "[[,Efl@r'A:Z]] over your [[@k'Ili:z]]' tendon."
    assert lexicon.spelled(TEXT, PIPER.spell) == "[[ˌɛfləɹˈɑːʒ]] over your [[əkˈɪliːz]]' tendon."
    assert lexicon.spelled(TEXT, NSSS.spell) == "ehfluh-rahzh over your uh-kihleez' tendon."


def test_only_whole_words_are_spelled() -> None:
    lexicon = Lexicon({"heel": "hiːl", "heel bone": "hiːl boʊn"})
    assert lexicon.spelled("Wheel, heels, heel-toe, HEEL, heel bone.", lambda word, _: f"<{word}>") == (
        "Wheel, heels, heel-toe, <HEEL>, <heel bone>."
    )


@pytest.mark.parametrize("word", ["effleurage", "gastrocnemius", "achilles"])
def test_words_of_massage_are_shipped(word: str) -> None:
    assert word in load_lexicon("en").words


def test_every_shipped_sound_is_in_the_alphabet_of_the_natural_voice() -> None:
    vocabulary = pytest.importorskip("json").loads(
        (Path(pytest.importorskip("hibari").__file__).parent / "assets/vocab.json").read_text("utf-8")
    )
    assert {sign for ipa in load_lexicon("en").words.values() for sign in to_misaki(ipa)} <= set(vocabulary)


def test_the_listener_s_own_words_override_the_shipped_ones(own: Path) -> None:
    own.write_text("words: {en: {Achilles: ˈeɪkɪlz, petal: pɛtəl}, de: {Ferse: fɛɹzə}}", encoding="utf-8")
    words = load_lexicon("en").words
    assert (words["achilles"], words["petal"]) == ("ˈeɪkɪlz", "pɛtəl")
    assert "effleurage" in words
    assert load_lexicon("de-AT").words == {"ferse": "fɛɹzə"}


def test_an_unknown_sound_is_reported_with_its_line(own: Path) -> None:
    own.write_text("format: 1\nwords:\n  en:\n    toe: t7\n", encoding="utf-8")
    with pytest.raises(SpeechError, match=r"lexicon\.yaml:4:\d+: words\.en\.toe: .*'7' is not an IPA symbol"):
        load_lexicon("en")


def test_a_lexicon_that_was_named_and_is_missing_is_an_error(own: Path) -> None:
    assert not own.exists()
    with pytest.raises(SpeechError, match="cannot be read"):
        load_lexicon("en")


@pytest.mark.usefixtures("no_worker_left")
def test_a_changed_word_speaks_again_only_the_lines_that_have_it(
    tmp_path: Path, worker_folder: Path, own: Path
) -> None:
    def speak() -> None:
        narrator = SpeechNarrator(fake_voice(), Delivery(), cache_folder=tmp_path / "cache", workers=1)
        narrator.speak([Line("Roll your toe slowly round."), Line("Rest your heel slowly now.")])

    own.write_text("words: {en: {toe: toʊ}}", encoding="utf-8")
    speak()
    before = (worker_folder / "spoken.txt").read_text().splitlines()
    own.write_text("words: {en: {toe: tuː}}", encoding="utf-8")
    speak()
    assert (worker_folder / "spoken.txt").read_text().splitlines()[len(before) :] == ["Roll your too slowly round."]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("''", "expected a word, got"),
        ("'-'", "expected a word, got"),
        ('"a\\nb"', "expected one line of printable text"),
    ],
)
def test_a_word_that_is_none_is_refused_with_its_line(own: Path, word: str, message: str) -> None:
    """An empty word would match everywhere."""
    own.write_text(f"words:\n  en:\n    {word}: tɑ\n", encoding="utf-8")
    with pytest.raises(SpeechError, match=rf"lexicon\.yaml:3:\d+: .*{message}"):
        load_lexicon("en")


def test_a_long_s_is_spelled_like_an_s() -> None:
    """Letters that differ only in case for Unicode are the same in a word."""
    assert Lexicon({"sole": "soʊl"}).spelled("Your \u017fole.", lambda _, ipa: f"<{ipa}>") == "Your <soʊl>."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_lexicon_that_is_no_file_is_refused(own: Path) -> None:
    """A pipe in the place of the lexicon is reported instead of being waited for."""
    os.mkfifo(own)
    with pytest.raises(SpeechError, match=r"lexicon\.yaml: cannot be read: it is a pipe, not a file"):
        load_lexicon("en")
