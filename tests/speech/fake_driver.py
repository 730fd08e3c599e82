"""A pyttsx3 driver whose voice hums, and fails in the way that a word of the text names."""

from __future__ import annotations

import os
import signal
import sys
import time
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from kneadcast.speech.drivers.driver import Driver
from kneadcast.speech.model import Voice

PID_VARIABLE = "KNEADCAST_TEST_PIDS"
FRAME_RATE = 16_000
VOICE_ID = "fake-voice"


def hum(path: Path, length_s: float, volume: float) -> None:
    frames = np.arange(int(length_s * FRAME_RATE))
    tone = np.round(8000 * volume * np.sin(frames * (2 * np.pi * 200 / FRAME_RATE))).astype("<i2")
    silence = np.zeros(FRAME_RATE // 5, "<i2")
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(FRAME_RATE)
        wav.writeframes(np.concatenate([silence, tone, silence]).tobytes())


def record_pid() -> Path:
    folder = Path(os.environ[PID_VARIABLE])
    (folder / str(os.getpid())).touch()
    return folder


def chatter(_path: Path) -> None:
    for descriptor in range(3, 30):
        try:
            os.write(descriptor, b"{what is this?\n")
        except OSError:
            continue


def refuse(_path: Path) -> None:
    raise ValueError("the vocal cords are sore")


FAILURES: dict[str, Callable[[Path], object]] = {
    "hang": lambda _: time.sleep(600),
    "exit": lambda _: os._exit(3),
    "crash": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "chatter": chatter,
    "refuse": refuse,
    "vanish": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "broken": lambda path: path.write_bytes(b"RIFF of course"),
    "hush": lambda path: hum(path, 1, 0),
    "frameless": lambda path: path.write_bytes(path.read_bytes()[:44]),
    "short": lambda path: hum(path, 0.01, 1),
}


class FakeEngine:
    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy
        self._properties: dict[str, Any] = {"voice": VOICE_ID, "rate": 200, "volume": 1.0}

    def getProperty(self, name: str) -> Any:  # noqa: N802
        if name == "voices":
            return [SimpleNamespace(id=VOICE_ID, name="Fake", languages=["en"])]
        return self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if name != "rate" or value != 137:  # silently ignored, as some drivers do
            self._properties[name] = value

    def save_to_file(self, text: str, filename: str) -> None:
        folder, path = record_pid(), Path(filename)
        hum(path, len(text.split()) * 60 / self._properties["rate"], self._properties["volume"])
        sys.stdout.write("humming\n")
        os.write(1, b"and writing to standard output\n")
        with (folder / "spoken.txt").open("a") as spoken:
            spoken.write(text + "\n")
        for word in text.lower().strip(".").split():
            if word in FAILURES:
                FAILURES[word](path)
        if "stumble" in text and not (folder / "stumbled").exists():
            (folder / "stumbled").touch()
            hum(path, 0.01, 1)

    def startLoop(self) -> None:  # noqa: N802
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        pass

    def stop(self) -> None:
        pass

    def destroy(self) -> None:
        pass


def _prepare() -> str:
    record_pid()
    module: Any = ModuleType("pyttsx3.drivers.kneadcast_fake")
    module.buildDriver = FakeEngine
    sys.modules[module.__name__] = module
    return "kneadcast_fake"


def _prepare_never() -> str:
    record_pid()
    time.sleep(600)
    return "never"


def _prepare_and_exit() -> str:
    record_pid()
    os._exit(3)


def _prepare_badly() -> str:
    raise OSError("libhum.so.1: cannot open shared object file")


FAKE = Driver(
    name="fake",
    prepare=_prepare,
    installed=lambda: True,
    version=lambda: "1",
    short_name=lambda voice: voice.name.lower(),
    rates=range(50, 300),
)
ISOLATED = replace(FAKE, fork_per_line=True)
NEVER_READY = replace(FAKE, prepare=_prepare_never)
EXITING = replace(FAKE, prepare=_prepare_and_exit)
NOT_INSTALLED = replace(FAKE, prepare=_prepare_badly)


def fake_voice(name: str = "FAKE") -> Voice:
    return Voice("fake", f"{__name__}:{name}", VOICE_ID, ("en",))
