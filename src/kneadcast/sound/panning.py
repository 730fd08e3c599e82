"""Where a sound lies between the ears."""

from __future__ import annotations

import math

import numpy as np

from kneadcast.script.model import Side
from kneadcast.sound.pcm import Samples, Stereo

WIDEST_DEGREES = 15
"""How far from the middle of the sine-cosine law a full lean goes: one ear is 4.8 dB above the other, which is heard as
a side and never as a hole, and folding down to mono costs 0.3 dB, which is not heard at all."""


def ear_gains(side: Side | None, pan: float) -> tuple[float, float]:
    """Returns the gains of left and right ear for a sound that leans to a side.

    The law is constant power (sine and cosine; Blumlein 1931, and any mixing desk since): the squares of the gains add
    up to 2 wherever the sound lies, so that a loudness meter reads the same as in the middle, where both are 1.

    Args:
        side: To which side; the middle if none.
        pan: How far, 0 to 1.
    """
    lean = {"left": -1, "right": 1, None: 0}[side] * pan * WIDEST_DEGREES
    angle = math.radians(45 + lean)
    return math.sqrt(2) * math.cos(angle), math.sqrt(2) * math.sin(angle)


def louder_ear_db(side: Side | None, pan: float) -> float:
    """Returns how much a lean raises the peaks of the ear that it goes to."""
    return 20 * math.log10(max(ear_gains(side, pan)))


def panned(samples: Samples, side: Side | None, pan: float) -> Samples | Stereo:
    """Returns a sound where it is to lie; one channel still, where that is the middle."""
    if side is None or pan == 0:
        return samples
    stereo: Stereo = (samples[:, np.newaxis] * np.array(ear_gains(side, pan))).astype(np.float32)
    return stereo
