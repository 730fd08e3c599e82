"""Routines that change another, and translations: what they inherit, and where their problems are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.errors import RoutineError
from kneadcast.planning.planner import limits, plan
from kneadcast.planning.script_writer import Telling, write_script
from kneadcast.reports.lint import lint
from kneadcast.resources import FOLDER_VARIABLE, built_in
from kneadcast.routine.library import check_routine_file, load_phrases, load_routine, own_routine_names
from kneadcast.routine.model import Routine
from kneadcast.script.model import Script
from tests.routine.files import write
from tests.routines import durations

HOME = load_routine("self-massage-at-home")
TRANSLATED = ["de", "es"]
HEAD = "format: 1\nextends: self-massage-at-home\nname: mine\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    (tmp_path / "routines").mkdir()
    return tmp_path / "routines"


def changed(folder: Path, text: str) -> Routine:
    routine, problems = check_routine_file(write(folder, HEAD + text))
    assert problems == ()
    assert routine is not None
    return routine


def told(folder: Path, text: str) -> list[str]:
    path = write(folder, HEAD + text)
    return [str(problem).removeprefix(f"{path}:") for problem in check_routine_file(path)[1]]


def test_a_file_that_changes_nothing_is_its_base_under_its_own_name(tmp_path: Path) -> None:
    assert changed(tmp_path, "") == HOME.model_copy(update={"name": "mine"})


def test_a_top_key_replaces_that_of_the_base(tmp_path: Path) -> None:
    assert changed(tmp_path, "length: 8m\n").length == 480_000


def test_a_step_is_found_by_its_id_and_keeps_what_is_not_changed(tmp_path: Path) -> None:
    text = "sections: [{id: feet-and-calves, steps: [{id: sole-friction, pressure: 4}]}]\n"
    before, after = HOME.sections[0].steps, changed(tmp_path, text).sections[0].steps
    assert [step.pressure for step in after] == [4 if step.area == "sole" else step.pressure for step in before]
    assert after[2].say == before[2].say


def test_what_is_removed_is_gone(tmp_path: Path) -> None:
    steps = changed(tmp_path, "remove: [feet-and-calves.calf-tapotement]\n").sections[0].steps
    assert "calf-tapotement" not in [step.slug for step in steps]
    assert len(steps) == len(HOME.sections[0].steps) - 1


def test_a_new_step_stands_behind_the_one_it_names(tmp_path: Path) -> None:
    step = '{area: heel, technique: hold, pressure: 2, time: 9s/20s/40s, say: "Hold your {side} heel."'
    step += ", after: sole-friction}"
    steps = changed(tmp_path, f"sections: [{{id: feet-and-calves, steps: [{step}]}}]\n").sections[0].steps
    assert [one.slug for one in steps][2:4] == ["sole-friction", "heel-hold"]


def test_a_problem_in_a_change_points_at_the_line_that_the_author_wrote(tmp_path: Path) -> None:
    text = "sections:\n  - id: feet-and-calves\n    steps:\n      - id: ankle-friction\n        pressure: 6\n"
    assert told(tmp_path, text) == [
        "8:19: sections[0].steps[3].pressure: [pressure-cap] pressure 6 on the ankle is above its cap of 3: "
        "the tibial nerve and an artery pass behind the inner ankle"
    ]


def test_what_is_removed_before_it_does_not_shift_a_problem(tmp_path: Path) -> None:
    text = "remove: [feet-and-calves.toes-friction]\nsections:\n  - id: feet-and-calves\n    steps:\n"
    text += "      - {id: ankle-friction, pressure: 6}\n"
    assert [line.split(" ")[0] for line in told(tmp_path, text)] == ["8:40:"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "remove: [feet-and-claves]\n",
            "4:10: remove[0]: there is nothing called 'feet-and-claves' to remove",
        ),
        ("sections: [{steps: []}]\n", "4:12: sections[0]: this section has no id to be found by; give it an `id`"),
        (
            "sections: [{id: feet-and-calves, steps: [{id: x, after: nowhere}]}]\n",
            "4:57: sections[0].steps[0].after: there is nothing called 'nowhere'",
        ),
        ("lenght: 8m\n", "4:1: lenght: unknown key 'lenght' (did you mean 'length'?)"),
    ],
)
def test_a_change_of_what_is_not_there_is_told(tmp_path: Path, text: str, message: str) -> None:
    (line,) = told(tmp_path, text)
    assert line.startswith(message)


def test_a_routine_cannot_extend_itself(own: Path) -> None:
    write(own, "format: 1\nextends: b\nname: a\n", "a.yaml")
    write(own, "format: 1\nextends: a\nname: b\n", "b.yaml")
    with pytest.raises(RoutineError, match="this routine extends itself"):
        load_routine("a")


def test_an_own_routine_is_found_by_its_name_behind_the_built_in_ones(own: Path) -> None:
    write(own, "format: 1\nextends: self-massage-at-home\nname: mine\n", "mine.yaml")
    write(own, "format: 1\nextends: self-massage-at-home\nname: toes-to-hip\n", "toes-to-hip.yaml")
    assert own_routine_names() == ("mine",)
    assert load_routine("mine").sections == HOME.sections
    assert len(load_routine("toes-to-hip").sections) > 1


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_changes_nothing_but_words(language: str) -> None:
    def plan_of(routine: Routine) -> list[object]:
        rows: list[object] = [routine.length, routine.type, routine.opening.safety.time]
        for section in routine.sections:
            rows += [section.slug, *((step.slug, step.time, step.pressure, step.tempo) for step in section.steps)]
        return rows

    routine = load_routine("self-massage-at-home", language)
    assert plan_of(routine) == plan_of(HOME)
    assert routine.language == language


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_no_problem_and_makes_nobody_stumble(language: str) -> None:
    _, problems = check_routine_file(built_in("routines") / "i18n" / language / "self-massage-at-home.yaml")
    assert problems == ()
    routine, phrases = load_routine("self-massage-at-home", language), load_phrases(language)
    known = durations(routine, phrases=phrases)
    found = limits(routine, phrases, known)
    for length_ms in (found.shortest_ms, routine.length, found.longest_ms):
        script = write_script(plan(routine, phrases, known, length_ms), phrases, known, Telling("t", 118, 1.0, "x"))
        assert lint(script, phrases, usual=length_ms == routine.length) == ()
        assert not {cue.text for cue in script.cues if cue.text} & english(), "a line was left in English"
        assert {step.id for step in script.steps} <= {step.id for step in english_script().steps}


def english_script() -> Script:
    known = durations(HOME, phrases=load_phrases("en"))
    longest = limits(HOME, load_phrases("en"), known).longest_ms
    return write_script(
        plan(HOME, load_phrases("en"), known, longest), load_phrases("en"), known, Telling("t", 118, 1.0, "x")
    )


def english() -> set[str]:
    return set(durations(HOME, phrases=load_phrases("en")).speech_ms)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('        again: "Reibe jede Zehe an deinem {side} Fuß."\n', "", "the words of 'again' are missing"),
        ('          - "Werde ein wenig langsamer."\n', "", "1 of the 3 lines are missing"),
        ("      ankle-friction:\n", "      ankel-friction:\n", "the words of the step 'ankle-friction' are missing"),
        ("title: Selbstmassage zu Hause\n", "", "the words of 'title' are missing"),
    ],
)
def test_a_missing_line_is_told_and_never_spoken_in_english(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (built_in("routines") / "i18n" / "de" / "self-massage-at-home.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    routine, problems = check_routine_file(write(tmp_path, text.replace(old, new)))
    assert routine is None
    found = [problem for problem in problems if problem.rule == "translation-complete"]
    assert [problem.message for problem in found] == [message]
    assert found[0].line > 0


def test_words_for_what_the_routine_does_not_have_are_told_with_their_line(tmp_path: Path) -> None:
    text = (built_in("routines") / "i18n" / "de" / "self-massage-at-home.yaml").read_text(encoding="utf-8")
    path = write(tmp_path, text.replace("      toes-friction:\n", "      toes-friction:\n        pressure: 3\n"))
    (problem,) = check_routine_file(path)[1]
    assert str(problem).startswith(f"{path}:{text.splitlines().index('      toes-friction:') + 2}:9: ")
    assert "a translation holds words only" in problem.message


def test_a_language_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(RoutineError, match="not there in language 'fr'; it is in: en, de, es"):
        load_routine("self-massage-at-home", "fr")
