"""Finding when a chime or a sentence begins in finished sound, near its expected time.

The samples of a chime are given, so a matched filter finds it under a voice or a background. Of a sentence, only the
time and the loudness are given. Its onset is where the level in the band of speech rises above the level before it,
after the chimes that were found have been subtracted. The onset counts only if the sound is about as loud as the voice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kneadcast.output.verify.analysis import ANALYSIS_RATE, DECIMATION, HISS_MS, DecodedAudio, decimate
from kneadcast.sound.pcm import FRAME_RATE, Samples
from kneadcast.units import MS_PER_SECOND, frames_at

CHIME_SEARCH_MS = 2_000
"""How far from its expected time a chime is searched for."""
SPEECH_SEARCH_MS = 650
"""How late a sentence is searched for: slightly less than the pause between two sentences."""

_MIN_CORRELATION = 0.35
"""Normalised correlation with the strike: at least 0.97 for a chime, with rain and pacer or without; at most 0.08 for
no chime; a chime under a voice is between."""
_STRIKE_MS = 1_000
"""The part of a chime that is searched for, with its second strike; with only 400 ms, a voice shifted it by 50 ms."""
_HOP_MS = HISS_MS
_BEFORE_MS = 1_000
_SPEECH_HZ = (250, 5_000)
_MIN_RISE_DB = 6.0
_MIN_VOICE_DB = -12.0
"""Relative to the loudness of spoken clips: over all templates, with rain and every stroke sounded, voices lay between
-5 and -1 dB, and the sound in place of a missing line at -20 dB or less."""
_CERTAIN_DB = -18.0
"""Relative to the loudness of spoken clips; no stroke of the pacer keeps this level for as long as a syllable does."""
_BREATH_HOPS = 10
_MIN_BREATH_DB = -40.0
"""Relative to the loudness of spoken clips: what is fainter is no breath, but the noise that MP3 adds before a sudden
sound. On three sessions in two languages, this bound moved the onset of a real voice by 2 ms on average."""
_VOICED = 0.6
"""The share of a sentence that is neither pause nor breath."""
_SUSTAINED = 0.6
"""The share of the next `_SUSTAIN_HOPS` that must be above the threshold, so that a click does not count as speech."""
_SUSTAIN_HOPS = 8
_FLOOR_PERCENTILE = 25
"""Low, since an early sentence fills part of the silence before its expected time."""
_RISEN_PERCENTILE = 80
_SILENT_DB = -75.0


@dataclass(frozen=True)
class ChimePattern:
    """A chime to search for, decimated once for each frame of a sample that it can begin at."""

    phases: tuple[Samples, ...]

    @classmethod
    def of(cls, chime: Samples) -> ChimePattern:
        """Returns the pattern of a chime at `FRAME_RATE`."""
        return cls(tuple(decimate(np.pad(chime, (frame, 0))) for frame in range(DECIMATION)))


@dataclass(frozen=True)
class ChimeMatch:
    """Where a chime was found."""

    first: int
    """The sample in which it begins, at `ANALYSIS_RATE`."""
    phase: int
    """The frame in that sample."""
    level: float
    """Amplitude relative to the pattern."""
    correlation: float
    """Normalised correlation with the strike."""

    @property
    def at_ms(self) -> float:
        """When the chime begins."""
        return (self.first * DECIMATION + self.phase) * MS_PER_SECOND / FRAME_RATE


def find_chime(
    sound: Samples, pattern: ChimePattern, at_ms: int, search_ms: int = CHIME_SEARCH_MS
) -> ChimeMatch | None:
    """Finds a chime.

    Args:
        sound: The session, at `ANALYSIS_RATE`.
        pattern: The chime.
        at_ms: When it is expected.
        search_ms: How far from this time it is searched for.

    Returns:
        Where it is, to the frame, or `None` if nothing correlates with it.
    """
    best: ChimeMatch | None = None
    first = max(0, frames_at(at_ms - search_ms, ANALYSIS_RATE))
    end = frames_at(at_ms + search_ms, ANALYSIS_RATE)
    for phase, samples in enumerate(pattern.phases):
        strike = samples[: frames_at(_STRIKE_MS, ANALYSIS_RATE)]
        window = np.asarray(sound[first : end + len(strike)], dtype=np.float64)
        if len(window) < len(strike):
            return None
        correlation = _correlation(window, strike)
        at = int(np.argmax(correlation))
        if best is None or correlation[at] > best.correlation:
            level = float(window[at : at + len(strike)] @ strike / np.sum(strike**2))
            best = ChimeMatch(first + at, phase, level, float(correlation[at]))
    return best if best and best.correlation >= _MIN_CORRELATION else None


def subtract_chime(sound: Samples, pattern: ChimePattern, match: ChimeMatch) -> None:
    """Subtracts a chime that was found from the sound, in place."""
    samples = pattern.phases[match.phase]
    part = sound[match.first : match.first + len(samples)]
    part -= (samples[: len(part)] * match.level).astype(part.dtype)


@dataclass(frozen=True)
class SpeechWindow:
    """A sentence, and the time around it in which no other cue sounds."""

    at_ms: int
    """When it is expected."""
    length_ms: int
    first_ms: int
    """When the last cue before it has ended."""
    last_ms: int
    """When the next cue begins."""


def find_speech(decoded: DecodedAudio, window: SpeechWindow, voice_lufs: float) -> float | None:
    """Finds when a sentence begins.

    Args:
        decoded: The session without its chimes.
        window: Where the sentence is expected.
        voice_lufs: The loudness of spoken clips.

    Returns:
        Its time in milliseconds, or `None` if no sound rises above the level before it, or none is as loud as a voice.
    """
    first_ms = max(window.first_ms, window.at_ms - _BEFORE_MS)
    end_ms = min(window.at_ms + window.length_ms + SPEECH_SEARCH_MS, window.last_ms)
    levels = _levels_db(decoded, first_ms, end_ms)
    expected = max(1, (window.at_ms - first_ms) // _HOP_MS)
    if len(levels) <= expected or _voiced_db(levels, window.length_ms) < voice_lufs + _MIN_VOICE_DB:
        return None
    floor_db = float(np.percentile(levels[:expected], _FLOOR_PERCENTILE))
    if float(np.percentile(levels[expected:], _RISEN_PERCENTILE)) - floor_db < _MIN_RISE_DB:
        return None
    risen_db = max(floor_db + _MIN_RISE_DB, voice_lufs + _MIN_BREATH_DB)
    hop = _onset_hop(levels, risen_db, voice_lufs + _CERTAIN_DB)
    return None if hop is None else first_ms + hop * float(_HOP_MS)


def _onset_hop(levels: NDArray[np.float64], risen_db: float, certain_db: float) -> int | None:
    """Returns the hop in which a voice begins: the first certain hop, or the beginning of the breath before it.

    Two thresholds, after Rabiner & Sambur (An algorithm for determining the endpoints of isolated utterances, 1975):
    with the lower one alone, a stroke of the pacer would be taken for an early voice.
    """
    up = levels > max(risen_db, certain_db)
    certain = (hop for hop in range(len(up)) if up[hop] and np.mean(up[hop : hop + _SUSTAIN_HOPS]) >= _SUSTAINED)
    found = next(certain, None)
    if found is None:
        return None
    before = range(max(0, found - _BREATH_HOPS), found)
    return min((hop for hop in before if np.all(levels[hop:found] > risen_db)), default=found)


def _voiced_db(levels: NDArray[np.float64], length_ms: int) -> float:
    """Returns the mean level of the loudest hops, as many as are voiced in a sentence of a length."""
    loudest = np.sort(levels)[-max(1, round(length_ms * _VOICED / _HOP_MS)) :]
    return float(10 * np.log10(np.mean(10 ** (loudest / 10))))


def _levels_db(decoded: DecodedAudio, start_ms: int, end_ms: int) -> NDArray[np.float64]:
    """Returns the level of each hop in the frequencies of a voice: the band of speech, and hiss."""
    first, size = frames_at(start_ms, ANALYSIS_RATE), frames_at(_HOP_MS, ANALYSIS_RATE)
    part = np.asarray(decoded.samples[first : frames_at(end_ms, ANALYSIS_RATE)], dtype=np.float64)
    if len(part) < size:  # the file has ended
        return np.zeros(0)
    voiced = np.mean(_speech_band(part)[: len(part) // size * size].reshape(-1, size) ** 2, axis=1)
    hiss = decoded.hiss[start_ms // HISS_MS :][: len(voiced)]
    power = voiced + np.pad(hiss, (0, len(voiced) - len(hiss)))
    levels: NDArray[np.float64] = 10 * np.log10(power + 10 ** (_SILENT_DB / 10))
    return levels


def _speech_band(samples: Samples) -> Samples:
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / ANALYSIS_RATE)
    spectrum[(hertz < _SPEECH_HZ[0]) | (hertz > _SPEECH_HZ[1])] = 0
    band: Samples = np.fft.irfft(spectrum, len(samples))
    return band


def _correlation(window: Samples, strike: Samples) -> Samples:
    """Returns the normalised correlation of a strike with a window at each offset, 1 where they are the same.

    The correlation is computed with spectra, since a product at each offset would take seconds.
    """
    size = 1 << (len(window) + len(strike)).bit_length()
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(strike, size))
    products = np.fft.irfft(spectrum, size)[: len(window) - len(strike) + 1]
    energies = np.cumsum(np.concatenate(([0.0], window**2)))
    energy = np.maximum(energies[len(strike) :] - energies[: -len(strike)], 1e-9)
    correlation: Samples = products / np.sqrt(energy * np.sum(strike**2))
    return correlation
