"""The waveform that a picture shows."""

from __future__ import annotations

import numpy as np

from kneadcast.output.pictures.waveform import waveform
from kneadcast.sound.pcm import FRAME_RATE


def test_a_waveform_has_the_peaks_of_each_ear() -> None:
    block = np.zeros((2 * FRAME_RATE, 2), np.float32)
    block[FRAME_RATE + 10] = (0.5, -0.7)
    outline = waveform([block, block])
    assert outline.left.argmax() == 5
    assert outline.left.max() == np.float32(0.5)
    assert outline.right.max() == np.float32(0.7)
    assert len(outline.left) == 20
