"""One line in a voice, and samples of several voices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from kneadcast.errors import Problem, SpeechError
from kneadcast.speech import Delivery
from kneadcast.speech.model import Voice
from kneadcast.voice_samples import sample_voices, say_line
from tests.speech.conftest import no_worker_left as no_worker_left
from tests.speech.conftest import worker_folder as worker_folder
from tests.speech.fake_driver import fake_voice


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KNEADCAST_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.usefixtures("own_cache")
def test_a_line_is_written_as_loud_as_in_a_session(tmp_path: Path, no_worker_left: Callable[[], None]) -> None:
    said = say_line("Hold 3 s.", tmp_path / "x.wav", Delivery(), voice=fake_voice())
    samples, frame_rate = soundfile.read(said.path)
    assert (frame_rate, samples.shape[1], said.words) == (44_100, 2, "Hold three seconds.")
    assert len(samples) / frame_rate == pytest.approx(said.length_ms / 1000, abs=0.002)
    no_worker_left()


@pytest.mark.usefixtures("own_cache", "no_worker_left")
def test_a_voice_that_cannot_speak_does_not_stop_the_samples_of_the_others(tmp_path: Path) -> None:
    broken = Voice("broken", fake_voice("NOT_INSTALLED").driver, "x", ("en",))
    samples = list(sample_voices([broken, fake_voice()], tmp_path / "samples"))
    assert [sample.path is not None for sample in samples] == [False, True]
    assert "libhum.so.1" in samples[0].problem


def test_the_problem_of_a_voice_is_the_first_one_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SpeechError(Problem("the voice is hoarse:\nno sound", place="line"), "the voice is tired")

    monkeypatch.setattr("kneadcast.voice_samples.say_line", fail)
    (sample,) = sample_voices([fake_voice()], tmp_path / "samples")
    assert sample.problem == "line: the voice is hoarse: no sound"
