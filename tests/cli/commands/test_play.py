"""`kneadcast play`."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kneadcast.script.file import to_yaml
from tests.cli.runner import SHORT, SHORT_MS, run
from tests.output import sessions
from tests.output.devices import FakeClock, RecordingDevice

SHORT_BYTES = SHORT_MS * 441 // 10 * 4


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> RecordingDevice:
    device = RecordingDevice()
    monkeypatch.setattr("kneadcast.output.devices.open_device", lambda: device)
    return device


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """Returns the clock of silent sessions; there is no audio device."""
    clock = FakeClock()
    monkeypatch.setattr("kneadcast.output.devices.SystemClock", lambda: clock)
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    return clock


def test_the_complete_session_is_played_and_each_step_is_listed_where_there_is_no_terminal(
    device: RecordingDevice,
) -> None:
    result = run("play", *SHORT)
    assert result.exit_code == 0
    assert len(device.data) == SHORT_BYTES
    assert "Welcome" in result.stdout


def test_a_session_that_ends_at_a_time_of_day_takes_all_the_time_that_is_left(
    device: RecordingDevice, set_clock: Callable[[str], None]
) -> None:
    set_clock("22:26:40")
    result = run("play", "five-minute-feet", "--length", "until 22:30", "--side", "left", "--template", "plain")
    assert result.exit_code == 0
    assert len(device.data) == 200_000 * 441 // 10 * 4
    assert "A session of 3m20s, which ends at 22:30." in result.stderr
    assert "begin it" not in result.stderr


def test_a_silent_session_lasts_its_length_and_needs_no_audio_device(clock: FakeClock) -> None:
    result = run("play", *SHORT, "--silent")
    assert result.exit_code == 0, result.stderr
    assert clock.now_s() == pytest.approx(SHORT_MS / 1000)


@pytest.mark.usefixtures("clock")
def test_without_an_audio_device_nothing_is_spoken_and_one_line_names_the_remedies() -> None:
    result = run("play", *SHORT)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "pip install 'kneadcast[play]'" in result.stderr
    assert "--silent" in result.stderr


@pytest.mark.usefixtures("clock")
def test_the_options_of_the_body_and_the_words_are_those_of_a_build() -> None:
    body = ("--avoid", "pregnancy", "--language", "de", "--variation", "7")
    result = run("play", "five-minute-feet", "--silent", *body)
    assert result.exit_code == 0, result.stderr
    assert "for pregnancy" in result.stderr
    assert "variation 7" in result.stderr


def test_the_options_of_the_mix_are_heard(device: RecordingDevice) -> None:
    assert run("play", *SHORT).exit_code == 0
    plain = bytes(device.data)
    device.data.clear()
    assert run("play", *SHORT, "--pacer", "full").exit_code == 0
    assert len(device.data) == len(plain)
    assert device.data != plain


def test_a_finished_session_is_played_as_it_is(tmp_path: Path, device: RecordingDevice) -> None:
    path = sessions.written(tmp_path, name="session.wav")
    result = run("play", str(path))
    assert result.exit_code == 0, result.stderr
    whole = b"".join(block.raw_data for block in sessions.sound(sessions.session(), tmp_path))
    heard, mixed = (np.frombuffer(data, "<i2").astype(int) for data in (bytes(device.data), whole))
    assert np.max(np.abs(heard - mixed)) <= 1


@pytest.mark.parametrize("name", ["session.wav", "mine.yaml"])
def test_an_option_that_a_file_does_not_have_is_refused(tmp_path: Path, name: str) -> None:
    path = sessions.written(tmp_path, name="session.wav").with_name(name)
    if name == "mine.yaml":
        path.write_text(to_yaml(sessions.session()), encoding="utf-8")
    result = run("play", str(path), "--length", "10m", "--avoid", "knee", "--silent")
    assert result.exit_code == 2
    assert f"{name}' is played as it is; leave out --length, --avoid" in result.stderr


def test_a_silent_script_is_shown_without_a_voice(tmp_path: Path, clock: FakeClock) -> None:
    script = tmp_path / "mine.yaml"
    script.write_text(to_yaml(sessions.session()), encoding="utf-8")
    result = run("play", str(script), "--silent")
    assert result.exit_code == 0, result.stderr
    assert clock.now_s() == pytest.approx(sessions.LENGTH_MS / 1000)


@pytest.mark.skipif(sys.platform == "win32", reason="only Unix has pseudo-terminals")
def test_on_a_terminal_the_session_is_shown_and_the_terminal_is_given_back(tmp_path: Path) -> None:
    import pty
    import subprocess

    script = tmp_path / "mine.yaml"
    script.write_text(to_yaml(sessions.session()), encoding="utf-8")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kneadcast", "play", str(script), "--silent"]
    environment = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env=environment)
    os.close(theirs)
    output = bytearray()

    def read() -> None:
        with_screen = False
        while chunk := _read_from(ours):
            output.extend(chunk)
            if b"Before you begin" in output and not with_screen:
                with_screen = True
                os.write(ours, b"\x1b[C")
            if b"LEFT" in output and b"q" not in pressed:
                pressed.append(b"q")
                os.write(ours, b"q")

    pressed: list[bytes] = []
    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    _, errors = process.communicate(timeout=60)
    reader.join(5)
    os.close(ours)
    assert (process.returncode, errors) == (0, b"")
    assert b"\x1b[?1049h" in output
    assert output.rstrip().endswith(b"\x1b[?7h\x1b[?25h\x1b[?1049l")


def _read_from(terminal: int) -> bytes:
    """Returns what a program has written; nothing once it has ended."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
