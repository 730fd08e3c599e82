"""Finding routines by name and by path, and the phrases of a language."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.errors import RoutineError
from kneadcast.resources import FOLDER_VARIABLE, built_in
from kneadcast.routine.library import (
    DEFAULT_ROUTINE,
    check_phrases_file,
    check_routine_file,
    is_phrases_file,
    load_phrases,
    load_routine,
    routine_names,
)
from tests.routine.files import FAULTLESS, write


def test_the_default_routine_is_named_first_and_the_others_by_the_alphabet() -> None:
    first, *others = routine_names()
    assert first == DEFAULT_ROUTINE
    assert others == sorted(others)


@pytest.mark.parametrize("suffix", ["yaml", "yml"])
def test_a_routine_of_the_user_is_given_by_its_path(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path, FAULTLESS, f"mine.{suffix}")
    assert load_routine(path).name == "soles"
    assert load_routine(str(path)).name == "soles"


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one() -> None:
    with pytest.raises(RoutineError, match=r"there is no routine 'toe-to-hip' \(did you mean 'toes-to-hip'\?\)"):
        load_routine("toe-to-hip")


def test_a_name_that_is_not_there_is_answered_with_all_that_are() -> None:
    with pytest.raises(RoutineError) as caught:
        load_routine("xyz")
    assert str(caught.value) == f"there is no routine 'xyz'; known: {', '.join(routine_names())}"


@pytest.mark.parametrize("given", ["nowhere/soles.yaml", "soles.yml", "nowhere/soles", "../routines"])
def test_a_path_that_is_not_there_is_not_taken_for_a_name(given: str) -> None:
    with pytest.raises(RoutineError, match=f"there is no routine file '{given}'"):
        load_routine(given)


def test_a_built_in_name_never_leads_out_of_the_folder() -> None:
    with pytest.raises(RoutineError, match="there is no routine file"):
        load_routine("i18n/en/phrases")


def test_checking_a_file_that_is_not_there_tells_so(tmp_path: Path) -> None:
    routine, (problem,) = check_routine_file(tmp_path / "soles.yaml")
    assert routine is None
    assert str(problem) == f"{tmp_path / 'soles.yaml'}: cannot be read: No such file or directory"


def test_a_dialect_without_phrases_of_its_own_has_those_of_its_language() -> None:
    assert load_phrases("en-gb") == load_phrases("en")


def test_a_language_without_phrases_is_answered_with_those_that_have_some() -> None:
    with pytest.raises(RoutineError, match=r"not there in language 'xx'; known: .*\ben\b"):
        load_phrases("xx")


def test_phrases_name_both_sides() -> None:
    sides = load_phrases("en").sides
    assert (sides.left, sides.right) == ("left", "right")


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_the_phrases_of_every_language_that_ships_are_whole(language: str) -> None:
    path = built_in("routines") / "i18n" / language / "phrases.yaml"
    assert is_phrases_file(path)
    assert check_phrases_file(path) == ()


def test_phrases_of_a_new_language_are_found_in_the_own_folder_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    folder = tmp_path / "routines" / "i18n" / "fr"
    folder.mkdir(parents=True)
    text = (
        "format: 1\nlanguage: fr\nsides: {left: gauche, right: droit}\nopening: Début\nclosing: Fin\n"
        "halfway: C'est la moitié.\nfive_minutes_left: Encore cinq minutes.\none_minute_left: Encore une minute.\n"
        "avoided: {kne: Sans les genoux.}\n"
    )
    (folder / "phrases.yaml").write_text(text, encoding="utf-8")
    assert load_phrases("fr-CA").sides.left == "gauche"
    told = "\n".join(map(str, check_phrases_file(folder / "phrases.yaml")))
    assert "phrases.yaml:1:1: softly: [translation-complete] the words of 'softly' are missing" in told
    assert "phrases.yaml:9:10: avoided.pregnancy: [translation-complete] the words of 'pregnancy' are missing" in told
    assert "there is no caution 'kne' (did you mean 'knee'?)" in told
