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
from kneadcast.script.model import Script
from tests.routine.files import write
from tests.routines import durations, measured

HOME = load_routine("self-massage-at-home")
TRANSLATED = ["de", "es"]


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
def test_a_translation_has_no_problem_and_its_sessions_read_well(language: str) -> None:
    _, problems = check_routine_file(built_in("routines") / "i18n" / language / "self-massage-at-home.yaml")
    assert problems == ()
    routine, phrases = load_routine("self-massage-at-home", language), load_phrases(language)
    of = measured(routine, phrases=phrases)
    found = of.limits()
    for length_ms in (found.shortest_ms, routine.length, found.longest_ms):
        script = of.script(length_ms)
        assert lint(script, phrases, usual=length_ms == routine.length) == ()
        assert not {cue.text for cue in script.cues if cue.text} & english(), "a line was left in English"
        assert {step.id for step in script.steps} <= {step.id for step in english_script().steps}


def english_script() -> Script:
    of = measured(HOME, phrases=load_phrases("en"))
    return of.script(of.limits().longest_ms)


def english() -> set[str]:
    return {line.text for line in durations(HOME, phrases=load_phrases("en")).speech_ms}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('        again: "Reibe jede Zehe an deinem {side} Fuß."\n', "", "the words of 'again' are missing"),
        ('          - "Werde ein wenig langsamer."\n', "", "1 of the 3 lines are missing"),
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


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_built_in_translation_has_brief_words_and_pauses_where_the_routine_has_them(language: str) -> None:
    translated = load_routine("self-massage-at-home", language)
    for own, base in zip(translated.sections, HOME.sections, strict=True):
        assert bool(own.pause) == bool(base.pause)
        assert [bool(step.brief) for step in own.steps] == [bool(step.brief) for step in base.steps]


def test_a_key_without_words_in_the_routine_is_reported_with_its_line(tmp_path: Path) -> None:
    text = (built_in("routines") / "i18n" / "de" / "self-massage-at-home.yaml").read_text(encoding="utf-8")
    path = write(tmp_path, text.replace("      toes-friction:\n", "      toes-friction:\n        pressure: 3\n"))
    (problem,) = check_routine_file(path)[1]
    assert str(problem).startswith(f"{path}:{text.splitlines().index('      toes-friction:') + 2}:9: ")
    assert "a translation holds words only" in problem.message
