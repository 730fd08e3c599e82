"""Trimming keeps the speech, removes the silence and never clicks."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.errors import SpeechError
from kneadcast.speech.trim import EDGE_FADE_MS, MARGIN_MS, Samples, trim, trim_file

frame_rates = st.sampled_from([8_000, 16_000, 22_050, 24_000, 44_100])
silences_ms = st.integers(0, 400)
peaks = st.floats(0.001, 1)


def recording(frame_rate: int, before_ms: int, speech_ms: int, after_ms: int, peak: float = 0.5) -> Samples:
    frames = np.arange(frame_rate * speech_ms // 1000)
    speech = peak * np.cos(2 * np.pi * 300 * frames / frame_rate)
    speech[-1:] = peak
    return np.concatenate([np.zeros(frame_rate * before_ms // 1000), speech, np.zeros(frame_rate * after_ms // 1000)])


@given(frame_rates, silences_ms, st.integers(30, 800), silences_ms, peaks)
def test_all_speech_and_at_most_the_margins_are_left(
    rate: int, before: int, speech: int, after: int, peak: float
) -> None:
    length = len(trim(recording(rate, before, speech, after, peak), rate))
    margins = sum(rate * min(MARGIN_MS, silence) // 1000 for silence in (before, after))
    assert length == pytest.approx(rate * speech // 1000 + margins, abs=2)


@given(frame_rates, silences_ms, st.integers(2, 800), silences_ms, peaks)
def test_a_clip_begins_and_ends_at_nothing(rate: int, before: int, speech: int, after: int, peak: float) -> None:
    clip = trim(recording(rate, before, speech, after, peak), rate)
    assert clip[0] == clip[-1] == 0
    assert np.abs(clip).max() <= peak


@given(frame_rates, silences_ms, st.integers(60, 800), silences_ms)
def test_between_the_fades_nothing_is_changed(rate: int, before: int, speech: int, after: int) -> None:
    source = recording(rate, before, speech, after)
    clip = trim(source, rate)
    fade = rate * EDGE_FADE_MS // 1000
    inner = clip[fade:-fade]
    start = max(0, rate * before // 1000 - rate * MARGIN_MS // 1000) + fade
    assert any(np.array_equal(source[at : at + len(inner)], inner) for at in range(start - 1, start + 3))


@given(frame_rates, st.integers(20, 400), st.integers(60, 800), st.integers(20, 400))
def test_a_trimmed_clip_is_not_trimmed_further(rate: int, before: int, speech: int, after: int) -> None:
    once = trim(recording(rate, before, speech, after), rate)
    assert len(trim(once, rate)) == len(once)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(22_050), np.full(500, np.nan), np.full(500, 1e-5)])
def test_a_clip_without_sound_is_an_error(samples: Samples) -> None:
    with pytest.raises(SpeechError, match="made no sound"):
        trim(samples, 22_050)


@pytest.mark.parametrize("form", ["WAV", "AIFF", "FLAC"])
def test_the_format_is_read_from_the_file_and_not_from_its_name(tmp_path: Path, form: str) -> None:
    stereo = np.repeat(recording(22_050, 100, 500, 390)[:, None], 2, axis=1)
    soundfile.write(tmp_path / "said.recorded", stereo, 22_050, format=form, subtype="PCM_16")
    trim_file(tmp_path / "said.recorded", tmp_path / "clip.wav")
    with wave.open(str(tmp_path / "clip.wav"), "rb") as wav:
        assert (wav.getnchannels(), wav.getsampwidth(), wav.getframerate()) == (1, 2, 22_050)
        assert wav.getnframes() == pytest.approx(0.52 * 22_050, abs=4)
        samples = np.frombuffer(wav.readframes(wav.getnframes()), "<i2")
    assert np.abs(samples).max() == pytest.approx(16384, abs=2)
