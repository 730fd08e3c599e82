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
from kneadcast.speech.drivers.hibari import HIBARI, HibariSynthesizer, _speed, installation_problem
from kneadcast.speech.drivers.onnx_runtime import import_with_onnxruntime
from kneadcast.speech.drivers.registry import DRIVERS
from kneadcast.speech.trim import trim
from kneadcast.speech.workers.voice_query import query_voices
from tests.speech.drivers.spoken_lines import LINES, cache_without_clips, mean_wpm, samples_of

pytestmark = pytest.mark.skipif(bool(installation_problem()), reason=f"no natural voice: {installation_problem()}")

needs_espeak = pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")


def test_it_is_the_voice_of_english_only() -> None:
    assert find_voice().name == find_voice("default", "en-GB").name == find_voice("auto", "en").name == "natural"
    with pytest.raises(SpeechError, match="the voice 'natural' speaks en-US, not 'de'"):
        find_voice("natural", "de")


@pytest.mark.parametrize(
    "pace_wpm", [pytest.param(100, marks=pytest.mark.slow), 118, pytest.param(135, marks=pytest.mark.slow)]
)
def test_lines_are_spoken_at_the_requested_pace(spoken_cache: Path, pace_wpm: int) -> None:
    clips = open_narrator(Delivery(pace_wpm=pace_wpm), cache_folder=spoken_cache).speak(LINES).clips
    assert mean_wpm(clips) == pytest.approx(pace_wpm, rel=0.05)


RATE = 1233
"""Close to the rate of 118 words a minute."""


@pytest.fixture(scope="module")
def synthesizer() -> HibariSynthesizer:
    return HibariSynthesizer()


@pytest.mark.parametrize("text", ["Stop if anything hurts.", "Rest both feet. Then close your eyes."])
def test_a_line_without_a_comma_is_what_the_package_speaks(synthesizer: HibariSynthesizer, text: str) -> None:
    package = import_with_onnxruntime("hibari").Hibari(voice="heart", threads=1)
    assert np.array_equal(synthesizer.synthesize(text, RATE), package(text, speed=_speed(text, RATE), seed=0))


@pytest.mark.parametrize(
    "text", [line.text for line in LINES if "," in line.text and not line.text.startswith("Next, ")]
)
def test_every_comma_is_found_and_the_voice_rests_there(synthesizer: HibariSynthesizer, text: str) -> None:
    chunks = synthesizer._load().phonemize(text)
    spoken = synthesizer._articulate(chunks, _speed(text, 1420))
    assert len(spoken.commas) == text.count(",")
    peak = np.abs(spoken.samples).max()
    for start, end in spoken.commas:
        assert 1200 < end - start < 24_000
        middle = spoken.samples[start:end]
        assert min(np.abs(middle[at : at + 240]).max() for at in range(0, len(middle) - 240, 60)) < peak / 100


def test_a_line_with_a_comma_is_articulated_faster_and_rests_longer_in_about_the_same_time(
    synthesizer: HibariSynthesizer,
) -> None:
    text = "Press gently, hold, and release."
    drawled = synthesizer._articulate(synthesizer._load().phonemize(text), _speed(text, RATE)).samples
    paced = synthesizer.synthesize(text, RATE)
    lengths = [len(trim(one.astype(float), 24_000)) for one in (drawled, paced)]
    assert lengths[1] == pytest.approx(lengths[0], rel=0.1)
    sound_ms = [np.count_nonzero(np.abs(one) > np.abs(one).max() / 100) / 24 for one in (drawled, paced)]
    assert sound_ms[1] < 0.95 * sound_ms[0]
    assert np.array_equal(paced, HibariSynthesizer().synthesize(text, RATE))


def test_at_a_quick_pace_nothing_is_added_at_commas(synthesizer: HibariSynthesizer) -> None:
    text = "Press gently, hold, and release."
    package = import_with_onnxruntime("hibari").Hibari(voice="heart", threads=1)
    assert np.array_equal(synthesizer.synthesize(text, 1600), package(text, speed=_speed(text, 1600), seed=0))


def test_clips_begin_and_end_with_speech(spoken_cache: Path) -> None:
    for clip in open_narrator(Delivery(), cache_folder=spoken_cache).speak(LINES).clips.values():
        samples, frame_rate = samples_of(clip.path)
        loud = np.flatnonzero(np.abs(samples) > np.abs(samples).max() / 330)
        assert max(loud[0], len(samples) - loud[-1]) <= frame_rate // 90
        assert samples[0] == samples[-1] == 0


@pytest.mark.parametrize("cold", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_two_builds_at_once_write_the_same_bytes(tmp_path: Path, spoken_cache: Path, cold: bool) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from kneadcast.speech import Delivery, open_narrator\n"
        "from tests.speech.drivers.spoken_lines import LINES\n"
        "open_narrator(Delivery(), cache_folder=Path(sys.argv[1])).speak(LINES[:int(sys.argv[2])]).clips\n"
    )
    lines = LINES if cold else LINES[:4]
    here = open_narrator(Delivery(), cache_folder=spoken_cache).speak(lines).clips
    folders = [tmp_path / name for name in ("one", "two")]
    if not cold:
        folders = [cache_without_clips(spoken_cache, folder) for folder in folders]
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", program, folder, str(len(lines))], env={**os.environ, "PYTHONPATH": path}
        )
        for folder in folders
    ]
    assert [build.wait(120) for build in builds] == [0, 0]
    for clip in here.values():
        name = clip.path.relative_to(spoken_cache)
        assert {(folder / name).read_bytes() for folder in folders} == {clip.path.read_bytes()}


def test_a_voice_that_was_checked_once_is_not_checked_again_until_its_version_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    natural = find_voice("natural")
    monkeypatch.setattr(voices, "query_voices", lambda _: pytest.fail("listed again"))
    assert find_voice("natural") == natural
    monkeypatch.setattr("kneadcast.speech.drivers.hibari.release_of", lambda _: "new")
    monkeypatch.setattr(voices, "installation_problem", lambda: "")
    with pytest.raises(pytest.fail.Exception, match="listed again"):
        find_voice("natural")


@pytest.fixture
def without_it(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation without the natural voice."""
    monkeypatch.setattr(voices, "installation_problem", lambda: "the package hibari-tts is not installed")
    monkeypatch.setattr(voices, "DRIVERS", {name: one for name, one in DRIVERS.items() if one is not HIBARI})
    return iter(())


@pytest.mark.usefixtures("without_it")
def test_without_it_a_build_fails_and_says_what_to_do() -> None:
    with pytest.raises(SpeechError, match=r"hibari-tts is not installed\. `--voice auto` takes the best of the other"):
        open_narrator(Delivery())


@needs_espeak
@pytest.mark.usefixtures("without_it")
def test_auto_falls_back_on_another_voice_with_a_warning() -> None:
    with pytest.warns(KneadcastWarning, match="hibari-tts is not installed; speaking with 'en-us' instead"):
        assert find_voice("auto", "en").name == "en-us"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert find_voice("auto", "de").name == "de"


@needs_espeak
def test_a_voice_that_fails_its_self_check_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def query(driver: str) -> Any:
        if driver == "hibari":
            raise SpeechError("its self-check failed")
        return query_voices(driver)

    monkeypatch.setenv("KNEADCAST_CACHE", str(tmp_path))
    monkeypatch.setattr(voices, "query_voices", query)
    with pytest.raises(SpeechError, match="the natural voice cannot be used: its self-check failed"):
        open_narrator(Delivery("natural"), cache_folder=tmp_path).speak([Line("Never said before.")])
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
def test_the_self_check_rejects_silence_and_implausible_lengths(
    monkeypatch: pytest.MonkeyPatch, samples: np.ndarray[Any, Any], reason: str
) -> None:
    monkeypatch.setattr(HibariSynthesizer, "synthesize", lambda *_: samples)
    with pytest.raises(SpeechError, match=f"self-check failed.*{reason}"):
        HibariSynthesizer().voices()


def test_a_model_other_than_the_tested_one_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/hibari.onnx").write_bytes(b"another network")
    monkeypatch.setattr("kneadcast.speech.drivers.hibari._package_folder", lambda: tmp_path)
    with pytest.raises(SpeechError, match="is not the file that Kneadcast was tested with"):
        HibariSynthesizer().voices()


def test_a_voice_that_would_be_downloaded_is_refused() -> None:
    with pytest.raises(SpeechError, match="there is no 'emma' inside its package"):
        HibariSynthesizer().choose("emma")


def test_a_release_other_than_the_pinned_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneadcast.speech.drivers.hibari.release_of", lambda _: "0.3.0")
    assert installation_problem() == (
        "hibari-tts 0.3.0 has not been tested with Kneadcast; install it with `pip install hibari-tts==0.2.1`"
    )


def test_a_line_of_the_lexicon_is_spoken(spoken_cache: Path) -> None:
    narrator = open_narrator(Delivery(), cache_folder=spoken_cache)
    (clip,) = narrator.speak([Line("Effleurage over the Achilles tendon.")]).clips.values()
    assert 1500 < clip.length_ms < 5000
