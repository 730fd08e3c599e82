"""Translations: what they change, and where their problems are reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kneadcast.reports.lint import lint
from kneadcast.resources import built_in
from kneadcast.routine.library import check_routine_file, load_routine
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import load_phrases
from tests.routine.files import write
from tests.routines import durations, measured

HOME = load_routine("self-massage-at-home")
TRANSLATED = sorted(
    (path.parent.name, path.stem) for path in (built_in("routines") / "i18n").glob("*/*.yaml") if path.stem != "phrases"
)
TRANSLATED_TO_ALL = {"self-massage-at-home", "toes-to-hip", "relaxing", "five-minute-feet", "before-sleep"}
MOST_LONGER = 1.15
"""How many times longer the shortest session may be than the English one; Spanish has about so many more words."""


def test_the_same_routines_are_translated_to_every_language() -> None:
    assert {(language, name) for language in ("de", "es") for name in TRANSLATED_TO_ALL} == set(TRANSLATED)


@pytest.mark.parametrize(("language", "name"), TRANSLATED)
def test_a_translation_changes_nothing_but_words(language: str, name: str) -> None:
    def plan_of(routine: Routine) -> list[object]:
        rows: list[object] = [routine.length, routine.type, routine.opening.safety.time]
        for section in routine.sections:
            rows += [section.slug, *((step.slug, step.time, step.pressure, step.tempo) for step in section.steps)]
        return rows

    routine = load_routine(name, language)
    assert plan_of(routine) == plan_of(load_routine(name))
    assert routine.language == language


@pytest.mark.parametrize(("language", "name"), TRANSLATED)
def test_a_translation_has_no_problem_and_its_sessions_read_well(language: str, name: str) -> None:
    _, problems = check_routine_file(built_in("routines") / "i18n" / language / f"{name}.yaml")
    assert problems == ()
    routine, phrases = load_routine(name, language), load_phrases(language)
    of, base = measured(routine, phrases=phrases), measured(load_routine(name), phrases=load_phrases("en"))
    found = of.limits()
    assert found.shortest_ms <= MOST_LONGER * base.limits().shortest_ms + 5_000
    ids = {step.id for step in base.script(base.limits().longest_ms).steps}
    for length_ms in (found.shortest_ms, routine.length, found.longest_ms):
        script = of.script(length_ms)
        assert lint(script, phrases, usual=False) == ()
        assert not {cue.text for cue in script.cues if cue.text} & english(name), "a line was left in English"
        assert {step.id for step in script.steps if step.kind != "move"} <= ids


@pytest.mark.parametrize("path", sorted((built_in("routines") / "i18n").glob("*/*.yaml")), ids=str)
def test_every_form_of_a_side_exists_in_its_language(path: Path) -> None:
    known = {"", *load_phrases(path.parent.name).sides.forms}
    used = re.findall(r"\{(?:side|other)(?::(\w+))?\}", path.read_text(encoding="utf-8"))
    assert set(used) <= known


def english(name: str = "self-massage-at-home") -> set[str]:
    return {line.text for line in durations(load_routine(name), phrases=load_phrases("en")).speech_ms}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('  - "Spüre, wie der Stuhl dich trägt."\n', "", "1 of the 13 lines are missing"),
        ("      ankle-friction:\n", "      ankel-friction:\n", "the words of the step 'ankle-friction' are missing"),
        ("title: Selbstmassage zu Hause\n", "", "the words of 'title' are missing"),
    ],
)
def test_a_missing_line_is_reported_and_never_spoken_in_english(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = (built_in("routines") / "i18n" / "de" / "self-massage-at-home.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    routine, problems = check_routine_file(write(tmp_path, text.replace(old, new)))
    assert routine is None
    found = [problem for problem in problems if problem.rule == "translation-complete"]
    assert [problem.message for problem in found] == [message]
    assert found[0].line > 0


def test_a_translation_without_brief_words_and_pauses_says_the_others_in_its_own_language(tmp_path: Path) -> None:
    text = (built_in("routines") / "i18n" / "de" / "self-massage-at-home.yaml").read_text(encoding="utf-8")
    kept = re.sub(r"^ +(?:brief:.*|pause:(?:\n {6,}.*)+|pause: {.*)\n", "", text, flags=re.MULTILINE)
    routine, problems = check_routine_file(write(tmp_path, kept))
    assert problems == ()
    assert routine is not None
    assert all(step.brief is None for section in routine.sections for step in section.steps)
    assert all(section.pause is None for section in routine.sections)
    of = measured(routine, phrases=load_phrases("de"))
    for length_ms in (of.limits().shortest_ms, of.limits().longest_ms):
        assert not {cue.text for cue in of.script(length_ms).cues if cue.text} & english()


@pytest.mark.parametrize(("language", "name"), TRANSLATED)
def test_a_built_in_translation_has_brief_words_and_pauses_where_the_routine_has_them(language: str, name: str) -> None:
    translated = load_routine(name, language)
    for own, base in zip(translated.sections, load_routine(name).sections, strict=True):
        assert bool(own.pause) == bool(base.pause)
        assert [bool(step.brief) for step in own.steps] == [bool(step.brief) for step in base.steps]


def test_a_key_without_words_in_the_routine_is_reported_with_its_line(tmp_path: Path) -> None:
    text = (built_in("routines") / "i18n" / "de" / "self-massage-at-home.yaml").read_text(encoding="utf-8")
    path = write(tmp_path, text.replace("      toes-friction:\n", "      toes-friction:\n        pressure: 3\n"))
    (problem,) = check_routine_file(path)[1]
    assert str(problem).startswith(f"{path}:{text.splitlines().index('      toes-friction:') + 2}:9: ")
    assert "a translation holds words only" in problem.message
