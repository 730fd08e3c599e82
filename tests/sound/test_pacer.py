"""The pacer's sound: on the beat to the frame, soft, and rising and falling as the hand does."""

from __future__ import annotations

import numpy as np
import pytest

from kneadcast.script.strokes import Stroke
from kneadcast.sound.pacer import PacerSounds, pacer_layer, swell, tick
from kneadcast.sound.pcm import FRAME_RATE, Stereo
from kneadcast.sound.template_parts import Pacer

SWELL = Stroke(1000, 4000, "swell", 1.0, "s", None)


def heard(*strokes: Stroke, block: int = 10 * FRAME_RATE, total: int = 10 * FRAME_RATE) -> Stereo:
    layer = pacer_layer(strokes, PacerSounds(Pacer(), -18.0), 1.0)
    sound = np.zeros((total, 2), dtype=np.float32)
    for start in range(0, total, block):
        layer.add(sound[start : start + block], start)
    return sound


def test_a_swell_is_loudest_in_its_middle_and_symmetric() -> None:
    sound = np.abs(swell(220, 4000))
    quarters = [part.mean() for part in np.array_split(sound[FRAME_RATE // 10 :], 8)]
    assert quarters[:4] == sorted(quarters[:4])
    assert quarters[4:] == sorted(quarters[4:], reverse=True)


def test_a_swell_is_brightest_in_its_middle() -> None:
    sound = swell(220, 4000)

    def octave_share(at_s: float) -> float:
        power = np.abs(np.fft.rfft(sound[int(at_s * FRAME_RATE) :][: FRAME_RATE // 2])) ** 2
        return float(power[215:225].sum() / power[100:120].sum())

    assert octave_share(1.75) > 3 * octave_share(0.6)


def test_a_stroke_begins_at_its_own_frame_with_a_mark_that_an_ear_can_follow() -> None:
    sound = np.abs(heard(SWELL)).max(axis=1)
    assert sound[:FRAME_RATE].max() == 0
    first = FRAME_RATE + FRAME_RATE * 15 // 1000
    assert sound[FRAME_RATE:first].max() > 3 * sound[first + FRAME_RATE // 10 : first + FRAME_RATE // 5].max()


def test_strokes_are_the_same_whatever_the_blocks_are() -> None:
    strokes = (SWELL, Stroke(5000, 90, "tick", 0.5, "s", "left"), Stroke(5400, 90, "tick", 0.4, "s", "left"))
    assert np.array_equal(heard(*strokes), heard(*strokes, block=4410))


def test_a_side_s_strokes_lean_to_it() -> None:
    left = heard(Stroke(1000, 4000, "swell", 1.0, "s", "left")).astype(float)
    assert left[:, 0].std() > 1.5 * left[:, 1].std()


def test_a_tick_is_short_and_ends_in_silence() -> None:
    sound = np.abs(tick(220))
    assert np.argmax(sound) < 0.012 * FRAME_RATE
    assert sound[-20:].max() < 0.001 * sound.max()


@pytest.mark.parametrize("kind", ["swell", "tick"])
def test_no_stroke_is_as_loud_as_a_chime(kind: str) -> None:
    stroke = Stroke(1000, 4000 if kind == "swell" else 90, kind, 1.0, "s", None)  # type: ignore[arg-type]
    assert np.max(np.abs(heard(stroke))) < 0.12
