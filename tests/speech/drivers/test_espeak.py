"""eSpeak NG end to end, as it comes with the installation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.speech import Delivery, Line, Narrator, open_narrator
from kneadcast.speech.calibration import CALIBRATION_LINES
from kneadcast.speech.drivers.espeak import ESPEAK, articulation_rate, gap_and_rate
from kneadcast.speech.workers.pool import Pool, SpeechJob
from kneadcast.speech.workers.worker_process import WorkerSettings
from tests.speech.drivers.spoken_lines import LINES, cache_without_clips, mean_wpm, samples_of

pytestmark = pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")


def narrator(cache: Path, **delivery: object) -> Narrator:
    return open_narrator(Delivery(**{"voice": "en-us", **delivery}), cache_folder=cache)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "pace_wpm", [60, pytest.param(100, marks=pytest.mark.slow), 118, pytest.param(135, marks=pytest.mark.slow)]
)
def test_lines_are_spoken_at_the_requested_pace(spoken_cache: Path, pace_wpm: int) -> None:
    assert not {line.text for line in LINES} & set(CALIBRATION_LINES)
    assert mean_wpm(narrator(spoken_cache, pace_wpm=pace_wpm).speak(LINES).clips) == pytest.approx(pace_wpm, rel=0.05)


def test_a_comma_takes_hardly_any_time_from_the_pace(spoken_cache: Path) -> None:
    with_commas = [line for line in LINES if "," in line.text]
    without = [Line(line.text.replace(",", "")) for line in with_commas]
    assert len(with_commas) >= 5
    speak = narrator(spoken_cache).speak
    assert mean_wpm(speak(with_commas).clips) == pytest.approx(mean_wpm(speak(without).clips), rel=0.05)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.sampled_from(ESPEAK.rates))
def test_no_line_is_articulated_slower_than_asked_or_faster_than_easy(clause_words: list[int], rate: int) -> None:
    text = ", ".join(" ".join(["hand"] * words) for words in clause_words)
    spoken = articulation_rate(text, rate)
    assert rate <= spoken <= max(rate, 116)
    assert (spoken > rate) == (len(clause_words) > 1 and rate < 116)


@pytest.mark.parametrize("text", ["", ",", "Rest both feet. Then close your eyes.", "About 1,250 strokes.", "Breathe,"])
def test_a_line_without_a_comma_between_words_is_articulated_as_asked(text: str) -> None:
    assert articulation_rate(text, 96) == 96


def test_clips_are_trimmed_and_their_length_is_exact(spoken_cache: Path) -> None:
    for clip in narrator(spoken_cache).speak(LINES).clips.values():
        samples, frame_rate = samples_of(clip.path)
        assert clip.length_ms == -(-len(samples) * 1000 // frame_rate)
        loud = np.flatnonzero(np.abs(samples) > np.abs(samples).max() / 300)
        assert loud[0] <= frame_rate // 90
        assert len(samples) - loud[-1] <= frame_rate // 90
        assert samples[0] == samples[-1] == 0


def test_the_same_line_is_the_same_bytes_whatever_was_spoken_before_it(tmp_path: Path, spoken_cache: Path) -> None:
    here = narrator(spoken_cache).speak(LINES).clips
    there = narrator(cache_without_clips(spoken_cache, tmp_path)).speak(LINES[::-1][:5]).clips
    assert there
    for text, clip in there.items():
        assert clip.path != here[text].path
        assert clip.path.name == here[text].path.name
        assert clip.path.read_bytes() == here[text].path.read_bytes()


@pytest.mark.slow
def test_three_hundred_clips_at_mixed_rates_each_have_their_rate(tmp_path: Path) -> None:
    """One process that sets a new rate for each clip, as pyttsx3 alone does, gets most of them wrong."""
    paces = (100, 110, 118, 125, 135)
    lines = [Line(f"{line.text} Then breathe out {number} times.") for line in LINES for number in range(2, 10)][:60]
    for pace_wpm in paces:
        speaker = narrator(tmp_path, pace_wpm=pace_wpm)
        clips = speaker.speak(lines).clips
        slowest = narrator(tmp_path, pace_wpm=paces[0]).speak(lines).clips
        for line, clip in clips.items():
            assert slowest[line].length_ms / clip.length_ms == pytest.approx(pace_wpm / paces[0], rel=0.06)


def test_a_word_of_the_lexicon_is_spoken_as_its_sounds(
    spoken_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexicon = tmp_path / "lexicon.yaml"
    lexicon.write_text("words: {en: {zq: kaʊntə, counter: ˈkaʊntə}}", encoding="utf-8")
    monkeypatch.setenv("KNEADCAST_LEXICON", str(lexicon))
    (spelled,) = narrator(spoken_cache).speak([Line("The zq.")]).clips.values()
    monkeypatch.delenv("KNEADCAST_LEXICON")
    (letters,) = narrator(spoken_cache).speak([Line("The zq.")]).clips.values()
    assert spelled.length_ms < letters.length_ms * 0.9


def test_another_voice_sounds_different(tmp_path: Path) -> None:
    clips: list[bytes] = []
    for voice in ("gmw/en-us", "gmw/en"):
        job = SpeechJob(LINES[0].text, tmp_path / f"{len(clips)}.wav")
        with Pool(WorkerSettings("espeak", voice, 118), workers=1) as pool:
            assert [result.error for result in pool.speak([job])] == [""]
        clips.append(job.path.read_bytes())
    assert clips[0] != clips[1]


def test_each_rate_is_one_setting_of_the_library() -> None:
    settings = [gap_and_rate(rate) for rate in ESPEAK.rates]
    assert len(set(settings)) == len(settings)
    assert all(80 <= rate <= 450 for _, rate in settings)
