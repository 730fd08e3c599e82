"""The commands around a finished session: what lies beside it, what is inside, playing and reminding."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kneadcast.cli import cli
from kneadcast.cli.commands.play import control
from kneadcast.cli.keyboard import keys
from kneadcast.output import is_kneadcast_file
from kneadcast.output.player import Player
from kneadcast.sound.pcm import AudioSegment, silence
from tests.output.sessions import session, written
from tests.output.test_player import Kept

HOME = "self-massage-at-home"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="kneadcast")


def test_companions_lie_beside_the_session_and_are_replaced_with_it(here: Path) -> None:
    for _ in range(2):
        result = run("build", HOME, "-l", "6m", "-o", "x.flac", "--with", "page,captions", "--with", "transcript")
        assert result.stdout.split() == ["x.flac", "x.html", "x.vtt", "x.srt", "x.md"]
    assert is_kneadcast_file(here / "x.flac")
    assert 'src="x.flac"' in (here / "x.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["build", HOME, "--with", "pages"], "there is no 'pages' to write (did you mean 'page'?)"),
        (["build", HOME, "--with", "transcript", "-o", "x.mp3"], "x.md' is there already"),
        (["build", HOME, "--album", "--with", "page"], "an album has no page"),
        (["inspect", "x.md"], "carries no Kneadcast script"),
        (["schedule", HOME, "-o", "x.md"], "x.md' is there already"),
    ],
)
def test_what_cannot_be_done_is_told_before_any_work(here: Path, arguments: list[str], complaint: str) -> None:
    (here / "x.md").write_text("mine", encoding="utf-8")
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert complaint in result.stderr
    assert [file.name for file in here.iterdir()] == ["x.md"]


def test_inspect_tells_what_a_file_is_for_people_and_programs(here: Path) -> None:
    path = written(here)
    told = run("inspect", str(path)).stdout
    assert "bitrate kbps 128" in told
    assert "A test (test-routine), 24s" in told
    assert "0:06     Rub your left sole." in told
    facts = json.loads(run("inspect", str(path), "--json").stdout)
    assert facts["script"]["routine"] == "test-routine"
    assert facts["format"] == 1


def test_verify_passes_a_good_file_and_fails_a_bad_one(here: Path) -> None:
    good = run("verify", str(written(here)))
    assert good.exit_code == 0
    assert "5 of 5 chimes heard" in good.stdout
    assert "6 of 6 sentences heard" in good.stdout
    mute = session().model_copy(update={"cues": session().cues[:-1]})
    bad = run("verify", str(written(here, sounds=mute, says=session(), name="bad.mp3")), "--json")
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["faults"] == ["the chime 'end' at 0:21 was not heard"]


def test_schedule_writes_a_calendar_for_the_days_asked_for(here: Path) -> None:
    result = run("schedule", HOME, "--days", "mon,Friday", "--at", "7:15", "--starting", "2030-01-01", "-o", "r.ics")
    assert (result.exit_code, result.stdout) == (0, "r.ics\n")
    calendar = (here / "r.ics").read_text(encoding="utf-8")
    assert "DTSTART:20300104T071500" in calendar
    assert "BYDAY=MO,FR" in calendar
    for none in ("noday", "monster", "m"):
        assert run("schedule", HOME, "--days", none, "-o", "s.ics").exit_code == 2


def test_the_first_reminder_lies_ahead(here: Path) -> None:
    assert run("schedule", HOME, "--days", "mon,tue,wed,thu,fri,sat,sun", "--at", "0:00", "-o", "r.ics").exit_code == 0
    (told,) = [line for line in (here / "r.ics").read_text(encoding="utf-8").splitlines() if "DTSTART" in line]
    assert datetime.strptime(told, "DTSTART:%Y%m%dT%H%M%S") >= datetime.now() - timedelta(minutes=1)


def test_a_preset_is_scheduled_with_its_routine_and_length(here: Path) -> None:
    assert run("build", HOME, "-l", "6m", "--save", "evening").exit_code == 0
    assert run("schedule", "@evening", "-o", "r.ics").exit_code == 0
    calendar = (here / "r.ics").read_text(encoding="utf-8")
    assert "SUMMARY:Self-massage at home" in calendar
    assert "DURATION:PT6M" in calendar


def test_play_sounds_the_whole_session_and_says_each_step_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device = Kept()
    monkeypatch.setattr("kneadcast.output.player.open_device", lambda: device)
    result = run("play", HOME, "-l", "6m")
    assert result.exit_code == 0
    assert len(device.data) == 6 * 60 * 44_100 * 4
    assert "Before you begin" in result.stdout


def test_play_shows_where_it_is_and_obeys_keys(capsys: pytest.CaptureFixture[str]) -> None:
    pressed = iter(["-", "n", "n", " ", "x", "q"])

    def blocks_from(at_ms: int) -> Iterator[AudioSegment]:
        yield silence((session().length_ms - at_ms) * 441 // 10)

    device = Kept(stop_at_s=0)
    with Player(session(), blocks_from, device) as player:
        control(player, session(), lambda _timeout_s: next(pressed))
        device.go_on()
    shown = capsys.readouterr().out
    assert "Before you begin\n" in shown
    assert "0:24 left   next in 0:05: left, sole, circular rubbing" in shown
    assert "left, calf, circular rubbing  -2 dB\n" in shown
    assert "0:14 left   next in 0:04: right, sole, circular rubbing" in shown
    assert "left, calf, circular rubbing  -2 dB  (paused)" in shown


def test_play_keeps_within_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    pressed = iter(["", "q"])
    device = Kept(stop_at_s=0)
    with Player(session(), lambda at_ms: iter([silence((session().length_ms - at_ms) * 441 // 10)]), device) as player:
        control(player, session(), lambda _timeout_s: next(pressed))
        device.go_on()
    first, second = capsys.readouterr().out.split("\r")[1].split("\n")
    assert first == "Before you begin"
    assert second == "0:24 left   next in 0:05: left, sole, …"


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of Unix")
def test_keys_that_are_struck_at_once_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        with keys() as read_key:
            os.write(ours, "n\x1b[C- é".encode())
            assert [read_key(5) for _ in range(5)] == ["n", "\x1b[C", "-", " ", "é"]
            assert read_key(0) == ""
    os.close(ours)
