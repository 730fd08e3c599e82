"""The phrases of a language, built-in and the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.errors import RoutineError
from kneadcast.resources import CONFIG_FOLDER_VARIABLE, built_in
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.phrases import check_phrases_file, is_phrases_file, load_phrases

LANGUAGES = ["en", "de", "es"]
FRENCH = (
    "format: 1\nlanguage: fr\nsides: {left: gauche, right: droit}\nopening: Début\nclosing: Fin\n"
    "halfway: C'est la moitié.\nfive_minutes_left: Encore cinq minutes.\none_minute_left: Encore une minute.\n"
    "avoided: {kne: Sans les genoux.}\n"
)


def own_phrases(folder: Path, language: str, text: str) -> Path:
    path = folder / "routines" / "i18n" / language / "phrases.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dialect_without_phrases_uses_those_of_its_language() -> None:
    assert load_phrases("en-gb") == load_phrases("en")


def test_a_language_without_phrases_is_refused_with_those_that_have_some() -> None:
    with pytest.raises(RoutineError, match=r"there are no phrases in language 'xx'; known: de, en, es"):
        load_phrases("xx")


def test_phrases_name_both_sides() -> None:
    sides = load_phrases("en").sides
    assert (sides.left, sides.right) == ("left", "right")
    assert sides.form("no-such-form") == sides


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_of_every_built_in_language_are_complete(language: str) -> None:
    path = built_in("routines") / "i18n" / language / "phrases.yaml"
    assert is_phrases_file(path)
    assert check_phrases_file(path) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_in_language_has_words_for_every_caution(language: str) -> None:
    assert load_phrases(language).avoided.keys() == CAUTIONS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_in_language_can_ask_for_light_hands_and_dry_soles(language: str) -> None:
    phrases = load_phrases(language)
    assert len(set(phrases.softly)) >= 10
    assert phrases.dry_soles is not None


def test_the_user_s_own_phrases_of_a_new_language_are_found_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG_FOLDER_VARIABLE, str(tmp_path))
    path = own_phrases(tmp_path, "fr", FRENCH)
    assert load_phrases("fr-CA").sides.left == "gauche"
    lines = "\n".join(map(str, check_phrases_file(path)))
    assert "phrases.yaml:1:1: softly: [translation-complete] the words of 'softly' are missing" in lines
    assert "phrases.yaml:9:10: avoided.pregnancy: [translation-complete] the words of 'pregnancy' are missing" in lines
    assert "there is no caution 'kne' (did you mean 'knee'?)" in lines


def test_the_user_s_own_phrases_take_the_place_of_built_in_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG_FOLDER_VARIABLE, str(tmp_path))
    own_phrases(tmp_path, "de", FRENCH)
    assert load_phrases("de").halfway == "C'est la moitié."
    assert load_phrases("en").halfway != "C'est la moitié."
