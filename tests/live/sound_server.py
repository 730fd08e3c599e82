"""A sound server of its own with a null device, so that what a program plays can be captured where nothing sounds."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.live.simulated import until

_PROGRAMS = ("pulseaudio", "pactl", "parec")
_PLAY_TO_SERVER = "pcm.!default { type pulse }\nctl.!default { type pulse }\n"
_STARTING_S = 20


def missing() -> str:
    """Returns what this computer lacks for a sound server, or an empty string."""
    programs = [name for name in _PROGRAMS if shutil.which(name) is None]
    if programs:
        return f"{', '.join(programs)} (on Debian, apt install pulseaudio pulseaudio-utils libasound2-plugins)"
    return "" if find_spec("sounddevice") else "sounddevice (pip install sounddevice)"


class SoundServer:
    """A running server, whose null device can be captured."""

    def __init__(self, folder: Path) -> None:
        socket = folder / "socket"
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{socket}",
        }
        (folder / ".asoundrc").write_text(_PLAY_TO_SERVER, encoding="utf-8")
        self._options = (
            *("-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
            "--load=module-null-sink sink_name=null rate=44100 format=s16le channels=2",
            f"--load=module-native-protocol-unix socket={socket} auth-anonymous=1",
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        """Runs the server while the body runs."""
        unseen = subprocess.DEVNULL
        command = ["pulseaudio", *self._options]
        server = subprocess.Popen(command, env=self.environment, stdout=unseen, stderr=unseen)
        try:
            ends_s = time.monotonic() + _STARTING_S
            while subprocess.run(["pactl", "info"], env=self.environment, stdout=unseen, stderr=unseen).returncode:
                assert time.monotonic() < ends_s, "the sound server does not start"
                time.sleep(0.1)
            yield
        finally:
            server.terminate()
            server.wait(10)

    @contextmanager
    def captured(self) -> Iterator[bytearray]:
        """Captures what the device is given while the body runs: 16-bit stereo at 44.1 kHz."""
        heard = bytearray()
        recorder = subprocess.Popen(
            ["parec", "--device=null.monitor", "--format=s16le", "--rate=44100", "--channels=2", "--latency-msec=20"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        stream = recorder.stdout
        assert stream

        def read() -> None:
            while data := os.read(stream.fileno(), 65_536):
                heard.extend(data)

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        try:
            until(lambda: bool(heard))
            yield heard
        finally:
            recorder.terminate()
            recorder.wait(10)
            reader.join(10)
