"""Ambience: the same whatever part is mixed, at its level, and out of the voice's way."""

from __future__ import annotations

import threading
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kneadcast.choices import AmbienceChoice
from kneadcast.errors import SoundError
from kneadcast.script.model import Script
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import AudioTemplate, load_template, template_names
from kneadcast.sound.ambience import AmbienceLayer
from kneadcast.sound.ducking import Ducking
from kneadcast.sound.loudness import block_loudness_lufs, gated_lufs
from kneadcast.sound.noise import BLOCK_FRAMES
from kneadcast.sound.pcm import FRAME_RATE, Samples, Stereo
from kneadcast.sound.template_parts import Ambience, Drone, Recording, Texture
from kneadcast.units import frames_at
from tests.examples import examples
from tests.sound.kept_in_memory import KeptInMemory, hold_nothing
from tests.sound.sounds import script, speech

WORLDS = {name: ambience for name in template_names() if (ambience := load_template(name).ambience)}
SPEECH_LUFS = -18.0
STILL = {"fade_in_ms": 0, "fade_out_ms": 0}
MIXED = Ambience(
    layers=(Drone(kind="drone", notes=(110.0, 165.0)), Texture(kind="waves"), Texture(kind="rain", gain_db=-6))
)
KEPT = KeptInMemory()
FIRST_MS = 165_000
"""The parts that are compared begin here, around the end of the first lap of a loop."""
LAST_MS = 192_345


def layer_of(ambience: Ambience, of: Script) -> AmbienceLayer:
    return AmbienceLayer(of, ambience, SPEECH_LUFS, KEPT)


def heard(ambience: Ambience, of: Script) -> Stereo:
    return layer_of(ambience, of).between(0, frames_at(of.length_ms, FRAME_RATE))


def alone(ambience: Ambience, seconds: int) -> Stereo:
    """Returns an ambience without words and fades."""
    return heard(ambience.model_copy(update=STILL), script(seconds * 1000 + 10))[: seconds * FRAME_RATE]


@lru_cache(maxsize=1)
def whole() -> tuple[AmbienceLayer, Stereo]:
    of = script(LAST_MS, speech(170_000, 3000, "One."), speech(181_000, 2500, "Two."))
    layer = layer_of(MIXED, of)
    return layer, layer.between(frames_at(FIRST_MS, FRAME_RATE), frames_at(LAST_MS, FRAME_RATE))


def test_settings_may_choose_another_ambience_or_none_at_the_template_s_levels() -> None:
    def ambience_of(template: AudioTemplate, ambience: AmbienceChoice | None) -> Ambience | None:
        return template.with_settings(SoundSettings(voice="silent", ambience=ambience)).ambience

    bowls, plain = load_template("singing-bowls"), load_template("plain")
    assert ambience_of(bowls, None) == bowls.ambience
    assert ambience_of(bowls, "none") is None
    rain = Ambience(layers=(Texture(kind="rain"),), lu_under_voice=30)
    louder = bowls.model_copy(update={"ambience": rain.model_copy(update={"layers": (Texture(kind="wind"),)})})
    assert ambience_of(louder, "rain") == rain
    assert ambience_of(plain, "waves") == Ambience(layers=(Texture(kind="waves"),))


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, frames_at(LAST_MS - FIRST_MS, FRAME_RATE)), st.integers(0, 2 * BLOCK_FRAMES))
def test_a_frame_sounds_the_same_whatever_part_is_mixed(begin: int, frames: int) -> None:
    layer, expected = whole()
    part = expected[begin : begin + frames]
    start = frames_at(FIRST_MS, FRAME_RATE) + begin
    assert np.array_equal(layer.between(start, start + len(part)), part)


@settings(max_examples=examples(20), deadline=None)
@given(st.integers(0, frames_at(LAST_MS - FIRST_MS, FRAME_RATE)), st.integers(0, 3))
def test_parts_of_a_few_frames_sound_the_same_too(begin: int, frames: int) -> None:
    layer, expected = whole()
    part = expected[begin : begin + frames]
    start = frames_at(FIRST_MS, FRAME_RATE) + begin
    assert np.array_equal(layer.between(start, start + len(part)), part)


def test_ambience_is_added_to_what_is_already_mixed() -> None:
    layer, expected = whole()
    start = frames_at(FIRST_MS, FRAME_RATE)
    mixed: Stereo = np.full((4 * BLOCK_FRAMES // 3, 2), 0.25, dtype=np.float32)
    layer.add(mixed[1000:-1000], start)  # a part of a larger buffer
    assert np.array_equal(mixed[1000:-1000], np.float32(0.25) + expected[: len(mixed) - 2000])
    assert np.all(mixed[:1000] == 0.25)
    assert np.all(mixed[-1000:] == 0.25)


def test_several_threads_mix_parts_of_one_session_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    of = script(40_000, speech(8000, 3000, "One."))
    expected = layer_of(MIXED, of).between(0, 40 * FRAME_RATE)
    hold_nothing(monkeypatch)
    together = AmbienceLayer(of, MIXED, SPEECH_LUFS, KeptInMemory())
    mixed: Stereo = np.zeros((40 * FRAME_RATE, 2), dtype=np.float32)
    edges = np.linspace(0, 40 * FRAME_RATE, 9).astype(int).tolist()
    threads = [
        threading.Thread(target=lambda begin=begin, end=end: together.add(mixed[begin:end], begin))
        for begin, end in pairwise(edges)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert np.array_equal(mixed, expected)


def test_a_recording_that_is_missing_is_refused(tmp_path: Path) -> None:
    layer = layer_of(Ambience(layers=(Recording(kind="file", file=tmp_path / "none.wav"),)), script(20_000))
    with pytest.raises(SoundError):
        layer.facts(0, 100)
    with pytest.raises(SoundError):
        layer.between(0, 100)


def test_levels_that_were_kept_are_not_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, of = KeptInMemory(), script(20_000)
    measured = AmbienceLayer(of, MIXED, SPEECH_LUFS, kept).between(0, FRAME_RATE)
    monkeypatch.setattr("kneadcast.sound.loudness.block_loudness_lufs", None)
    assert np.array_equal(AmbienceLayer(of, MIXED, SPEECH_LUFS, kept).between(0, FRAME_RATE), measured)
    with pytest.raises(TypeError):
        AmbienceLayer(of, MIXED, SPEECH_LUFS, KeptInMemory()).between(0, FRAME_RATE)


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b"[1.0, 2.0]", b'["a", "b", "c"]', b"[NaN, 1.0, 1.0]"])
def test_levels_that_cannot_be_right_are_measured_again(damaged: bytes) -> None:
    kept, of = KeptInMemory(), script(20_000)
    measured = AmbienceLayer(of, MIXED, SPEECH_LUFS, kept).between(0, FRAME_RATE)
    kept.pieces = {(kind, key): damaged if kind == "levels" else piece for (kind, key), piece in kept.pieces.items()}
    assert np.array_equal(AmbienceLayer(of, MIXED, SPEECH_LUFS, kept).between(0, FRAME_RATE), measured)


@pytest.mark.parametrize("kind", ["rain", "waves", "wind"])
def test_no_stretch_of_a_texture_comes_again(kind: str) -> None:
    sound = alone(Ambience.model_validate({"layers": [{"kind": kind}]}), 60).mean(axis=1)
    assert np.max(np.abs(autocorrelation(sound)[FRAME_RATE // 2 :])) < 0.08


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["rain", "waves", "wind"])
def test_the_level_of_a_texture_has_no_period_of_a_loop(kind: str) -> None:
    """The rise and fall from one hundredth of a second to the next, in twenty minutes of a loop of three minutes."""
    sound = alone(Ambience.model_validate({"layers": [{"kind": kind}]}), 1200)[:, 0]
    levels = np.log(np.sqrt(np.mean(sound.reshape(-1, 441) ** 2, axis=1)) + 1e-9)
    fluctuation = levels - np.convolve(levels, np.ones(101) / 101, "same")
    assert np.max(np.abs(autocorrelation(fluctuation)[500:])) < 0.06, "a plain loop has 0.9 at three minutes"


def autocorrelation(samples: NDArray[np.floating]) -> Samples:
    """Returns the correlation with itself at every lag up to half its length, 1 being the sound itself."""
    spectrum = np.abs(np.fft.rfft(samples - samples.mean(), 2 * len(samples))) ** 2
    correlation: Samples = np.fft.irfft(spectrum)[: len(samples) // 2]
    correlation /= correlation[0]
    return correlation


@pytest.mark.parametrize("name", WORLDS)
def test_ambience_lies_20_lu_under_the_voice_at_every_word_and_at_its_own_level_between_them(name: str) -> None:
    ambience = WORLDS[name].model_copy(update=STILL)
    words = [speech(at, 2500, "One.") for at in range(5000, 80_000, 15_000)]
    sound = heard(ambience, script(85_000, *words))
    for cue in words:
        spoken = sound[cue.at_ms * FRAME_RATE // 1000 : cue.end_ms * FRAME_RATE // 1000]
        assert gated_lufs(block_loudness_lufs(spoken)) <= SPEECH_LUFS - 20
    pauses = [sound[(cue.end_ms + 3000) * FRAME_RATE // 1000 :][: 8 * FRAME_RATE] for cue in words[:-1]]
    between = np.percentile(np.concatenate([block_loudness_lufs(pause) for pause in pauses]), 95)
    assert between == pytest.approx(SPEECH_LUFS - ambience.lu_between_cues, abs=2)


@pytest.mark.parametrize("name", WORLDS)
def test_the_first_half_minute_of_an_ambience_has_exactly_its_level(name: str) -> None:
    loud = np.percentile(block_loudness_lufs(alone(WORLDS[name], 30)), 95)
    assert loud == pytest.approx(SPEECH_LUFS - WORLDS[name].lu_between_cues, abs=0.05)


@pytest.mark.parametrize("name", WORLDS)
def test_most_of_an_ambience_is_dark(name: str) -> None:
    """What hisses tires: at least nine tenths of the power lie below 5 kHz."""
    sound = alone(WORLDS[name], 30).mean(axis=1)
    power = np.abs(np.fft.rfft(sound)) ** 2
    assert power[np.fft.rfftfreq(len(sound), 1 / FRAME_RATE) < 5000].sum() > 0.9 * power.sum()


def test_ambience_ducks_400_ms_ahead_holds_700_ms_and_comes_back_within_2_s() -> None:
    ducking = Ducking([speech(10_000, 3000, "One.")])
    moments = [9600, 9800, 10_000, 13_000, 13_700, 14_700, 15_700, 99_000]
    assert ducking.depth(np.array(moments, dtype=float)).tolist() == [0, 0.5, 1, 1, 1, 0.5, 0, 0]


def test_ambience_stays_down_between_sentences_that_follow_each_other() -> None:
    ducking = Ducking([speech(10_000, 3000, "One."), speech(13_900, 2000, "Two.")])
    assert np.min(ducking.depth(np.arange(10_000.0, 15_900.0, 10))) > 0.85


def test_ambience_comes_out_of_silence_and_goes_back_into_it() -> None:
    ambience = WORLDS["wood-and-rain"].model_copy(update={"fade_in_ms": 4000, "fade_out_ms": 6000})
    sound = np.abs(heard(ambience, script(30_000)))
    assert sound[:100].max() < 1e-5
    assert sound[-100:].max() < 1e-5
    assert sound[2 * FRAME_RATE : 2 * FRAME_RATE + 4410].std() < 0.4 * sound[10 * FRAME_RATE :][:4410].std()


def test_after_the_end_of_the_session_there_is_no_ambience() -> None:
    """The encoder is given a few frames more than the session has."""
    assert not layer_of(MIXED, script(30_000)).between(30 * FRAME_RATE, 31 * FRAME_RATE).any()


def test_a_recording_is_levelled_whatever_its_own_level_is(tmp_path: Path) -> None:
    path = tmp_path / "faint.wav"
    samples = np.random.default_rng(1).normal(scale=1e-3, size=(5 * FRAME_RATE, 2))
    soundfile.write(str(path), samples, FRAME_RATE, subtype="FLOAT")
    sound = alone(Ambience(layers=(Recording(kind="file", file=path),)), 20)
    assert np.percentile(block_loudness_lufs(sound), 95) == pytest.approx(SPEECH_LUFS - 16, abs=0.2)


@pytest.mark.filterwarnings("error")
def test_a_silent_recording_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "silent.wav"
    soundfile.write(str(path), np.zeros((FRAME_RATE, 2)), FRAME_RATE)
    assert not alone(Ambience(layers=(Recording(kind="file", file=path),)), 20).any()


def test_layers_keep_the_distance_that_a_template_gives_them() -> None:
    """A drone 12 dB above the wind is most of what is heard."""
    both = Ambience(layers=(Drone(kind="drone", notes=(220.0,)), Texture(kind="wind", gain_db=-12)))
    sound = alone(both, 30).mean(axis=1)
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / FRAME_RATE)
    note = power[np.abs(hertz - 220) < 1].sum()
    assert 0.5 < note / power[hertz > 150].sum() < 0.99
