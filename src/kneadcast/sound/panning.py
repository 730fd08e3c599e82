"""Panning: the position of a sound between the left and the right channel."""

from __future__ import annotations

import math

import numpy as np

from kneadcast.script.model import Side
from kneadcast.sound.pcm import Samples, Stereo

MAX_PAN_DEGREES = 15
"""Angle of a fully panned sound from the middle of the sine-cosine law. One channel is 4.8 dB above the other, which is
heard as a side without leaving the other silent. Folding down to mono costs 0.3 dB, which is inaudible."""


def channel_gains(side: Side | None, pan: float) -> tuple[float, float]:
    """Returns the gains of the left and the right channel for a sound that is panned to a side.

    The law is constant power (sine and cosine; Blumlein 1931, and any mixing desk since): the squares of the gains add
    up to 2 at any position, so that a loudness meter shows the same as in the middle, where both gains are 1.

    Args:
        side: The side, or `None` for the middle.
        pan: How far the sound is panned, 0 to 1.
    """
    degrees = {"left": -1, "right": 1, None: 0}[side] * pan * MAX_PAN_DEGREES
    angle = math.radians(45 + degrees)
    return math.sqrt(2) * math.cos(angle), math.sqrt(2) * math.sin(angle)


def louder_channel_db(side: Side | None, pan: float) -> float:
    """Returns by how many dB panning raises the peaks of the louder channel."""
    return 20 * math.log10(max(channel_gains(side, pan)))


def panned(samples: Samples, side: Side | None, pan: float) -> Samples | Stereo:
    """Returns a sound panned to a side; in the middle, it stays one channel."""
    if side is None or pan == 0:
        return samples
    stereo: Stereo = (samples[:, np.newaxis] * np.array(channel_gains(side, pan))).astype(np.float32)
    return stereo
