"""Ambience: without loop or seam, the same from the same seed, and out of the voice's way."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from kneadcast.choices import AmbienceChoice
from kneadcast.script.model import Script
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import AudioTemplate, load_template, template_names
from kneadcast.sound.ambience import AmbienceLayer, ambience_source
from kneadcast.sound.ducking import Ducking
from kneadcast.sound.loudness import block_loudness_lufs, gated_lufs
from kneadcast.sound.noise import CHUNK_FRAMES, Chord, Drift, SoundSource, texture
from kneadcast.sound.pcm import FRAME_RATE, Samples, Stereo
from kneadcast.sound.template_parts import Ambience, Drone, Recording, Texture
from tests.sound.sounds import script, speech

WORLDS = {name: ambience for name in template_names() if (ambience := load_template(name).ambience)}
SPEECH_LUFS = -18.0
STILL = {"fade_in_ms": 0, "fade_out_ms": 0}


def played(source: SoundSource, chunks: int) -> Stereo:
    return np.concatenate([source.chunk(number) for number in range(chunks)])


def heard(ambience: Ambience, of: Script, block: int = 10 * FRAME_RATE) -> Stereo:
    total = of.length_ms * FRAME_RATE // 1000
    layer = AmbienceLayer(of, ambience, SPEECH_LUFS)
    spans = [(start, min(start + block, total)) for start in range(0, total, block)]
    return np.concatenate([np.array(region.samples) for span in spans for region in layer.regions(*span)])


def autocorrelation(samples: NDArray[np.floating]) -> Samples:
    """Returns the correlation with itself at every lag up to half its length, 1 being the sound itself."""
    spectrum = np.abs(np.fft.rfft(samples - samples.mean(), 2 * len(samples))) ** 2
    correlation: Samples = np.fft.irfft(spectrum)[: len(samples) // 2]
    correlation /= correlation[0]
    return correlation


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


@pytest.mark.parametrize("kind", ["rain", "waves", "wind"])
def test_no_stretch_of_a_texture_comes_again(kind: str) -> None:
    ambience = Ambience.model_validate({"layers": [{"kind": kind}]})
    sound = played(ambience_source(ambience), 6).mean(axis=1)
    assert np.max(np.abs(autocorrelation(sound)[FRAME_RATE // 2 :])) < 0.08


@pytest.mark.parametrize("kind", ["rain", "waves", "wind"])
def test_chunks_meet_without_a_seam(kind: str) -> None:
    """Neither a step between samples nor a dip or bump of level stands out where one chunk goes over into the next."""
    sound = played(texture(kind, (5,)), 3)  # type: ignore[arg-type]
    steps = np.abs(np.diff(sound, axis=0))
    seam = slice(CHUNK_FRAMES - 2, CHUNK_FRAMES + 2)
    assert steps[seam].max() <= steps[: CHUNK_FRAMES // 2].max()


def test_a_drone_goes_on_through_the_seams_of_its_chunks() -> None:
    sound = played(Chord((110, 165), (1,)), 2)
    steps = np.abs(np.diff(sound, axis=0))
    assert steps[CHUNK_FRAMES - 1].max() <= steps.max(axis=0).max() * 1.001


def test_a_drone_sounds_its_notes_and_nothing_else() -> None:
    sound = Chord((110, 165, 220), (1,)).chunk(4).mean(axis=1)
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / FRAME_RATE)
    near = np.min(np.abs(hertz[:, np.newaxis] - np.array([110, 165, 220])), axis=1) < 1
    assert power[near].sum() > 0.999 * power.sum()


@pytest.mark.parametrize("kind", ["rain", "waves", "wind"])
def test_the_same_seed_gives_the_same_samples_from_any_chunk_on(kind: str) -> None:
    first, second = texture(kind, (5,)), texture(kind, (5,))  # type: ignore[arg-type]
    first.chunk(0)
    assert np.array_equal(first.chunk(1), second.chunk(1))
    assert not np.array_equal(first.chunk(2), texture(kind, (6,)).chunk(2))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", WORLDS)
def test_ambience_is_the_same_whatever_the_blocks_are(name: str) -> None:
    of = script(21_234, speech(5000, 2000, "One."))
    assert np.array_equal(heard(WORLDS[name], of), heard(WORLDS[name], of, block=7 * FRAME_RATE))


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
def test_most_of_an_ambience_is_dark(name: str) -> None:
    """What hisses tires: at least nine tenths of the power lie below 5 kHz."""
    sound = played(ambience_source(WORLDS[name]), 3).mean(axis=1)
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


def test_two_sessions_mixed_at_once_do_not_disturb_each_other() -> None:
    """An album or a preview may read one ambience twice at the same time."""
    ambience = WORLDS["wood-and-rain"]
    alone = played(ambience_source(ambience), 3)
    first, second = ambience_source(ambience), ambience_source(ambience)
    chunks = [(first.chunk(number), second.chunk(number)) for number in range(3)]
    assert np.array_equal(np.concatenate([chunk for chunk, _ in chunks]), alone)
    assert np.array_equal(np.concatenate([chunk for _, chunk in chunks]), alone)


def test_a_drift_stays_between_0_and_1_and_moves_without_jumps() -> None:
    drift = Drift((1,), 7.0)(np.arange(0, 4000, 0.01))
    assert 0 <= drift.min() < 0.1 < 0.9 < drift.max() <= 1
    assert np.max(np.abs(np.diff(drift))) < 0.01


def test_a_recording_is_looped_with_a_crossfade(tmp_path: Path) -> None:
    path = tmp_path / "brook.flac"
    soundfile.write(str(path), np.random.default_rng(1).normal(scale=0.1, size=(15 * FRAME_RATE, 2)), FRAME_RATE)
    source = ambience_source(Ambience(layers=(Recording(kind="file", file=path),)))
    sound = played(source, 3)
    around_seam = sound[int(10.9 * FRAME_RATE) : int(11.1 * FRAME_RATE)]
    assert around_seam.std() == pytest.approx(sound.std(), rel=0.1)
    assert np.array_equal(sound[:FRAME_RATE], sound[11 * FRAME_RATE : 12 * FRAME_RATE])


def test_a_short_mono_recording_at_another_rate_is_looped_too(tmp_path: Path) -> None:
    path = tmp_path / "drip.wav"
    soundfile.write(str(path), np.random.default_rng(1).normal(scale=0.1, size=24_000), 24_000)
    assert played(ambience_source(Ambience(layers=(Recording(kind="file", file=path),))), 2).std() > 0


def test_layers_keep_the_distance_that_a_template_gives_them() -> None:
    """A drone 12 dB above the wind is most of what is heard."""
    both = Ambience(layers=(Drone(kind="drone", notes=(220.0,)), Texture(kind="wind", gain_db=-12)))
    sound = played(ambience_source(both), 3).mean(axis=1)
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / FRAME_RATE)
    note = power[np.abs(hertz - 220) < 1].sum()
    assert 0.5 < note / power[hertz > 150].sum() < 0.99
