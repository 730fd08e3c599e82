"""What commands print."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kneadcast import MeasuredLevels, Session
from kneadcast.cli.printing import print_json, print_notes, print_session
from kneadcast.output.chapters import chapters_of
from tests.output.sessions import session

LEVELS = MeasuredLevels(-18.04321, -18.0, -2.5678, 0.4567, 26.4)
FINISHED = Session(
    Path("music/Füße.mp3"),
    session().model_copy(update={"avoid": ("knee",)}),
    chapters_of(session()),
    LEVELS,
    ("left out: knee",),
    (Path("music/Füße.html"),),
)

Printed = pytest.CaptureFixture[str]


def test_only_paths_are_printed_on_standard_output(capsys: Printed) -> None:
    print_session(FINISHED, as_json=False)
    out, err = capsys.readouterr()
    assert out == f"{Path('music/Füße.mp3')}\n{Path('music/Füße.html')}\n"
    assert err.splitlines() == [
        "left out: knee",
        f"A test, 24s, {len(FINISHED.chapters)} chapters, voice silent",
        "voice -18.0 LUFS, peaks -2.6 dBTP, speech 46%, ambience 26 LU under the voice",
    ]


def test_levels_of_what_is_not_heard_are_left_out(capsys: Printed) -> None:
    quiet = replace(LEVELS, speech_lufs=None, ambience_distance_lu=None)
    print_session(replace(FINISHED, levels=quiet), as_json=False)
    assert capsys.readouterr().err.splitlines()[-1] == "peaks -2.6 dBTP, speech 46%"
    print_session(replace(FINISHED, levels=quiet), as_json=True)
    levels = json.loads(capsys.readouterr().out)["levels"]
    assert (levels["speech_lufs"], levels["ambience_distance_lu"]) == (None, None)


def test_json_is_one_line_with_everything_and_nothing_beside_it(capsys: Printed) -> None:
    print_session(FINISHED, as_json=True)
    out, err = capsys.readouterr()
    assert (out.count("\n"), err) == (1, "")
    facts = json.loads(out)
    assert facts["path"] == str(Path("music/Füße.mp3"))
    assert facts["sidecars"] == [str(Path("music/Füße.html"))]
    assert (facts["avoid"], facts["notes"]) == (["knee"], ["left out: knee"])
    assert (facts["chapters"], facts["length_ms"]) == (len(FINISHED.chapters), 24_000)
    assert (facts["levels"]["speech_lufs"], facts["levels"]["true_peak_dbtp"]) == (-18.043, -2.568)
    assert "Füße" in out


def test_a_session_without_cautions_avoids_nothing(capsys: Printed) -> None:
    print_session(replace(FINISHED, script=session()), as_json=True)
    assert json.loads(capsys.readouterr().out)["avoid"] == []


def test_notes_are_lines_on_standard_error(capsys: Printed) -> None:
    print_notes(["one", "two"])
    print_notes([])
    assert capsys.readouterr() == ("", "one\ntwo\n")


def test_json_is_legible_and_keeps_letters_of_every_language(capsys: Printed) -> None:
    print_json([{"name": "Füße"}])
    assert capsys.readouterr().out == '[\n  {\n    "name": "Füße"\n  }\n]\n'
