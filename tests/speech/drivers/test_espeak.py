"""eSpeak NG end to end, as it comes with the installation."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from kneadcast.speech import Delivery, Line, Narrator, open_narrator
from kneadcast.speech.calibration import CALIBRATION_LINES
from kneadcast.speech.drivers.espeak import ESPEAK, gap_and_rate

pytestmark = pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")

LINES = [
    Line(text)
    for text in (
        "Set that foot down, and bring up the other.",
        "Thumbs again, on your left sole.",
        "Glide a soft fist from the ball of your foot to the heel.",
        "Shake your right calf loosely from side to side.",
        "Turn over onto your other side, and take your time.",
        "Draw wide circles around the bony point of your hip.",
        "Squeeze your heel between both palms, then set it free.",
        "Let your shoulders sink, and breathe as you like.",
        "Sweep lightly upward, from the ankle to the knee.",
        "About five minutes are left.",
        "Skip today if you have a fever, or a leg that is newly swollen.",
        "Ask your doctor first if you are pregnant or take blood thinners.",
        "Stop if anything hurts.",
        "Next, your right foot. Slow circles, row by row.",
        "Dry your soles before you stand.",
        "Press gently, hold, and release.",
    )
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def narrator(cache: Path, **delivery: object) -> Narrator:
    return open_narrator(Delivery(**{"voice": "en-us", **delivery}), cache_folder=cache)  # type: ignore[arg-type]


def samples_of(path: Path) -> tuple[np.ndarray[tuple[int], np.dtype[np.int16]], int]:
    with wave.open(str(path), "rb") as wav:
        return np.frombuffer(wav.readframes(wav.getnframes()), "<i2"), wav.getframerate()


@pytest.mark.parametrize("pace_wpm", [60, 100, 118, 135])
def test_lines_are_spoken_at_the_pace_asked_for(cache: Path, pace_wpm: int) -> None:
    assert not {line.text for line in LINES} & set(CALIBRATION_LINES)
    clips = narrator(cache, pace_wpm=pace_wpm).speak(LINES)
    words = sum(len(text.split()) for text in clips)
    assert words * 60_000 / sum(clip.length_ms for clip in clips.values()) == pytest.approx(pace_wpm, rel=0.05)


def test_clips_are_trimmed_and_their_length_is_true(cache: Path) -> None:
    for clip in narrator(cache).speak(LINES).values():
        samples, frame_rate = samples_of(clip.path)
        assert clip.length_ms == -(-len(samples) * 1000 // frame_rate)
        heard = np.flatnonzero(np.abs(samples) > np.abs(samples).max() / 300)
        assert heard[0] <= frame_rate // 90
        assert len(samples) - heard[-1] <= frame_rate // 90
        assert samples[0] == samples[-1] == 0


def test_the_same_line_is_the_same_bytes_whatever_was_spoken_before_it(tmp_path: Path, cache: Path) -> None:
    here = narrator(cache).speak(LINES)
    there = narrator(tmp_path).speak(LINES[::-1][:5])
    assert there
    for text, clip in there.items():
        assert clip.path != here[text].path
        assert clip.path.name == here[text].path.name
        assert clip.path.read_bytes() == here[text].path.read_bytes()


@pytest.mark.slow
def test_three_hundred_clips_at_mixed_rates_each_have_their_own(tmp_path: Path) -> None:
    """One process that is told a new rate for each clip, as pyttsx3 alone does, gets most of them wrong."""
    paces = (100, 110, 118, 125, 135)
    lines = [Line(f"{line.text} Then breathe out {number} times.") for line in LINES for number in range(2, 10)][:60]
    for pace_wpm in paces:
        speaker = narrator(tmp_path, pace_wpm=pace_wpm)
        clips = speaker.speak(lines)
        slowest = narrator(tmp_path, pace_wpm=paces[0]).speak(lines)
        for text, clip in clips.items():
            assert slowest[text].length_ms / clip.length_ms == pytest.approx(pace_wpm / paces[0], rel=0.06)


def test_a_word_of_the_lexicon_is_spoken_as_its_sounds(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = cache / "lexicon.yaml"
    lexicon.write_text("words: {en: {zq: kaʊntə, counter: ˈkaʊntə}}", encoding="utf-8")
    monkeypatch.setenv("KNEADCAST_LEXICON", str(lexicon))
    (spelled,) = narrator(cache).speak([Line("The zq.")]).values()
    monkeypatch.delenv("KNEADCAST_LEXICON")
    (letters,) = narrator(cache).speak([Line("The zq.")]).values()
    assert spelled.length_ms < letters.length_ms * 0.9


def test_half_the_volume_is_half_as_loud(cache: Path) -> None:
    (full,), (half,) = (narrator(cache, volume=volume).speak(LINES[:1]).values() for volume in (1.0, 0.5))
    loud, quiet = (float(np.abs(samples_of(clip.path)[0]).max()) for clip in (full, half))
    assert quiet == pytest.approx(loud / 2, rel=0.1)


def test_another_voice_sounds_otherwise(cache: Path) -> None:
    (american,), (british,) = (narrator(cache, voice=voice).speak(LINES[:1]).values() for voice in ("en-us", "en-gb"))
    assert american.path.read_bytes() != british.path.read_bytes()


def test_each_rate_is_one_setting_of_the_library() -> None:
    settings = [gap_and_rate(rate) for rate in ESPEAK.rates]
    assert len(set(settings)) == len(settings)
    assert all(80 <= rate <= 450 for _, rate in settings)
