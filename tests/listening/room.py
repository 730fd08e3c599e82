"""A simulated room: a loudspeaker that plays a session, a person who speaks, and a microphone that hears both.

Impulse responses are those of the image source method (pyroomacoustics). The loudspeaker of the model is small and not
quite linear, because real ones are, and what a canceller cannot predict is what is left of an echo.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, oaconvolve, sosfilt

RATE = 16_000
Samples = NDArray[np.float32]

_DRIVE = 2.0
"""How far the loudspeaker is driven into its curve: at half of full scale, the third harmonic has about 6 %."""


@dataclass(frozen=True)
class Place:
    """Where the loudspeaker, the person's mouth and the microphone are, in metres, and how long the room rings."""

    size: tuple[float, float, float]
    loudspeaker: tuple[float, float, float]
    person: tuple[float, float, float]
    microphone: tuple[float, float, float]
    rt60_s: float


BEDROOM = Place((4.2, 3.6, 2.5), (1.0, 1.2, 0.7), (2.2, 1.9, 1.0), (1.3, 1.3, 0.7), 0.3)
"""A computer on a bedside table: its loudspeaker 30 cm from its microphone, the person 1.4 m away."""
LIVING_ROOM = Place((5.6, 4.4, 2.6), (1.2, 3.3, 0.9), (2.6, 1.8, 1.1), (1.7, 2.9, 0.5), 0.45)
"""A loudspeaker on a shelf, a microphone on a low table, and the person 1.5 m away."""
BATHROOM = Place((3.0, 2.4, 2.4), (0.6, 0.6, 1.0), (1.8, 1.4, 0.9), (0.8, 0.9, 1.0), 0.6)
"""A small room that rings."""


@dataclass(frozen=True)
class Room:
    """The impulse responses of a place."""

    from_loudspeaker: Samples
    from_person: Samples

    def played(self, sound: Samples) -> Samples:
        """Returns what the microphone hears of a sound from the loudspeaker."""
        driven = np.tanh(_DRIVE * sosfilt(_band(), sound)) / _DRIVE
        return _through(driven, self.from_loudspeaker)

    def spoken(self, voice: Samples) -> Samples:
        """Returns what the microphone hears of a voice."""
        return _through(voice, self.from_person)


@lru_cache
def room(place: Place, latency_ms: int = 40) -> Room:
    """Returns the room of a place.

    Args:
        place: The place.
        latency_ms: How long a sound takes from the program to the loudspeaker.
    """
    import pyroomacoustics

    absorption, order = pyroomacoustics.inverse_sabine(place.rt60_s, place.size)
    shoebox = pyroomacoustics.ShoeBox(
        place.size, fs=RATE, materials=pyroomacoustics.Material(absorption), max_order=min(order, 25)
    )
    for source in (place.loudspeaker, place.person):
        shoebox.add_source(source)
    shoebox.add_microphone(place.microphone)
    shoebox.compute_rir()
    loudspeaker, person = (np.asarray(response, np.float32) for response in shoebox.rir[0])
    return Room(np.pad(loudspeaker, (latency_ms * RATE // 1000, 0)), person)


def noise(length: int, seed: int) -> Samples:
    """Returns the noise of a quiet home, which falls by 3 dB an octave, with an effective value of 1."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(size=length))
    pink = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 40 * length / RATE)), length)
    return np.asarray(pink / np.sqrt(np.mean(pink**2)), np.float32)


def level(sound: Samples) -> float:
    """Returns the effective value of a voice while it speaks: of the 10 ms frames within 25 dB of the loudest."""
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    power = np.mean(frames**2, axis=1)
    return float(np.sqrt(np.mean(power[power > power.max() * 10**-2.5])))


def _through(sound: Samples, response: Samples) -> Samples:
    return np.asarray(oaconvolve(sound, response)[: len(sound)], np.float32)


@lru_cache
def _band() -> NDArray[np.float64]:
    return np.asarray(butter(2, (150, 7000), "bandpass", fs=RATE, output="sos"))
