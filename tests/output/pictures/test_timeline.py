"""Pictures of sessions: everything on one time axis, and a clear message if they cannot be drawn."""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from kneadcast.errors import OutputError
from kneadcast.output import check_picture, draw_timeline, waveform
from kneadcast.script.model import Script, ScriptStep, Side
from kneadcast.sound.pcm import FRAME_RATE
from tests.sound.sounds import chime, script, speech


def a_session(minutes: int) -> Script:
    """Returns a session of a step a minute, left and right in turn."""
    sides: tuple[Side, ...] = ("left", "right")
    steps = tuple(
        ScriptStep(
            id="s" if number == 0 else f"s{number}",
            kind="work",
            section="Feet",
            area="sole",
            technique="friction",
            side=sides[number % 2],
            start_ms=number * 60_000,
            end_ms=(number + 1) * 60_000,
            hands_on_ms=55_000,
            tempo=30,
        )
        for number in range(minutes)
    )
    return script(minutes * 60_000, chime(0, "step"), speech(1000, 4000, "One."), steps=steps)


@pytest.mark.parametrize("minutes", [5, 70])
def test_every_step_is_named_and_every_lane_is_there(tmp_path: Path, minutes: int) -> None:
    picture = tmp_path / "timeline.svg"
    draw_timeline(a_session(minutes), "full", waveform([np.zeros((FRAME_RATE, 2), np.float32)]), picture)
    text = picture.read_text(encoding="utf-8")
    # An SVG has a comment for each line of text.
    assert text.count("<!-- Sole -->") == text.count("<!-- circular rubbing -->") == minutes
    for lane in ("left", "right", "voice: instruction", "chimes", "pacer", "left ear", "what is worked:"):
        assert f"<!-- {lane} -->" in text


def test_the_same_session_is_the_same_picture(tmp_path: Path) -> None:
    for name in ("1.svg", "2.svg", "1.png", "2.png"):
        draw_timeline(a_session(3), "light", None, tmp_path / name)
    for kind in ("svg", "png"):
        assert (tmp_path / f"1.{kind}").read_bytes() == (tmp_path / f"2.{kind}").read_bytes()


def test_drawing_leaves_matplotlib_s_settings_as_they_were(tmp_path: Path) -> None:
    before = dict(matplotlib.rcParams)
    draw_timeline(a_session(1), "off", None, tmp_path / "timeline.svg")
    assert dict(matplotlib.rcParams) == before


def test_only_kinds_of_picture_that_can_be_drawn_are_accepted() -> None:
    check_picture(Path("x.svg"))
    with pytest.raises(
        OutputError, match=r"'x.gif' is not a kind of picture that can be drawn; name a file in .png or .svg"
    ):
        check_picture(Path("x.gif"))


def test_without_matplotlib_the_message_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(OutputError, match=r"pip install 'kneadcast\[plot\]'"):
        check_picture(Path("x.png"))
