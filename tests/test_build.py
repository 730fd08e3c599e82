"""The functions that build sessions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kneadcast import (
    KneadcastError,
    Length,
    Options,
    Script,
    SoundSettings,
    UnitError,
    build_session,
    compile_script,
    plan_session,
    preview_session,
    render_script,
)
from kneadcast.errors import OutputError, PlanError, ScriptError
from tests.short_session import LENGTH, LENGTH_MS, OPTIONS, ROUTINE, compiled_part
from tests.silent_narrator import SilentNarrator

pytestmark = pytest.mark.usefixtures("silent_narrator")


def short_script() -> Script:
    return compile_script(ROUTINE, length=LENGTH, options=OPTIONS)


@pytest.mark.parametrize("length", ["3", "180s", "3:00", "0h3m0s", timedelta(minutes=3), timedelta(seconds=180)])
def test_a_length_may_be_a_text_or_a_timedelta(length: Length) -> None:
    assert compile_script(ROUTINE, length=length, options=OPTIONS) == short_script()


@pytest.mark.parametrize("length", [2, 120.0, True, timedelta(minutes=-2), "soon", ""])
@pytest.mark.parametrize("function", [build_session, compile_script, plan_session, preview_session])
def test_a_length_without_a_unit_or_a_meaning_is_refused(function: Callable[..., object], length: Any) -> None:
    with pytest.raises(UnitError):
        function(ROUTINE, length=length, options=OPTIONS)


def test_without_a_length_a_session_lasts_as_long_as_its_routine() -> None:
    assert compile_script(ROUTINE, options=Options(sound=SoundSettings(template="plain"))).length_ms == 300_000


def test_the_script_and_the_time_budget_of_a_session_have_the_same_steps() -> None:
    budget, script = plan_session(ROUTINE, length=LENGTH, options=OPTIONS), short_script()
    assert [(entry.id, entry.start_ms, entry.length_ms) for entry in budget.entries] == [
        (step.id, step.start_ms, step.end_ms - step.start_ms) for step in script.steps
    ]
    assert budget.length_ms == script.length_ms == LENGTH_MS


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({}, "five-minute-feet-preview.mp3"),
        ({"format": "wav"}, "five-minute-feet-preview.wav"),
        ({"language": "de"}, "fünf-minuten-für-die-füsse-preview.mp3"),
    ],
)
def test_a_file_without_a_name_has_a_descriptive_one_in_the_folder_of_the_options(
    tmp_path: Path, more: dict[str, Any], name: str
) -> None:
    options = replace(OPTIONS, folder=tmp_path, **more)
    session = preview_session(ROUTINE, length=LENGTH, options=options)
    assert (session.path, session.script.length_ms) == (tmp_path / name, 60_000)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_preview_begins_where_it_is_asked_to(tmp_path: Path) -> None:
    target = tmp_path / "preview.wav"
    session = preview_session(ROUTINE, length=LENGTH, start="2m50s", output=target, options=OPTIONS)
    expected = [cue.id for cue in short_script().cues if cue.at_ms >= 170_000]
    assert [cue.id for cue in session.script.cues] == expected
    assert session.script.length_ms == 10_000


@pytest.mark.parametrize(
    ("options", "length", "error"),
    [
        (OPTIONS, "1m", PlanError),
        (OPTIONS, "3h", PlanError),
        (replace(OPTIONS, sidecars=("pages",)), LENGTH, OutputError),  # type: ignore[arg-type]
        (replace(OPTIONS, avoid=("cannot-reach-feet",)), LENGTH, KneadcastError),
    ],
    ids=["too-short", "too-long", "unknown-sidecar", "unsafe"],
)
def test_what_is_not_possible_writes_no_file(
    tmp_path: Path, options: Options, length: str, error: type[KneadcastError]
) -> None:
    with pytest.raises(error):
        build_session(ROUTINE, length=length, options=replace(options, folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("function", [build_session, preview_session])
def test_a_file_that_may_not_be_replaced_is_reported_before_a_line_is_spoken(
    tmp_path: Path, function: Callable[..., object]
) -> None:
    target, narrator = tmp_path / "mine.mp3", SilentNarrator(tmp_path / "hums")
    target.write_bytes(b"my only recording")
    with pytest.raises(OutputError, match="was not made by Kneadcast"):
        function(ROUTINE, length=LENGTH, output=target, options=OPTIONS, narrator=narrator)
    assert target.read_bytes() == b"my only recording"
    assert list(tmp_path.iterdir()) == [target]


def test_a_script_that_overlaps_is_rendered_only_if_it_may_be_refitted(tmp_path: Path) -> None:
    script = compiled_part().script
    moved = script.cues[2].model_copy(update={"at_ms": script.cues[1].at_ms + 1})
    edited = script.model_copy(update={"cues": (*script.cues[:2], moved, *script.cues[3:])})
    with pytest.raises(ScriptError, match="overlaps"):
        render_script(edited, tmp_path / "s.wav")
    assert list(tmp_path.iterdir()) == []
    assert render_script(edited, tmp_path / "s.wav", refitted=True).script.length_ms == script.length_ms
