"""Finding templates: built in, in the user's own folder, or anywhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from kneadcast.errors import SoundError
from kneadcast.resources import built_in
from kneadcast.sound import check_template_file, is_template_file, load_template, own_template_names, template_names
from kneadcast.sound.chimes import sound_of
from kneadcast.sound.loudness import loudness_lufs
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.sound.template import ChimeFile

PLAIN = (built_in("audio_templates") / "plain.yaml").read_text(encoding="utf-8")
SILENT = (built_in("audio_templates") / "silent.yaml").read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setattr("kneadcast.sound.template_library.own_folder", lambda: folder)
    return folder


def test_there_are_five_worlds_and_the_default_comes_first() -> None:
    assert template_names() == ("singing-bowls", "plain", "silent", "soft-bells", "wood-and-rain")


def test_a_template_in_the_users_own_folder_is_found_by_its_name(own: Path) -> None:
    (own / "mine.yaml").write_text(PLAIN.replace("name: plain", "name: mine"), encoding="utf-8")
    assert own_template_names() == ("mine",)
    assert load_template("mine").name == "mine"


def test_the_users_own_goes_before_a_built_in_one_of_the_same_name(own: Path) -> None:
    (own / "plain.yaml").write_text(PLAIN.replace("title: Plain", "title: Mine"), encoding="utf-8")
    assert load_template("plain").title == "Mine"


def test_an_unknown_name_is_answered_with_the_users_own_too(own: Path) -> None:
    (own / "mine.yaml").write_text(PLAIN, encoding="utf-8")
    with pytest.raises(SoundError, match=r"did you mean 'mine'\?\); known: singing-bowls, .*, mine"):
        load_template("mien")


def test_silent_has_no_chimes_and_takes_no_time_for_them() -> None:
    assert set(load_template("silent").chime_lengths_ms().values()) == {0}


def test_plain_has_chimes_and_nothing_else() -> None:
    plain = load_template("plain")
    assert (plain.ambience, plain.voice, plain.pacer.mode) == (None, None, "off")


def test_a_chime_may_be_a_file_beside_the_template(tmp_path: Path) -> None:
    ring = np.sin(2 * np.pi * 500 * np.arange(24_000 * 12) / 24_000) * 0.1
    soundfile.write(str(tmp_path / "gong.ogg"), ring, 24_000)
    path = tmp_path / "own.yaml"
    head, _, tail = PLAIN.partition("  halfway:")
    path.write_text(
        f"{head}  halfway: {{file: gong.ogg, claim_ms: 1500}}\n  rest_end:{tail.partition('  rest_end:')[2]}"
    )
    template = load_template(path)
    assert template.chime_lengths_ms()["halfway"] == 1500
    assert template.chimes is not None
    assert isinstance(template.chimes.halfway, ChimeFile)
    sound = sound_of(template.chimes.halfway, -23.0)
    assert loudness_lufs(sound) == pytest.approx(-23, abs=0.2)
    assert len(sound) == 8 * FRAME_RATE
    assert abs(sound[-1]) < 1e-4


def test_a_sound_file_that_is_missing_or_no_sound_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "notes.wav").write_text("do re mi")
    path = tmp_path / "own.yaml"
    more = "ambience:\n  layers:\n    - {kind: file, file: gone.wav}\n    - {kind: file, file: notes.wav}\n"
    path.write_text(SILENT + more)
    line = SILENT.count("\n") + 3
    problems = [str(problem) for problem in check_template_file(path)[1]]
    assert f"own.yaml:{line}:" in problems[0]
    assert "ambience.layers[0].file: there is no sound file" in problems[0]
    assert "convert it to WAV, AIFF, FLAC, OGG or MP3" in problems[1]
    with pytest.raises(SoundError, match=r"gone\.wav"):
        load_template(path)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("ambience: {layers: [{kind: snow}]}", r"ambience.layers\[0\]: .*'rain', 'waves', 'wind'"),
        ("ambience: {layers: [{kind: rain}], lu_under_voice: 12}", "expected 20.5 to 40 LU, got 12; WCAG"),
        ("ambience: {layers: [{kind: drone, notes: [5]}]}", r"ambience.layers\[0\].notes\[0\]: expected 55 to 880 Hz"),
        ("ambience: {layers: [{kind: rain, notse: 1}]}", r"unknown key 'notse' \(did you mean 'notes'\?\)"),
        ("pacer: {mode: loud}", "pacer.mode: expected one of off, light, full, got 'loud'"),
        ("voice: {ratio: 8}", "expected 1 to 3, got 8; a higher ratio is no longer gentle"),
        ("pan: 2", "pan: expected 0 to 1, got 2; 0 is the middle"),
    ],
)
def test_a_fault_in_the_other_sounds_is_reported_with_its_place(tmp_path: Path, more: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(f"{SILENT}\n{more}\n", encoding="utf-8")
    with pytest.raises(SoundError, match=message):
        load_template(path)


def test_a_template_file_is_known_by_its_chimes(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("format: 1\nname: x\n")
    assert is_template_file(built_in("audio_templates") / "silent.yaml")
    assert not is_template_file(tmp_path / "other.yaml")
    assert not is_template_file(built_in("routines") / "toes-to-hip.yaml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Plain", 'title: "a\\nb"', "title: expected one line of printable text, got 'a\\nb'"),
        ("title: Plain", 'title: "\\e[2J"', "title: expected one line of printable text, got '\\x1b[2J'"),
        ("attack_ms: 16", "attack_ms: .nan", "chimes.start.attack_ms: expected finite number, got nan"),
        ("notes: [440]", "notes: [.nan]", "chimes.start.notes[0]: expected 400 to 900 Hz, got nan"),
        ("notes: [440]", "notes: [.inf]", "chimes.start.notes[0]: expected 400 to 900 Hz, got inf"),
        ("notes: [440]", f"notes: [{'9' * 99}]", "chimes.start.notes[0]: expected 400 to 900 Hz, got 1e+99"),
        ("decay_ms: 3000", "decay_ms: -1", "chimes.start.decay_ms: expected 1500 to 3000 ms, got -1"),
        ("name: plain", "name: plain\npan: .nan", "pan: expected 0 to 1, got nan"),
        ("in_ms: 200", "in_ms: 1e999", "fades.in_ms: expected a whole number, got '1e999'"),
        ("speech_lufs: -18", "speech_lufs: -.inf", "levels.speech_lufs: expected -24 to -14 LUFS"),
    ],
)
def test_a_value_that_no_template_can_have_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    """Numbers that are none, of any size or negative, and texts with control characters are refused."""
    path = tmp_path / "x.yaml"
    assert old in PLAIN
    path.write_text(PLAIN.replace(old, new, 1), encoding="utf-8")
    template, problems = check_template_file(path)
    assert template is None
    assert any(message in str(problem) and problem.line for problem in problems), problems


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes and devices among its files")
def test_a_sound_file_that_is_no_regular_file_is_reported_without_being_read(tmp_path: Path) -> None:
    """A pipe, a device, a file of any size and a name that is none are each a problem of the line that names them."""
    os.mkfifo(tmp_path / "pipe.wav")
    with (tmp_path / "huge.mp3").open("wb") as file:
        file.truncate(100_000_000_000)
    for name, message in (
        ("pipe.wav", "cannot be read: it is a pipe, not a file"),
        ("/dev/zero", "cannot be read: it is a device, not a file"),
        ("huge.mp3", "is larger than 2,000 MB, too large for a file of its kind"),
        ('"a\\0b"', "cannot be read: no file can have this name"),
        ("~nosuchuser/x.wav", "there is no sound file"),
        ("x" * 300, "cannot be read: the name is too long"),
    ):
        path = tmp_path / "x.yaml"
        recording = f"ambience: {{layers: [{{kind: file, file: {name}}}]}}\n"
        path.write_text(SILENT + recording, encoding="utf-8")
        (problem,) = check_template_file(path)[1]
        assert problem.place == "ambience.layers[0].file"
        assert message in problem.message
