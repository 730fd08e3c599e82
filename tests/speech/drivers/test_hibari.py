"""The natural voice end to end, as it comes with the installation."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kneadcast.errors import KneadcastWarning, SpeechError
from kneadcast.speech import Delivery, Line, find_voice, open_narrator, voices
from kneadcast.speech.drivers.espeak import ESPEAK
from kneadcast.speech.drivers.hibari import HIBARI, NaturalSampler, why_not_installed
from kneadcast.speech.drivers.registry import DRIVERS
from tests.speech.drivers.test_espeak import LINES, samples_of

pytestmark = pytest.mark.skipif(bool(why_not_installed()), reason=f"no natural voice: {why_not_installed()}")

needs_espeak = pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_it_is_the_voice_of_english_and_no_other_language_s() -> None:
    assert find_voice().name == find_voice("default", "en-GB").name == find_voice("auto", "en").name == "natural"
    with pytest.raises(SpeechError, match="the voice 'natural' speaks en-US, not 'de'"):
        find_voice("natural", "de")


@pytest.mark.parametrize(
    "pace_wpm", [pytest.param(100, marks=pytest.mark.slow), 118, pytest.param(135, marks=pytest.mark.slow)]
)
def test_lines_are_spoken_at_the_pace_asked_for(cache: Path, pace_wpm: int) -> None:
    clips = open_narrator(Delivery(pace_wpm=pace_wpm), cache_folder=cache).speak(LINES)
    words = sum(len(text.split()) for text in clips)
    assert words * 60_000 / sum(clip.length_ms for clip in clips.values()) == pytest.approx(pace_wpm, rel=0.05)


def test_clips_begin_and_end_with_speech(cache: Path) -> None:
    for clip in open_narrator(Delivery(), cache_folder=cache).speak(LINES).values():
        samples, frame_rate = samples_of(clip.path)
        heard = np.flatnonzero(np.abs(samples) > np.abs(samples).max() / 330)
        assert max(heard[0], len(samples) - heard[-1]) <= frame_rate // 90
        assert samples[0] == samples[-1] == 0


def test_two_builds_at_once_on_cold_caches_make_the_same_bytes(tmp_path: Path, cache: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from kneadcast.speech import Delivery, Line, open_narrator\n"
        "from tests.speech.drivers.test_espeak import LINES\n"
        "open_narrator(Delivery(), cache_folder=Path(sys.argv[1])).speak(LINES)\n"
    )
    folders = [tmp_path / name for name in ("one", "two")]
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    builds = [
        subprocess.Popen([sys.executable, "-c", program, folder], env={**os.environ, "PYTHONPATH": path})
        for folder in folders
    ]
    assert [build.wait(120) for build in builds] == [0, 0]
    here = open_narrator(Delivery(), cache_folder=cache).speak(LINES)
    for clip in here.values():
        assert {(folder / "clips" / clip.path.name).read_bytes() for folder in folders} == {clip.path.read_bytes()}


def test_a_voice_that_was_checked_once_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    natural = find_voice("natural")
    monkeypatch.setattr(voices, "_ask_voices", lambda _: pytest.fail("asked again"))
    assert find_voice("natural") == natural
    monkeypatch.setattr(
        "kneadcast.speech.drivers.hibari.version", lambda name: "0.2.1" if name == "hibari-tts" else "new"
    )
    with pytest.raises(pytest.fail.Exception, match="asked again"):
        find_voice("natural")


@pytest.fixture
def without_it(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation without the natural voice."""
    monkeypatch.setattr(voices, "why_not_installed", lambda: "the package hibari-tts is not installed")
    monkeypatch.setattr(voices, "DRIVERS", {name: one for name, one in DRIVERS.items() if one is not HIBARI})
    return iter(())


@pytest.mark.usefixtures("without_it")
def test_where_it_is_missing_the_build_says_so_and_what_to_do() -> None:
    with pytest.raises(SpeechError, match=r"hibari-tts is not installed\. `--voice auto` takes the best of the other"):
        open_narrator(Delivery())


@needs_espeak
@pytest.mark.usefixtures("without_it")
def test_a_fallback_that_was_allowed_is_taken_and_told() -> None:
    with pytest.warns(KneadcastWarning, match="hibari-tts is not installed; speaking with 'en-us' instead"):
        assert find_voice("auto", "en").name == "en-us"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert find_voice("auto", "de").name == "de"


@needs_espeak
def test_a_voice_that_fails_its_self_check_is_not_spoken_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def ask(driver: str) -> Any:
        if driver == "hibari":
            raise SpeechError("its self-check failed")
        return ask_voices(driver)

    ask_voices = voices._ask_voices
    monkeypatch.setenv("KNEADCAST_CACHE", str(tmp_path))
    monkeypatch.setattr(voices, "_ask_voices", ask)
    with pytest.raises(SpeechError, match="the natural voice cannot be used: its self-check failed"):
        find_voice("natural")
    with pytest.warns(KneadcastWarning, match="its self-check failed; speaking with 'en-us' instead"):
        find_voice("auto")


@pytest.mark.parametrize(
    ("samples", "reason"),
    [
        (np.zeros(48_000, np.float32), "silence"),
        (np.zeros(0, np.float32), r"0\.0 s"),
        (np.ones(2_400_000, np.float32), r"100\.0 s"),
        (np.full(48_000, np.nan, np.float32), r"2\.0 s of sound"),
    ],
)
def test_the_self_check_knows_speech_from_what_is_none(
    monkeypatch: pytest.MonkeyPatch, samples: np.ndarray[Any, Any], reason: str
) -> None:
    monkeypatch.setattr(NaturalSampler, "sample", lambda *_: samples)
    with pytest.raises(SpeechError, match=f"self-check failed.*{reason}"):
        NaturalSampler().voices()


def test_another_model_than_the_one_that_was_tested_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/hibari.onnx").write_bytes(b"another network")
    monkeypatch.setattr("kneadcast.speech.drivers.hibari._package_folder", lambda: tmp_path)
    with pytest.raises(SpeechError, match="is not the file that Kneadcast was tested with"):
        NaturalSampler().voices()


def test_a_voice_that_would_have_to_be_fetched_is_refused() -> None:
    with pytest.raises(SpeechError, match="there is no 'emma' inside its package"):
        NaturalSampler().choose("emma")


def test_its_lines_come_out_of_a_pinned_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneadcast.speech.drivers.hibari.version", lambda _: "0.3.0")
    assert why_not_installed() == (
        "hibari-tts 0.3.0 has not been tested with Kneadcast; install it with `pip install hibari-tts==0.2.1`"
    )


def test_a_line_of_the_lexicon_is_spoken(cache: Path) -> None:
    narrator = open_narrator(Delivery(), cache_folder=cache)
    (clip,) = narrator.speak([Line("Effleurage over the Achilles tendon.")]).values()
    assert 1500 < clip.length_ms < 5000
