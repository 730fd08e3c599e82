"""Whether what the canceller left of a block is louder than an echo can be, so that somebody speaks.

A detector of voices alone cannot say that, because what is left of our own voice still is a voice, only softer.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from kneadcast.listening.samples import Samples, power_of

_RINGING_BLOCKS = 12
"""How long a sound from the loudspeaker can be heard after it was played: the reach of the canceller."""
_KNOWN_BLOCKS = 30
"""How many blocks of our voice must have been heard before the gate opens: about a second."""
_REMEMBERED_BLOCKS = 240
_USUAL_SHARE = 0.6
"""The quantile of the remembered shares that counts as usual: people seldom speak in most of eight seconds of ours."""
_MARGIN = 4.0
"""How many times more powerful than usual the rest must be: 6 dB."""
_AUDIBLE = 1e-7
"""The power of a played block that counts as sound: -70 dBFS."""


class EchoGate:
    """Learns which share of what is played is left by the canceller, and opens for what is clearly louder."""

    def __init__(self) -> None:
        self._played: deque[float] = deque([0.0] * _RINGING_BLOCKS, maxlen=_RINGING_BLOCKS)
        self._shares: deque[float] = deque(maxlen=_REMEMBERED_BLOCKS)

    def is_open(self, rest: Samples, reference: Samples, *, learn: bool) -> bool:
        """Returns whether a block is louder than the echo of what was played.

        Args:
            rest: The block of the microphone without the echo that the canceller knows.
            reference: The block that was played.
            learn: Whether our voice sounds in it. Of ambience alone, the noise of the room would count as echo.
        """
        self._played.append(power_of(reference))
        played = float(np.dot(list(self._played), _FADING))
        if played < _AUDIBLE:
            return True
        share = power_of(rest) / played
        is_louder = len(self._shares) >= _KNOWN_BLOCKS and share > _MARGIN * self._usual()
        if learn:
            self._shares.append(share)
        return is_louder

    def _usual(self) -> float:
        return float(np.quantile(self._shares, _USUAL_SHARE))


_FADING = 10.0 ** (-0.5 * np.arange(_RINGING_BLOCKS)[::-1] / 3)
"""The weight of what was played, the latest block last: 5 dB less for each 96 ms, as in a room that rings for 1.2 s."""
