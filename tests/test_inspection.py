"""Inspection of finished sessions."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kneadcast import OutputError, Session, inspect_file, plot_session, to_yaml, verify
from kneadcast.rendering import render
from tests.short_session import OPTIONS, compiled_part

pytestmark = pytest.mark.usefixtures("silent_narrator_of_module")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Returns a session as a WAV file, which no test changes."""
    return render(compiled_part(40_000), tmp_path_factory.mktemp("inspected") / "s.wav", OPTIONS)


def test_a_file_states_its_script_and_the_options_that_it_was_written_with(session: Session) -> None:
    found = inspect_file(session.path)
    assert found.script == session.script
    assert found.options == {"bitrate_kbps": OPTIONS.bitrate_kbps, "chapters": OPTIONS.chapters}


def test_a_session_is_compared_with_the_script_inside_it(session: Session) -> None:
    found = verify(session.path)
    assert [onset.cue for onset in found.onsets] == list(session.script.cues)
    chimes = [onset.off_ms for onset in found.onsets if onset.cue.sound]
    assert len(chimes) > 1
    assert all(off_ms is not None and abs(off_ms) < 1 for off_ms in chimes)


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_finished_session_and_its_script_are_drawn(session: Session, tmp_path: Path, kind: str) -> None:
    script = tmp_path / "s.yaml"
    script.write_text(to_yaml(session.script), encoding="utf-8")
    heard = plot_session(session.path, tmp_path / f"heard.{kind}").read_bytes()
    planned = plot_session(script, tmp_path / f"planned.{kind}").read_bytes()
    assert plot_session(session.path, tmp_path / f"again.{kind}").read_bytes() == heard
    assert heard != planned, "only a finished session has a waveform"


def test_a_picture_that_cannot_be_drawn_leaves_the_one_before(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "s.png"
    target.write_bytes(b"an earlier picture")
    cut = tmp_path / "cut.wav"
    cut.write_bytes(session.path.read_bytes()[:2000])
    with pytest.raises(OutputError):
        plot_session(cut, target)
    with pytest.raises(OutputError):
        plot_session(session.path, tmp_path / "s.gif")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cut.wav", "s.png"]
    assert target.read_bytes() == b"an earlier picture"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes and devices among its files")
def test_what_is_no_file_is_refused_by_every_inspection(session: Session, tmp_path: Path) -> None:
    """A pipe is not waited for, and a device is not read, also if the script comes from another file."""
    script = tmp_path / "s.yaml"
    script.write_text(to_yaml(session.script), encoding="utf-8")
    pipe = tmp_path / "s.mp3"
    os.mkfifo(pipe)
    for path, kind in ((pipe, "a pipe"), (Path("/dev/full"), "a device")):
        for look in (inspect_file, verify, lambda one: plot_session(one, tmp_path / "x.png", script=script)):
            with pytest.raises(OutputError, match=f"cannot be read: it is {kind}, not a file"):
                look(path)
