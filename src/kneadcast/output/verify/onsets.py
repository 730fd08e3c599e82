"""Finding when a chime or a sentence begins in finished sound, near where it is expected.

A chime is known to the sample, so a matched filter finds it under a voice or a background. A sentence is known only by
its time and its loudness: its onset is where the sound in the band of speech rises above what was there before, once
the chimes that were found have been taken out, and it counts only if it is about as loud as a voice is in the session.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kneadcast.output.decoding import ANALYSIS_RATE, HISS_MS, THINNING, DecodedAudio, thin
from kneadcast.sound.pcm import FRAME_RATE, Samples
from kneadcast.units import MS_PER_SECOND, frames_at

REACH_MS = 2_000
"""How far from its plan a chime is still looked for."""
SPEECH_REACH_MS = 650
"""How late a sentence is still looked for: just under the pause between two sentences."""

_LEAST_LIKENESS = 0.35
"""Normalised correlation with the strike: 0.97 and more was seen where there is one, rain and pacer or not, 0.08 and
less where there is none; one under a voice lies between."""
_STRIKE_MS = 1_000
"""The part of a chime that it is known by, its second strike too: with 400 ms, a voice over it moves it by 50 ms."""
_HOP_MS = HISS_MS
_BEFORE_MS = 1_000
_SPEECH_HZ = (250, 5_000)
_LEAST_RISE_DB = 6.0
_LEAST_VOICE_DB = -12.0
"""Beside the loudness of spoken clips: over all templates, with rain and every stroke sounded, voices lay between
-5 and -1 dB, and what was there in place of a line left out at -20 and less."""
_CERTAIN_DB = -18.0
"""Beside the same; no stroke of a pacer holds this for as long as a syllable does."""
_BREATH_HOPS = 10
_VOICED = 0.6
"""The part of a sentence that is neither pause nor breath."""
_SUSTAINED = 0.6
"""Of the next `_SUSTAIN_HOPS`, so many must stay up: a click does not, a syllable does."""
_SUSTAIN_HOPS = 8
_SILENT_DB = -75.0


@dataclass(frozen=True)
class Chime:
    """A chime as it is looked for, without_steps out from each of the frames that it can begin at."""

    phases: tuple[Samples, ...]

    @classmethod
    def of(cls, struck: Samples) -> Chime:
        """Returns a chime that was struck at `FRAME_RATE`."""
        return cls(tuple(thin(np.pad(struck, (frame, 0))) for frame in range(THINNING)))


@dataclass(frozen=True)
class Place:
    """Where a chime was found."""

    first: int
    """The without_steps sample that it begins in."""
    phase: int
    """The frame in that sample."""
    level: float
    """As a factor of what was looked for."""
    likeness: float
    """Normalised correlation of its strike."""

    @property
    def at_ms(self) -> float:
        """When it begins."""
        return (self.first * THINNING + self.phase) * MS_PER_SECOND / FRAME_RATE


def find_chime(sound: Samples, chime: Chime, at_ms: int) -> Place | None:
    """Finds a chime.

    Args:
        sound: The session, at `ANALYSIS_RATE`.
        chime: What is struck.
        at_ms: When it is expected.

    Returns:
        Where it is, to the frame; none where nothing is like it.
    """
    best: Place | None = None
    first = max(0, frames_at(at_ms - REACH_MS, ANALYSIS_RATE))
    for phase, whole in enumerate(chime.phases):
        strike = whole[: frames_at(_STRIKE_MS, ANALYSIS_RATE)]
        window = np.asarray(sound[first : frames_at(at_ms + REACH_MS, ANALYSIS_RATE) + len(strike)], dtype=np.float64)
        if len(window) < len(strike):
            return None
        likeness = _likeness(window, strike)
        at = int(np.argmax(likeness))
        if best is None or likeness[at] > best.likeness:
            level = float(window[at : at + len(strike)] @ strike / np.sum(strike**2))
            best = Place(first + at, phase, level, float(likeness[at]))
    return best if best and best.likeness >= _LEAST_LIKENESS else None


def without(sound: Samples, chime: Chime, place: Place) -> None:
    """Takes a chime that was found out of the sound, in place."""
    whole = chime.phases[place.phase]
    part = sound[place.first : place.first + len(whole)]
    part -= (whole[: len(part)] * place.level).astype(part.dtype)


@dataclass(frozen=True)
class Room:
    """A sentence, and the time around it in which nothing else begins."""

    at_ms: int
    """When it is expected."""
    length_ms: int
    """How long it lasts."""
    first_ms: int
    """From when on nobody else speaks."""
    last_ms: int
    """When the next thing begins."""


def find_speech(heard: DecodedAudio, room: Room, voice_lufs: float) -> float | None:
    """Finds when a sentence begins.

    Args:
        heard: The session without its chimes.
        room: Where it is expected.
        voice_lufs: How loud spoken clips are.

    Returns:
        Its moment in milliseconds; none where nothing rises above what was there before, or nothing as loud as a voice.
    """
    first_ms = max(room.first_ms, room.at_ms - _BEFORE_MS)
    levels = _levels_db(heard, first_ms, min(room.at_ms + room.length_ms + SPEECH_REACH_MS, room.last_ms))
    expected = max(1, (room.at_ms - first_ms) // _HOP_MS)
    if len(levels) <= expected or _voiced_db(levels, room.length_ms) < voice_lufs + _LEAST_VOICE_DB:
        return None
    # The lower quarter, since a sentence that comes early fills part of the silence before it.
    floor_db = float(np.percentile(levels[:expected], 25))
    if float(np.percentile(levels[expected:], 80)) - floor_db < _LEAST_RISE_DB:
        return None
    hop = _onset(levels, floor_db + _LEAST_RISE_DB, voice_lufs + _CERTAIN_DB)
    return None if hop is None else first_ms + hop * float(_HOP_MS)


def _onset(levels: NDArray[np.float64], risen_db: float, certain_db: float) -> int | None:
    """Returns the hop in which a voice begins: from where it is certain, back through the breath before it.

    Two thresholds, as Rabiner & Sambur have them (An algorithm for determining the endpoints of isolated utterances,
    1975): with the lower alone, a stroke of the pacer is taken for a voice that is early.
    """
    up = levels > max(risen_db, certain_db)
    certain = (hop for hop in range(len(up)) if up[hop] and np.mean(up[hop : hop + _SUSTAIN_HOPS]) >= _SUSTAINED)
    found = next(certain, None)
    if found is None:
        return None
    before = range(max(0, found - _BREATH_HOPS), found)
    return min((hop for hop in before if np.all(levels[hop:found] > risen_db)), default=found)


def _voiced_db(levels: NDArray[np.float64], length_ms: int) -> float:
    """Returns the mean level of the loudest hops, as many as a sentence of a length has that are voiced."""
    loudest = np.sort(levels)[-max(1, round(length_ms * _VOICED / _HOP_MS)) :]
    return float(10 * np.log10(np.mean(10 ** (loudest / 10))))


def _levels_db(heard: DecodedAudio, start_ms: int, end_ms: int) -> NDArray[np.float64]:
    """Returns the level of what a voice may consist of, hop by hop: the band of speech, and hiss."""
    first, size = frames_at(start_ms, ANALYSIS_RATE), frames_at(_HOP_MS, ANALYSIS_RATE)
    part = np.asarray(heard.samples[first : frames_at(end_ms, ANALYSIS_RATE)], dtype=np.float64)
    if len(part) < size:  # the file ends before
        return np.zeros(0)
    voiced = np.mean(_band(part)[: len(part) // size * size].reshape(-1, size) ** 2, axis=1)
    hiss = heard.hiss[start_ms // HISS_MS :][: len(voiced)]
    power = voiced + np.pad(hiss, (0, len(voiced) - len(hiss)))
    levels: NDArray[np.float64] = 10 * np.log10(power + 10 ** (_SILENT_DB / 10))
    return levels


def _band(samples: Samples) -> Samples:
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / ANALYSIS_RATE)
    spectrum[(hertz < _SPEECH_HZ[0]) | (hertz > _SPEECH_HZ[1])] = 0
    band: Samples = np.fft.irfft(spectrum, len(samples))
    return band


def _likeness(window: Samples, strike: Samples) -> Samples:
    """Returns the normalised correlation of a strike with each place of a window, 1 where they are the same.

    By spectra, since a product at each place would take seconds.
    """
    size = 1 << (len(window) + len(strike)).bit_length()
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(strike, size))
    products = np.fft.irfft(spectrum, size)[: len(window) - len(strike) + 1]
    energies = np.cumsum(np.concatenate(([0.0], window**2)))
    energy = np.maximum(energies[len(strike) :] - energies[: -len(strike)], 1e-9)
    likeness: Samples = products / np.sqrt(energy * np.sum(strike**2))
    return likeness
