"""The lengths that ship with the package."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kneadcast.cache.store import speech_folder
from kneadcast.choices import DEFAULT_PACE_WPM
from kneadcast.routine import load_phrases
from kneadcast.speech import Line, find_voice, length_table, voice_origin
from kneadcast.speech.calibration import Pace, is_plausible
from kneadcast.speech.drivers.espeak import ESPEAK
from kneadcast.speech.drivers.registry import find_driver
from kneadcast.speech.length_table import LENGTHS_FOLDER, LengthTable, read_table, shipped_table, write_table
from kneadcast.speech.lexicon import load_lexicon
from kneadcast.speech.utterances import Speller
from measure_lengths import LANGUAGES, built_in_lines, main, measured_table
from tests.speech.fake_driver import fake_voice

TABLES = {language: read_table(LENGTHS_FOLDER / f"{language}.json") for language in LANGUAGES}
SAMPLE = 12
RUN_SCRIPT = "run python scripts/measure_lengths.py"

needs_espeak = pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")


@cache
def lines_of(language: str) -> tuple[Line, ...]:
    return built_in_lines(language)


@cache
def spelled(language: str) -> Mapping[str, str]:
    """Returns every built-in line of a language as the driver of its table receives it, with its normalised text."""
    speller = Speller(language, load_lexicon(language), find_driver(TABLES[language].voice.driver).spell)
    utterances = [speller.utterance(line) for line in lines_of(language)]
    return {one.spelled: one.normalised for one in utterances}


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns an empty folder that is used instead of the one that ships."""
    monkeypatch.setattr(length_table, "LENGTHS_FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_the_built_in_routines_has_a_length(language: str) -> None:
    missing = sorted(spelled(language).keys() - TABLES[language].lengths_ms.keys())
    assert not missing, f"{RUN_SCRIPT} {language}: {len(missing)} lines have not been measured"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_length_is_kept_for_a_line_that_nobody_says_any_more(language: str) -> None:
    stale = sorted(TABLES[language].lengths_ms.keys() - spelled(language).keys())
    assert not stale, f"{RUN_SCRIPT} {language}: {len(stale)} lines are no longer said"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_length_is_plausible_for_its_text(language: str) -> None:
    table, texts = TABLES[language], spelled(language)
    lengths_ms = {text: length_ms for text, length_ms in table.lengths_ms.items() if text in texts}
    assert all(type(length_ms) is int for length_ms in lengths_ms.values())
    assert not [text for text, length_ms in lengths_ms.items() if not is_plausible(texts[text], length_ms, table.pace)]


@needs_espeak
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_are_those_of_the_default_voices_at_the_default_pace(language: str) -> None:
    table = TABLES[language]
    assert (table.voice, table.pace_wpm) == (find_voice("default", language), DEFAULT_PACE_WPM)
    assert (table.origin["driver"], table.origin["voice"]) == (table.voice.driver, table.voice.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_has_a_line_for_each_text_in_order_so_that_versions_can_be_compared(
    tmp_path: Path, language: str
) -> None:
    path = LENGTHS_FOLDER / f"{language}.json"
    lines = path.read_text("utf-8").splitlines()
    lengths_ms = json.loads(path.read_text("utf-8"))["lengths_ms"]
    entries = [f"  {json.dumps(text, ensure_ascii=False)}: {length_ms}" for text, length_ms in lengths_ms.items()]
    assert [line.removesuffix(",") for line in lines[-len(entries) - 2 : -2]] == entries
    assert list(lengths_ms) == sorted(lengths_ms)
    write_table(TABLES[language], tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == path.read_bytes()


def test_a_table_is_valid_only_if_every_fact_of_the_voice_is_the_same(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = voice_origin(fake_voice(), "en")
    table = LengthTable(fake_voice(), origin, 118, Pace(120, 118.0, 110.0), {"One.": 700})
    write_table(table, shipped / "en.json")
    assert shipped_table("en") == table
    for name in origin:
        monkeypatch.setattr(length_table, "voice_origin", lambda *_, changed=name: {**origin, changed: "other"})
        assert shipped_table("en") is None


def test_another_release_of_a_library_that_computes_samples_leaves_a_table_valid(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = {**voice_origin(fake_voice(), "en"), "engine": "voice 0.2.1, onnxruntime 1.32.0, numpy 2.4.6"}
    table = LengthTable(fake_voice(), origin, 118, Pace(120, 118.0, 110.0), {"One.": 700})
    write_table(table, shipped / "en.json")
    for engine, valid in (("voice 0.2.1, onnxruntime 1.40.0, numpy 1.26.4", True), ("voice 0.3.0", False)):
        monkeypatch.setattr(length_table, "voice_origin", lambda *_, engine=engine: {**origin, "engine": engine})
        assert (shipped_table("en") == table) is valid


@pytest.mark.parametrize("language", ["fr", "en-GB", "../en", ""])
def test_a_language_without_a_table_has_none(language: str) -> None:
    assert shipped_table(language) is None


def test_a_table_of_an_unknown_format_is_refused(shipped: Path) -> None:
    write_table(replace(TABLES["de"], lengths_ms={}), shipped / "de.json")
    path = shipped / "de.json"
    path.write_text(path.read_text("utf-8").replace('"format": 1', '"format": 2'), encoding="utf-8")
    with pytest.raises(ValueError, match="has the format 2, expected 1"):
        shipped_table("de")


@needs_espeak
def test_the_script_measures_without_the_table_that_it_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE", str(tmp_path))
    (line,) = (Line(text) for text in TABLES["de"].lengths_ms if text == load_phrases("de").halfway)
    measured = measured_table("de", [line])
    assert list((speech_folder(tmp_path) / "clips").iterdir())
    assert list((speech_folder(tmp_path) / "paces").iterdir())
    assert measured.lengths_ms.keys() == {line.text}
    assert measured.pace.wpm == pytest.approx(DEFAULT_PACE_WPM, rel=0.02)


@needs_espeak
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_of_the_lengths_is_that_of_the_voice_on_this_computer(language: str, tmp_path: Path) -> None:
    lines = random.Random(language).sample(lines_of(language), SAMPLE)
    assert_measured_alike(language, lines, tmp_path)


@needs_espeak
@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_length_and_the_pace_are_those_of_the_voice_on_this_computer(language: str, tmp_path: Path) -> None:
    assert_measured_alike(language, lines_of(language), tmp_path)


def assert_measured_alike(language: str, lines: Sequence[Line], folder: Path) -> None:
    table = TABLES[language]
    if table.origin != voice_origin(table.voice, language):
        pytest.skip("other releases of the voice's packages are installed than those that the table was measured with")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNEADCAST_CACHE", str(folder))
        measured = measured_table(language, lines)
    known = {text: table.lengths_ms.get(text) for text in measured.lengths_ms}
    assert measured.lengths_ms == known, RUN_SCRIPT
    assert measured.pace == table.pace, RUN_SCRIPT


def test_the_script_refuses_a_language_that_it_does_not_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["en", "fr"]) == 2
    assert "no such language: fr; known: en, de, es" in capsys.readouterr().out
