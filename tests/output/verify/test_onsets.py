"""Finding chimes and sentences in sound."""

from __future__ import annotations

import numpy as np
import pytest

from kneadcast.output.verify.analysis import DecodedAudio, decimate, hiss_power
from kneadcast.output.verify.onsets import ChimePattern, SpeechWindow, find_chime, find_speech, subtract_chime
from kneadcast.sound.chimes import strike
from kneadcast.sound.loudness import level
from kneadcast.sound.pcm import FRAME_RATE, Samples
from tests.sound.sounds import recipe_of, voice_like

LENGTH_MS = 8_000
STRUCK = strike(recipe_of("singing-bowls", "side"), -22.5)
PATTERN = ChimePattern.of(STRUCK)
VOICE_LUFS = -18.0


def noise(level_db: float) -> Samples:
    samples: Samples = np.random.default_rng(5).normal(scale=10 ** (level_db / 20), size=LENGTH_MS * FRAME_RATE // 1000)
    return samples


def added(samples: Samples, at_frame: int, more: Samples) -> Samples:
    """Returns samples with others over them from a frame on."""
    both: Samples = samples.copy()
    part = both[at_frame : at_frame + len(more)]
    part += more[: len(part)]
    return both


def decoded(samples: Samples) -> DecodedAudio:
    return DecodedAudio(decimate(samples), hiss_power(samples), len(samples))


@pytest.mark.parametrize("offset", [-70_001, -1, 0, 1, 2, 3, 30_002])
def test_a_chime_is_found_to_the_frame_within_the_time_that_is_searched(offset: int) -> None:
    planned_ms = 3_000
    at_frame = planned_ms * FRAME_RATE // 1000 + offset
    match = find_chime(decimate(added(noise(-60), at_frame, STRUCK)), PATTERN, planned_ms)
    assert match is not None
    assert round(match.at_ms * FRAME_RATE / 1000) == at_frame
    assert match.level == pytest.approx(1, abs=0.02)


def test_no_chime_is_found_in_noise_or_beyond_the_time_that_is_searched() -> None:
    assert find_chime(decimate(noise(-30)), PATTERN, 3_000) is None
    assert find_chime(decimate(added(noise(-60), 7 * FRAME_RATE, STRUCK)), PATTERN, 3_000) is None


def test_a_chime_that_would_begin_after_the_end_is_not_found() -> None:
    assert find_chime(decimate(noise(-30)), PATTERN, LENGTH_MS + 5_000) is None


def test_a_chime_that_is_subtracted_leaves_what_was_under_it() -> None:
    under = decimate(noise(-60))
    sound = decimate(added(noise(-60), 88_201, STRUCK))
    match = find_chime(sound, PATTERN, 2_000)
    assert match is not None
    subtract_chime(sound, PATTERN, match)
    assert np.abs(sound - under).max() < 0.02 * np.abs(STRUCK).max()


@pytest.mark.parametrize("at_ms", [3_000, 3_400])
def test_a_voice_is_found_where_it_rises_above_what_was_before(at_ms: int) -> None:
    voice = level(voice_like(1_500), VOICE_LUFS)
    sound = added(noise(-60), at_ms * FRAME_RATE // 1000, voice)
    found_ms = find_speech(decoded(sound), SpeechWindow(3_000, 1_500, 0, LENGTH_MS), VOICE_LUFS)
    assert found_ms == pytest.approx(at_ms, abs=30)


def test_neither_silence_nor_a_quiet_voice_nor_a_click_is_found() -> None:
    window = SpeechWindow(3_000, 1_500, 0, LENGTH_MS)
    quiet = added(noise(-60), 3 * FRAME_RATE, level(voice_like(1_500), VOICE_LUFS - 20))
    click = added(noise(-60), 3 * FRAME_RATE, np.full(FRAME_RATE // 100, 0.5))
    for sound in (noise(-60), quiet, click):
        assert find_speech(decoded(sound), window, VOICE_LUFS) is None


def test_no_voice_is_found_after_the_end() -> None:
    window = SpeechWindow(LENGTH_MS + 1_000, 1_500, LENGTH_MS, LENGTH_MS + 3_000)
    assert find_speech(decoded(noise(-20)), window, VOICE_LUFS) is None
