"""`kneadcast play`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from kneadcast.errors import ListeningError
from kneadcast.live.hearing import Hearing
from kneadcast.live.player import LivePlayer
from kneadcast.output import read_provenance
from kneadcast.planning.live.commands import Command
from kneadcast.script.file import to_yaml
from tests.cli.runner import SHORT, SHORT_MS, run
from tests.live.simulated import SimulatedRoom
from tests.live.test_hearing import STAY, LevelEars, tone
from tests.output import sessions
from tests.output.devices import SECOND, FakeClock, RecordingDevice

unix_only = pytest.mark.skipif(sys.platform == "win32", reason="only Unix has pseudo-terminals")
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
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The device takes sound from the moment on at which the first step has been listed."""
    device, wait = RecordingDevice(stop_at_s=0), LivePlayer.wait

    def go_on(player: LivePlayer, timeout_s: float) -> bool:
        device.go_on()
        return wait(player, timeout_s)

    monkeypatch.setattr("kneadcast.output.devices.open_device", lambda: device)
    monkeypatch.setattr(LivePlayer, "wait", go_on)
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
    times = ("--length", "10m", "--avoid", "knee")
    files = ("--record", "s.mp3", "--log", "s.jsonl")
    result = run("play", str(path), *times, "--listen", *files, "--silent")
    assert result.exit_code == 2
    assert f"{name}' is played as it is; leave out --length, --avoid, --listen, --record, --log" in result.stderr


def test_a_silent_script_is_shown_without_a_voice(tmp_path: Path, clock: FakeClock) -> None:
    script = tmp_path / "mine.yaml"
    script.write_text(to_yaml(sessions.session()), encoding="utf-8")
    result = run("play", str(script), "--silent")
    assert result.exit_code == 0, result.stderr
    assert clock.now_s() == pytest.approx(sessions.LENGTH_MS / 1000)


def test_what_was_heard_is_recorded_with_the_script_as_it_happened(device: RecordingDevice, tmp_path: Path) -> None:
    path = tmp_path / "evening.wav"
    result = run("play", *SHORT, "--record", str(path))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[-1] == str(path)
    script = read_provenance(path).script
    assert script.live
    assert script.length_ms == SHORT_MS
    with wave.open(str(path)) as file:
        assert file.readframes(file.getnframes()) == device.data


def test_a_session_that_cannot_go_on_is_recorded_as_far_as_it_went(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The recording ends with the sentence that was being said."""
    device = UnpluggedDevice(after_s=20)
    monkeypatch.setattr("kneadcast.output.devices.open_device", lambda: device)
    path = tmp_path / "evening.wav"
    result = run("play", *SHORT, "--record", str(path))
    assert result.exit_code == 1
    assert "unplugged" in result.stderr
    assert 20_000 <= read_provenance(path).script.length_ms <= 24_000


def test_a_session_that_is_interrupted_is_recorded_as_far_as_it_went(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    device = RecordingDevice(stop_at_s=10)

    def interrupt(player: LivePlayer) -> None:
        while player.status().at_ms < 10_000:
            player.wait(0.01)
        device.go_on()
        raise KeyboardInterrupt

    monkeypatch.setattr("kneadcast.output.devices.open_device", lambda: device)
    monkeypatch.setattr("kneadcast.cli.live_control.list_live", interrupt)
    path = tmp_path / "evening.wav"
    result = run("play", *SHORT, "--record", str(path))
    assert result.exit_code == 130
    assert result.stdout.splitlines()[-1] == str(path)
    assert 10_000 <= read_provenance(path).script.length_ms < SHORT_MS


def test_the_commands_are_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds after the beginning, a listener asks to stay."""
    device = RecordingDevice(stop_at_s=10)

    def stay(player: LivePlayer) -> None:
        player.command(Command("stay"))
        device.go_on()
        while not player.wait(0.1):
            pass

    monkeypatch.setattr("kneadcast.output.devices.open_device", lambda: device)
    monkeypatch.setattr("kneadcast.cli.live_control.list_live", stay)
    path = tmp_path / "evening.jsonl"
    result = run("play", *SHORT, "--log", str(path))
    assert result.exit_code == 0, result.stderr
    (line,) = path.read_text(encoding="utf-8").splitlines()
    entry = json.loads(line)
    assert list(entry) == ["at_ms", "command", "answer", "end_ms"]
    assert (entry["command"], entry["answer"]) == ("stay", "Staying here.")
    assert len(device.data) == entry["end_ms"] * 441 // 10 * 4


@pytest.mark.slow
def test_spoken_commands_are_followed_and_the_first_line_says_what_the_microphone_does(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room = SimulatedRoom()
    room.say(20_000, tone(STAY))
    monkeypatch.setattr("kneadcast.output.devices.open_device", lambda: room)
    monkeypatch.setattr(
        "kneadcast.live.hearing.open_hearing", lambda _language: Hearing(room.microphone(), LevelEars())
    )
    path = tmp_path / "evening.jsonl"
    result = run("play", *SHORT, "--listen", "--log", str(path))
    assert result.exit_code == 0, result.stderr
    assert "The microphone is on: offline, nothing is stored, nothing is sent." in result.stderr.splitlines()
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["command"] == "stay"
    assert not room.microphone_open


def test_without_a_microphone_one_line_says_so_and_the_session_is_played(
    device: RecordingDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_language: str) -> Hearing:
        raise ListeningError("no microphone is available; connect one; the keys work without it")

    monkeypatch.setattr("kneadcast.live.hearing.open_hearing", refuse)
    result = run("play", *SHORT, "--listen")
    assert result.exit_code == 0, result.stderr
    assert result.stderr.count("no microphone is available; connect one; the keys work without it\n") == 1
    assert "The microphone is on" not in result.stderr
    assert len(device.data) == SHORT_BYTES


def test_a_microphone_that_is_unplugged_ends_listening_but_not_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    room = SimulatedRoom()
    room.unplug(20_000)
    monkeypatch.setattr("kneadcast.output.devices.open_device", lambda: room)
    monkeypatch.setattr(
        "kneadcast.live.hearing.open_hearing", lambda _language: Hearing(room.microphone(), LevelEars())
    )
    result = run("play", *SHORT, "--listen")
    assert result.exit_code == 0, result.stderr
    assert result.stderr.count("was it unplugged? The keys work without it") == 1
    assert len(room.data) == SHORT_BYTES


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("option", ["--record", "--log"])
def test_a_file_that_cannot_be_written_is_refused_before_the_device_is_opened(tmp_path: Path, option: str) -> None:
    path = tmp_path / "no" / "evening.mp3"
    result = run("play", *SHORT, option, str(path))
    assert result.exit_code == 1
    assert "there is no folder" in result.stderr
    mine = tmp_path / "mine.mp3"
    mine.write_text("mine", encoding="utf-8")
    refused = run("play", *SHORT, option, str(mine))
    assert "choose another name or use --force" in refused.stderr
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("clock")
def test_a_session_without_sound_is_not_recorded(tmp_path: Path) -> None:
    result = run("play", *SHORT, "--silent", "--record", str(tmp_path / "evening.mp3"))
    assert result.exit_code == 2
    assert "leave out --record or --silent" in result.stderr
    assert list(tmp_path.iterdir()) == []


@unix_only
def test_on_a_terminal_a_file_is_shown_and_the_terminal_is_given_back(tmp_path: Path) -> None:
    script = tmp_path / "mine.yaml"
    script.write_text(to_yaml(sessions.session()), encoding="utf-8")
    played = on_a_terminal(
        [str(script), "--silent"], {b"Before you begin": b"\x1b[C", b"LEFT": b"s", b"Play the routine itself": b"q"}
    )
    assert (played.exit_code, played.errors) == (0, b"")
    assert b"\x1b[?1049h" in played.output
    assert played.output.rstrip().endswith(b"\x1b[?7h\x1b[?25h\x1b[?1049l")


@unix_only
def test_on_a_terminal_a_key_is_a_command_whose_answer_is_shown(tmp_path: Path) -> None:
    log = tmp_path / "evening.jsonl"
    played = on_a_terminal(
        ["five-minute-feet", "--silent", "--log", str(log)],
        {b"Welcome": b"t", b"how long is left: ": b"\x1b[57430u", b"We pause here.": b"x", b"End the session?": b"q"},
    )
    assert (played.exit_code, played.errors) == (0, b"")
    assert b"ends at" in played.output
    commands = [json.loads(line)["command"] for line in log.read_text(encoding="utf-8").splitlines()]
    assert commands == ["time_left", "pause", "stop"]


@dataclass(frozen=True)
class Played:
    """What a session has left on a terminal."""

    exit_code: int
    output: bytes
    errors: bytes


def on_a_terminal(arguments: list[str], presses: dict[bytes, bytes]) -> Played:
    """Plays a session on a pseudo-terminal, and presses each key as soon as the text before it has been shown."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "kneadcast", "play", *arguments]
    environment = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, env=environment)
    os.close(theirs)
    output = bytearray()

    def read() -> None:
        waiting = list(presses.items())
        while chunk := _read_from(ours):
            output.extend(chunk)
            while waiting and waiting[0][0] in output:
                os.write(ours, waiting.pop(0)[1])

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    _, errors = process.communicate(timeout=60)
    reader.join(5)
    os.close(ours)
    return Played(process.returncode, bytes(output), errors)


class UnpluggedDevice(RecordingDevice):
    """A device that fails after a time."""

    def __init__(self, after_s: int) -> None:
        super().__init__()
        self._bytes = after_s * SECOND * 4

    def write(self, data: bytes) -> None:
        if len(self.data) >= self._bytes:
            raise OSError("unplugged")
        super().write(data)


def _read_from(terminal: int) -> bytes:
    """Returns what a program has written; nothing once it has ended."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
