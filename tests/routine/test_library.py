"""Finding routines by name and by path, and reading them; the user's own come before built-in ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.errors import RoutineError
from kneadcast.resources import CONFIG_FOLDER_VARIABLE, built_in
from kneadcast.routine.library import (
    RoutineName,
    all_routine_names,
    check_routine_file,
    find_routine,
    is_available_in,
    load_routine,
    own_routine_names,
    routine_names,
)
from tests.routine.files import FAULTLESS, faulty, write

HOME = "self-massage-at-home"
LONG_SENTENCE = ("Sit well back.", "Sit well back in a chair that has a firm seat and also a high back.")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns an empty folder for the user's own routines."""
    monkeypatch.setenv(CONFIG_FOLDER_VARIABLE, str(tmp_path))
    (tmp_path / "routines").mkdir()
    return tmp_path / "routines"


def extending(base: str, changes: str = "") -> str:
    return f"format: 1\nextends: {base}\n{changes}"


def german(routine: str = HOME, title: str = "Selbstmassage zu Hause") -> str:
    text = (built_in("routines") / "i18n" / "de" / f"{HOME}.yaml").read_text(encoding="utf-8")
    text = text.replace(f"translates: {HOME}", f"translates: {routine}")
    return text.replace("title: Selbstmassage zu Hause", f"title: {title}")


def test_the_default_routine_is_named_first_and_the_others_in_alphabetical_order() -> None:
    first, *others = routine_names()
    assert first == DEFAULT_ROUTINE
    assert others == sorted(others)


@pytest.mark.parametrize("suffix", ["yaml", "yml"])
def test_a_routine_can_be_given_by_its_path(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path, FAULTLESS, f"mine.{suffix}")
    assert load_routine(path).name == "soles"
    assert load_routine(str(path)).name == "soles"


def test_a_name_that_is_nearly_right_is_refused_with_the_right_one() -> None:
    with pytest.raises(RoutineError, match=r"there is no routine 'toe-to-hip' \(did you mean 'toes-to-hip'\?\)"):
        load_routine("toe-to-hip")


def test_an_unknown_name_is_refused_with_all_that_exist() -> None:
    with pytest.raises(RoutineError) as caught:
        load_routine("xyz")
    assert str(caught.value) == f"there is no routine 'xyz'; known: {', '.join(routine_names())}"


@pytest.mark.parametrize("given", ["nowhere/soles.yaml", "soles.yml", "nowhere/soles", "../routines"])
def test_a_path_that_does_not_exist_is_not_taken_for_a_name(given: str) -> None:
    with pytest.raises(RoutineError, match=f"there is no routine file '{given}'"):
        load_routine(given)


def test_a_name_never_leads_out_of_the_folder() -> None:
    with pytest.raises(RoutineError, match="there is no routine file"):
        load_routine("i18n/en/phrases")


def test_checking_a_file_that_does_not_exist_reports_that(tmp_path: Path) -> None:
    routine, (problem,) = check_routine_file(tmp_path / "soles.yaml")
    assert routine is None
    assert str(problem) == f"{tmp_path / 'soles.yaml'}: cannot be read: No such file or directory"


def test_a_warning_does_not_stop_a_routine_and_an_error_does(tmp_path: Path) -> None:
    warned = write(tmp_path, faulty(LONG_SENTENCE))
    assert load_routine(warned).name == "soles"
    refused = write(tmp_path, faulty(LONG_SENTENCE, ("pressure: 5", "pressure: 8")))
    with pytest.raises(RoutineError) as caught:
        load_routine(refused)
    assert {problem.severity for problem in caught.value.problems} == {"error"}


def test_every_name_is_listed_once_with_whether_it_is_the_user_s_own(own: Path) -> None:
    write(own, extending(HOME, "name: mine\n"), "mine.yaml")
    write(own, extending("relaxing"), "relaxing.yaml")
    assert own_routine_names() == ("mine", "relaxing")
    replaced = [name for name in routine_names() if name != "relaxing"]
    assert all_routine_names() == (
        *(RoutineName(name, own=False) for name in replaced),
        RoutineName("mine", own=True),
        RoutineName("relaxing", own=True),
    )


def test_the_user_s_own_routine_takes_the_place_of_a_built_in_one(own: Path) -> None:
    path = write(own, faulty(("name: soles", "name: relaxing")), "relaxing.yaml")
    assert find_routine("relaxing") == path
    assert load_routine("relaxing").title == "Soles"


def test_a_built_in_routine_is_read_once_and_the_user_s_own_each_time(own: Path) -> None:
    assert load_routine("relaxing", "de", 2) is load_routine("relaxing", "de", 2)
    path = write(own, faulty(("name: soles", "name: relaxing")), "relaxing.yaml")
    assert load_routine("relaxing").title == "Soles"
    path.write_text(path.read_text(encoding="utf-8").replace("title: Soles", "title: Arches"), encoding="utf-8")
    assert load_routine("relaxing").title == "Arches"


def test_an_own_routine_that_extends_its_own_name_extends_the_built_in_one(own: Path) -> None:
    before = load_routine("relaxing")
    write(own, extending("relaxing", "title: My evening\n"), "relaxing.yaml")
    assert load_routine("relaxing") == before.model_copy(update={"title": "My evening"})


def test_other_own_routines_extend_the_own_one_of_that_name(own: Path) -> None:
    write(own, extending("relaxing", "title: My evening\n"), "relaxing.yaml")
    write(own, extending("relaxing", "name: short\n"), "short.yaml")
    assert load_routine("short").title == "My evening"


@pytest.mark.parametrize("base", ["a", "a.yaml", "b"])
def test_a_routine_cannot_extend_itself(own: Path, base: str) -> None:
    write(own, extending(base, "name: a\n"), "a.yaml")
    write(own, extending("a", "name: b\n"), "b.yaml")
    with pytest.raises(RoutineError, match="this routine extends itself"):
        load_routine("a")


def test_a_built_in_translation_translates_the_built_in_routine(own: Path) -> None:
    expected = load_routine(HOME, "de")
    write(own, extending(HOME, "remove: [feet-and-calves.calf-tapotement]\n"), f"{HOME}.yaml")
    translation = built_in("routines") / "i18n" / "de" / f"{HOME}.yaml"
    assert check_routine_file(translation) == (expected, ())


def test_an_own_routine_is_not_replaced_by_the_translation_of_the_built_in_one(own: Path) -> None:
    write(own, extending(HOME, "length: 8m\n"), f"{HOME}.yaml")
    with pytest.raises(RoutineError, match=f"'{HOME}' is not available in language 'de'; it is available in: en$"):
        load_routine(HOME, "de")
    assert not is_available_in("de", load_routine(HOME), HOME)
    assert is_available_in("en-GB", load_routine(HOME), HOME)


def test_an_own_translation_takes_the_place_of_a_built_in_one(own: Path) -> None:
    (own / "i18n" / "de").mkdir(parents=True)
    write(own / "i18n" / "de", german(title="Meine Massage"), f"{HOME}.yaml")
    assert load_routine(HOME, "de").title == "Meine Massage"
    assert load_routine(HOME, "de-AT").title == "Meine Massage"


def test_an_own_translation_translates_the_own_routine_of_that_name(own: Path) -> None:
    (own / "i18n" / "de").mkdir(parents=True)
    write(own / "i18n" / "de", german(), f"{HOME}.yaml")
    write(own, extending(HOME, "length: 8m\n"), f"{HOME}.yaml")
    routine = load_routine(HOME, "de")
    assert (routine.language, routine.length) == ("de", 480_000)
    assert is_available_in("de", load_routine(HOME), HOME)


def test_an_own_routine_of_a_new_name_can_be_translated(own: Path) -> None:
    (own / "i18n" / "de").mkdir(parents=True)
    write(own, extending(HOME, "name: mine\n"), "mine.yaml")
    write(own / "i18n" / "de", german("mine"), "mine.yaml")
    assert load_routine("mine", "de").name == "mine"
    assert load_routine(own / "mine.yaml", "de").language == "de"


def test_a_broken_translation_is_reported_rather_than_passed_over(own: Path) -> None:
    (own / "i18n" / "fr").mkdir(parents=True)
    path = write(own / "i18n" / "fr", "translates: [\n", f"{HOME}.yaml")
    with pytest.raises(RoutineError, match=f"{path}:2:1: is not valid YAML"):
        load_routine(HOME, "fr")


def test_a_language_without_a_translation_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(RoutineError, match="not available in language 'fr'; it is available in: en, de, es"):
        load_routine(HOME, "fr")
