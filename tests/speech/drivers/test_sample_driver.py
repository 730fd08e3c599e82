"""The driver interface of pyttsx3, with a synthesizer that hums."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyttsx3
import soundfile

from kneadcast.speech.drivers.driver import FoundVoice
from kneadcast.speech.drivers.sample_driver import register


class HummingSynthesizer:
    rates = range(50, 200)
    frame_rate = 8_000

    def voices(self) -> list[FoundVoice]:
        return [FoundVoice("hum", "Hum", ("en",))]

    def choose(self, voice: str) -> None:
        if voice != "hum":
            raise ValueError(f"no voice {voice}")

    def synthesize(self, text: str, rate: int) -> np.ndarray[Any, np.dtype[np.float32]]:
        return np.full(len(text) * rate, 0.5, np.float32)


@pytest.fixture
def engine() -> Any:
    return pyttsx3.Engine(register("kneadcast_humming", HummingSynthesizer))


def read(path: Path) -> tuple[int, float]:
    samples, frame_rate = soundfile.read(path)
    assert frame_rate == HummingSynthesizer.frame_rate
    return len(samples), float(samples.max())


def test_lines_are_written_in_one_loop_or_in_several(engine: Any, tmp_path: Path) -> None:
    engine.setProperty("rate", 100)
    for number in range(3):
        engine.save_to_file("ab", str(tmp_path / f"{number}.wav"))
        engine.runAndWait()
    for number in range(3, 5):
        engine.save_to_file("abc", str(tmp_path / f"{number}.wav"))
    engine.runAndWait()
    assert [read(tmp_path / f"{number}.wav")[0] for number in range(5)] == [200, 200, 200, 300, 300]


def test_a_loop_that_was_ended_before_it_started_does_not_wait(engine: Any, tmp_path: Path) -> None:
    engine.proxy.setBusy(False)
    engine.save_to_file("ab", str(tmp_path / "0.wav"))
    engine.runAndWait()
    assert read(tmp_path / "0.wav")[0] == 2 * HummingSynthesizer.rates.start


def test_an_outer_loop_can_drive_it(engine: Any, tmp_path: Path) -> None:
    engine.save_to_file("ab", str(tmp_path / "0.wav"))
    engine.startLoop(False)
    engine.iterate()
    engine.endLoop()
    assert (tmp_path / "0.wav").exists()


def test_properties_are_what_was_set_within_their_range(engine: Any, tmp_path: Path) -> None:
    for name, value in (("voice", "hum"), ("rate", 1000), ("volume", 0.5)):
        engine.setProperty(name, value)
    engine.save_to_file("a", str(tmp_path / "0.wav"))
    engine.runAndWait()
    assert (engine.getProperty("voice"), engine.getProperty("rate"), engine.getProperty("volume")) == ("hum", 199, 0.5)
    assert read(tmp_path / "0.wav") == (199, 0.25)
    assert [voice.id for voice in engine.getProperty("voices")] == ["hum"]


@pytest.mark.parametrize("order", ["voice", "say", "colour"])
def test_unsupported_commands_are_reported_as_errors(engine: Any, order: str) -> None:
    faults: list[Exception] = []
    engine.connect("error", lambda exception, **_: faults.append(exception))
    if order == "say":
        engine.say("aloud")
    else:
        engine.setProperty(order, "nobody")
    engine.runAndWait()
    assert len(faults) == 1


def test_the_start_and_the_end_of_an_utterance_are_announced(engine: Any, tmp_path: Path) -> None:
    events: list[str] = []
    engine.connect("started-utterance", lambda name: events.append(f"start {name}"))
    engine.connect("finished-utterance", lambda name, completed: events.append(f"done {name} {completed}"))
    engine.save_to_file("ab", str(tmp_path / "0.wav"), "line")
    engine.runAndWait()
    assert events == ["start line", "done line True"]
