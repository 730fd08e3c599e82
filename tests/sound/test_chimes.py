"""Chimes: struck, warm, decaying tones."""

from __future__ import annotations

import numpy as np
import pytest

from kneadcast.script.model import CHIME_NAMES, ChimeName
from kneadcast.sound import load_template, template_names
from kneadcast.sound.chimes import strike
from kneadcast.sound.loudness import loudness_lufs, true_peak
from kneadcast.sound.pcm import FRAME_RATE, Samples
from tests.sound.sounds import recipe_of

EVERY = [(template, name) for template in template_names() for name in CHIME_NAMES if load_template(template).chimes]
LUFS = -22.5


def envelope(samples: Samples) -> Samples:
    """Returns the root mean square over 50 ms."""
    window = FRAME_RATE // 20
    smooth: Samples = np.sqrt(np.convolve(samples**2, np.ones(window) / window, "same"))
    return smooth


@pytest.mark.parametrize(("template", "name"), EVERY)
def test_a_chime_is_as_loud_as_asked(template: str, name: ChimeName) -> None:
    assert loudness_lufs(strike(recipe_of(template, name), LUFS)) == pytest.approx(LUFS, abs=0.1)


@pytest.mark.parametrize(("template", "name"), EVERY)
def test_nine_tenths_of_a_chime_lie_below_3_khz(template: str, name: ChimeName) -> None:
    samples = strike(recipe_of(template, name), LUFS)
    energy = np.abs(np.fft.rfft(samples)) ** 2
    below = np.fft.rfftfreq(len(samples), 1 / FRAME_RATE) < 3000
    assert energy[below].sum() >= 0.9 * energy.sum()


@pytest.mark.parametrize(("template", "name"), EVERY)
def test_each_note_sounds_at_its_own_strike_and_is_the_strongest_tone_there(template: str, name: ChimeName) -> None:
    recipe = recipe_of(template, name)
    samples = strike(recipe, LUFS)
    quarter = FRAME_RATE // 4
    for index, note_hz in enumerate(recipe.notes):
        at = index * recipe.spacing_ms * FRAME_RATE // 1000
        fresh = np.abs(np.fft.rfft(samples[at + 1000 : at + 1000 + quarter])) ** 2
        old = np.abs(np.fft.rfft(samples[max(at - quarter, 0) : at], quarter)) ** 2
        strongest_hz = np.argmax(fresh - old) * FRAME_RATE / quarter
        assert 400 <= note_hz <= 900
        assert strongest_hz == pytest.approx(note_hz, abs=5)


@pytest.mark.parametrize(("template", "name"), EVERY)
def test_a_chime_falls_by_20_db_in_1500_to_3000_ms_after_its_last_strike(template: str, name: ChimeName) -> None:
    recipe = recipe_of(template, name)
    after = envelope(strike(recipe, LUFS))[recipe.last_strike_ms * FRAME_RATE // 1000 :]
    peak = int(np.argmax(after[:FRAME_RATE]))
    fallen = int(np.argmax(after[peak:] < after[peak] / 10))
    assert 1.5 <= fallen / FRAME_RATE <= 3.05


@pytest.mark.parametrize(("template", "name"), EVERY)
def test_a_chime_begins_and_ends_without_a_click(template: str, name: ChimeName) -> None:
    samples = strike(recipe_of(template, name), LUFS)
    peak = np.max(np.abs(samples))
    assert np.max(np.abs(samples[:20])) < 0.01 * peak
    assert np.max(np.abs(samples[-20:])) < 1e-5 * peak


@pytest.mark.parametrize(("template", "name"), EVERY)
def test_a_chime_leaves_room_for_a_voice_above_it(template: str, name: ChimeName) -> None:
    assert true_peak(strike(recipe_of(template, name), LUFS)) < 0.35


def test_the_attack_lasts_as_long_as_its_recipe_says() -> None:
    recipe = recipe_of("singing-bowls", "step")
    samples = np.abs(strike(recipe, LUFS))
    attack = recipe.attack_ms * FRAME_RATE // 1000
    assert np.max(samples[: attack // 4]) < 0.2 * np.max(samples)
    assert np.max(samples[: 2 * attack]) > 0.8 * np.max(samples)


def test_the_same_recipe_gives_the_same_samples() -> None:
    recipe = recipe_of("singing-bowls", "end")
    assert np.array_equal(strike(recipe, LUFS), strike(recipe, LUFS))
