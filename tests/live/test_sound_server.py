"""A live session from the key to the sound of a real sound server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import soundfile

from kneadcast.output import read_provenance
from kneadcast.script.model import TICK
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.units import frames_at
from tests.live.sessions import Frames, frames_of
from tests.live.sound_server import SoundServer, missing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sound server is that of Linux"),
    pytest.mark.skipif(bool(missing()), reason=f"there is no {missing()}"),
]
KEYS: Mapping[float, bytes] = {12.0: b"t", 17.0: b"s", 24.0: b"n", 33.0: b"q"}
"""Keys by the seconds after the session has begun to sound."""


def on_a_terminal(arguments: list[str], environment: dict[str, str], heard: bytearray) -> tuple[int, bytes]:
    """Plays a session on a pseudo-terminal and presses keys; returns the exit code and what was shown."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "kneadcast", "play", *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    shown = bytearray()

    def read() -> None:
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:  # the program has ended
                return
            if not data:
                return
            shown.extend(data)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    while process.poll() is None and not any(heard[-FRAME_RATE:]):
        time.sleep(0.05)
    began_s = time.monotonic()
    for at_s, key in KEYS.items():
        time.sleep(max(0.0, began_s + at_s - time.monotonic()))
        if process.poll() is None:
            os.write(ours, key)
    code = process.wait(120)
    reader.join(5)
    os.close(ours)
    return code, bytes(shown)


def offset_of(part: Frames, heard: Frames) -> int:
    """Returns where what was captured differs least from a part."""
    left, searched = heard[:, 0].astype(np.float64), part[:, 0].astype(np.float64)
    size = 1 << (len(left) + len(searched)).bit_length()
    products = np.fft.irfft(np.fft.rfft(left, size) * np.conj(np.fft.rfft(searched, size)), size)
    places = len(left) - len(searched) + 1
    energies = np.cumsum(np.concatenate([[0.0], left**2]))
    return int(np.argmin(energies[len(searched) :] - energies[:places] - 2 * products[:places]))


def test_keys_are_heard_at_a_sound_server_and_the_recording_is_what_it_was_given(
    tmp_path: Path, spoken_cache: Path
) -> None:
    """Around the tick of each key, the recording has the samples that the device was given."""
    server = SoundServer(tmp_path)
    target, log = tmp_path / "evening.wav", tmp_path / "evening.jsonl"
    environment = {**server.environment, "KNEADCAST_CACHE": str(spoken_cache), "TERM": "xterm"}
    arguments = ["five-minute-feet", "--side", "left", "--length", "3m", "--record", str(target), "--log", str(log)]
    with server.running(), server.captured() as captured:
        code, shown = on_a_terminal(arguments, environment, captured)
    assert code == 0, shown.decode(errors="replace")
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [entry["command"] for entry in entries] == ["time_left", "stay", "next"]
    script = read_provenance(target).script
    assert [cue.at_ms for cue in script.cues if cue.sound == TICK] == [entry["at_ms"] for entry in entries]

    recorded, heard = frames_of(soundfile.read(str(target), dtype="int16")[0].tobytes()), frames_of(bytes(captured))
    for entry in entries:  # one by one, since the server of a busy computer may miss its time in between
        around = slice(frames_at(entry["at_ms"] - 50, FRAME_RATE), frames_at(entry["at_ms"] + 150, FRAME_RATE))
        begins = offset_of(recorded[around], heard)
        both = heard[begins : begins + around.stop - around.start].astype(np.int32), recorded[around]
        assert np.abs(both[0] - both[1]).max() <= 1, entry


def test_a_microphone_can_be_closed_by_two_threads_at_once(tmp_path: Path) -> None:
    """What listens closes it after its last block, and the session when it ends; PortAudio crashes if both do."""
    program = """if True:
        from threading import Thread
        from kneadcast.errors import ListeningError
        from kneadcast.listening.microphone import open_microphone

        def listen():
            try:
                while not stopped:
                    microphone.read()
            except ListeningError:
                pass
            microphone.close()

        for _ in range(60):
            microphone, stopped = open_microphone(), False
            thread = Thread(target=listen, daemon=True)
            thread.start()
            microphone.read()
            stopped = True
            microphone.close()
            thread.join(10)
            assert not thread.is_alive()
        print("closed")
    """
    server = SoundServer(tmp_path)
    with server.running():
        ended = subprocess.run(
            [sys.executable, "-c", program], env=server.environment, capture_output=True, text=True, timeout=120
        )
    assert (ended.returncode, ended.stdout) == (0, "closed\n"), ended.stderr
