"""Voice colour: warmer, never later, and no louder than the voice is set to be."""

from __future__ import annotations

import numpy as np
import pytest

from kneadcast.sound import load_template
from kneadcast.sound.pcm import FRAME_RATE, Samples
from kneadcast.sound.template_parts import Band, VoiceColour
from kneadcast.sound.voice_colour import apply_voice_colour
from tests.sound.sounds import voice_like


def tone(hertz: float) -> Samples:
    samples: Samples = 0.1 * np.sin(2 * np.pi * hertz * np.arange(FRAME_RATE) / FRAME_RATE)
    return samples


@pytest.mark.parametrize(("hertz", "gain_db"), [(200.0, 3.0), (3000.0, -4.0)])
def test_a_band_raises_its_own_pitch_by_its_gain_and_leaves_far_ones_alone(hertz: float, gain_db: float) -> None:
    colour = VoiceColour(low_cut_hz=20, equaliser=(Band(hz=hertz, gain_db=gain_db, q=1),))
    steady = slice(FRAME_RATE // 4, None)
    raised = apply_voice_colour(tone(hertz), colour)[steady]
    assert 20 * np.log10(raised.std() / tone(hertz)[steady].std()) == pytest.approx(gain_db, abs=0.1)
    assert apply_voice_colour(tone(12_000), colour)[steady].std() == pytest.approx(tone(12_000).std(), rel=0.03)


def test_the_compressor_lowers_loud_words_beside_soft_ones_and_does_not_distort() -> None:
    loud, soft = tone(300) * 4, tone(300)
    both = apply_voice_colour(np.concatenate([soft, loud]), VoiceColour(low_cut_hz=20, ratio=2))
    before = 20 * np.log10(4)
    after = 20 * np.log10(both[FRAME_RATE + 10_000 :].std() / both[10_000:FRAME_RATE].std())
    assert before - 4 < after < before - 1
    power = np.abs(np.fft.rfft(both[FRAME_RATE + 10_000 :][:22_050] * np.hanning(22_050))) ** 2
    assert power[148:153].sum() > 0.999 * power.sum()


def test_a_room_rings_on_softly_after_the_words() -> None:
    words = voice_like(1000)
    rung = apply_voice_colour(words, VoiceColour(room_db=-20, room_ms=200))
    dry = apply_voice_colour(words, VoiceColour())
    tail = rung[len(words) :]
    assert 0.19 < len(tail) / FRAME_RATE < 0.25
    assert 0 < np.max(np.abs(tail)) < 0.1 * np.max(np.abs(words))
    assert (rung[: len(words)] - dry).std() == pytest.approx(0.1 * dry.std(), rel=0.15)


def test_plain_leaves_the_voice_as_it_is() -> None:
    assert load_template("plain").voice is None
    assert load_template("silent").voice is None
