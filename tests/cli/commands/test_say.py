"""`kneadcast say`."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile

from kneadcast.speech import Delivery
from kneadcast.speech.narrator import SpeechNarrator
from tests.cli.runner import run
from tests.speech.conftest import worker_folder as worker_folder
from tests.speech.fake_driver import fake_voice

pytestmark = pytest.mark.usefixtures("here", "worker_folder")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> list[Delivery]:
    """Lets a voice hum in place of every other, and returns how the lines were to be spoken."""
    deliveries: list[Delivery] = []

    def open_fake(delivery: Delivery) -> SpeechNarrator:
        deliveries.append(delivery)
        return SpeechNarrator(fake_voice(), delivery, cache_folder=tmp_path_factory.getbasetemp() / "said")

    monkeypatch.setattr("kneadcast.voice_samples.open_narrator", open_fake)
    return deliveries


def test_a_line_is_written_and_what_the_voice_received_is_shown(here: Path, asked: list[Delivery]) -> None:
    result = run("say", "Hold 3 s.", "--voice", "nice", "--pace", "100", "--language", "en-GB")
    assert (result.exit_code, result.stdout) == (0, "say.wav\n")
    assert asked == [Delivery("nice", "en-GB", 100)]
    length_s = soundfile.info(here / "say.wav").duration
    assert result.stderr == f"fake, {length_s:.2f} s: Hold three seconds.\n"


def test_a_file_is_replaced_only_by_force(here: Path, asked: list[Delivery]) -> None:
    (here / "mine.wav").write_bytes(b"my only recording")
    refused = run("say", "Rest.", "-o", "mine.wav")
    assert (refused.exit_code, asked) == (1, [])
    assert "'mine.wav' already exists" in refused.stderr
    assert (here / "mine.wav").read_bytes() == b"my only recording"
    assert run("say", "Hold 3 s.", "--pace", "100", "-o", "mine.wav", "--force").stdout == "mine.wav\n"
    assert soundfile.info(here / "mine.wav").frames > 0


def test_a_line_without_words_is_refused_and_writes_nothing(here: Path, asked: list[Delivery]) -> None:
    result = run("say", "...")
    assert (result.exit_code, result.stdout, len(asked)) == (1, "", 1)
    assert "there is nothing to say in the line '...'" in result.stderr
    assert not (here / "say.wav").exists()
