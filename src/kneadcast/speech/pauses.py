"""Pace by pauses: a line with commas is articulated somewhat faster than asked, and the time saved is for the commas.

A voice that is only slowed down draws each sound out. A line stays about as long as when the voice is only slowed down,
so the pace of a session hardly depends on how many of its lines have commas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from kneadcast.speech.calibration import word_count
from kneadcast.speech.trim import SPEECH_FLOOR_DB

CLAUSE_SIGNS = (",", ";", ":", "—")
"""The ends of clauses, in a text and in its phonetic notation."""
_CLAUSE_END = re.compile(rf"[{''.join(CLAUSE_SIGNS)}](?=\s)")
LONGEST_PAUSE_MS = 600
"""The longest pause inside a sentence, with the silence that the voice itself makes there, unless the voice rests
longer by itself. A longer one sounds like the end of the sentence."""
_ADDED_MS = 220
"""The silence to add at a comma."""
_REST_SHARE = 0.18
"""How long a voice rests at a comma by itself, as a share of the average clause: measured with the natural voice on 281
built-in lines, correlation 0.84."""
_QUIET_DB = -40.0
"""The level, below the loudest sample, under which the voice rests. At the commas of 50 built-in lines, the natural
voice falls to -72 dB in the median."""
_WINDOW_MS = 10
_SHORTEST_REST_MS = 20
"""A rest that is shorter may be a dip of a sound, and is left as it is."""
_FADE_MS = 4

Float32Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Articulation:
    """A line as a voice speaks it at one speed."""

    samples: Float32Samples
    """Mono, full scale being 1."""
    commas: tuple[tuple[int, int], ...]
    """Where the line has a comma or another sign that ends a clause: the samples from its beginning to its end."""


def comma_spans(tokens: Sequence[str], ends: Sequence[float] | npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """Returns the samples of each sign that ends a clause, and of the space after it.

    Args:
        tokens: The tokens that a voice spoke, of one character each, with those before and after the text.
        ends: The sample at which each token ends.
    """
    return [
        (int(ends[number - 1]), int(ends[number + 1]))
        for number, (sign, following) in enumerate(pairwise(tokens))
        if number and sign in CLAUSE_SIGNS and following == " "
    ]


def haste(text: str, wpm: float, easy_wpm: float) -> float:
    """Returns how many times faster than asked a line is articulated, so that its commas get the time saved.

    Args:
        text: The line.
        wpm: The asked pace in words a minute; a rough estimate is enough.
        easy_wpm: The fastest articulation in words a minute.

    Returns:
        A factor of at least 1, which is 1 for a line without a comma, or if the voice itself rests long enough.
    """
    length_ms = word_count(text) * 60_000 / wpm
    commas = len(_CLAUSE_END.findall(text))
    rest_ms = _REST_SHARE * length_ms / (commas + 1)
    added_ms = commas * min(_ADDED_MS, max(0.0, LONGEST_PAUSE_MS - rest_ms))
    shortest_ms = max(length_ms - added_ms, length_ms * wpm / easy_wpm)
    return max(1.0, length_ms / shortest_ms) if length_ms else 1.0


def pace_by_pauses(
    articulate: Callable[[float], Articulation], frame_rate: int, *, speed: float, factor: float
) -> Float32Samples:
    """Returns a line that is articulated faster than asked, and rests longer at its commas instead.

    It is spoken once, and about as long as at the asked speed; shorter if its pauses cannot be lengthened as much. If
    the voice rests at no comma, the line is spoken again at the asked speed.

    Args:
        articulate: Speaks the line at a speed, in any unit; always the same for the same speed.
        frame_rate: Hertz.
        speed: The asked speed.
        factor: How many times faster the line is articulated; see `haste`.
    """
    if factor <= 1:
        return articulate(speed).samples
    spoken = articulate(speed * factor)
    rests = _rests(spoken, frame_rate)
    if not rests:
        return articulate(speed).samples
    saved = round(_speech_length(spoken.samples) * (factor - 1))
    added = level([end - start for start, end in rests], saved, LONGEST_PAUSE_MS * frame_rate // 1000)
    places = [(_quietest(spoken.samples, frame_rate, *rest), more) for rest, more in zip(rests, added, strict=True)]
    return insert_silence(spoken.samples, frame_rate, places)


def level(lengths: Sequence[int], more: int, longest: int) -> list[int]:
    """Shares an amount among lengths, so that the shortest ones become equally long.

    Args:
        lengths: What is there already.
        more: The amount to share.
        longest: No length is raised beyond this one; what is left then is not shared.

    Returns:
        What is added to each length.
    """
    more = min(more, sum(max(0, longest - length) for length in lengths))
    if more <= 0:
        return [0] * len(lengths)
    shortest = sorted(lengths)
    count = next(
        count
        for count in range(1, len(shortest) + 1)
        if count == len(shortest) or shortest[count] * count - sum(shortest[:count]) >= more
    )
    height, rest = divmod(more + sum(shortest[:count]), count)
    added = [max(0, height - length) for length in lengths]
    added[added.index(max(added))] += rest
    return added


def insert_silence(samples: Float32Samples, frame_rate: int, places: Sequence[tuple[int, int]]) -> Float32Samples:
    """Returns samples with silence at places, each given as an index and a number of samples; no step can be heard.

    The sound fades out and in within 4 ms on both sides of a place; nothing changes where no silence is added.
    """
    fade = frame_rate * _FADE_MS // 1000
    ramp = (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fade))).astype(np.float32)
    parts: list[Float32Samples] = []
    done = 0
    samples = samples.copy()
    for place, length in places:
        if length <= 0:
            continue
        before, after = samples[max(done, place - fade) : place], samples[place : place + fade]
        before *= ramp[len(ramp) - len(before) :]
        after *= ramp[::-1][: len(after)]
        parts += [samples[done:place], np.zeros(length, np.float32)]
        done = place
    return np.concatenate([*parts, samples[done:]])


def _speech_length(samples: Float32Samples) -> int:
    """Returns the number of samples that `trim` keeps, without its margins."""
    loudness = np.abs(samples)
    loud = np.flatnonzero(loudness >= loudness.max(initial=0.0) * 10 ** (SPEECH_FLOOR_DB / 20))
    return int(loud[-1] - loud[0] + 1) if len(loud) else 0


def _rests(spoken: Articulation, frame_rate: int) -> list[tuple[int, int]]:
    return [rest for start, end in spoken.commas if (rest := _rest(spoken.samples, frame_rate, start, end))]


def _rest(samples: Float32Samples, frame_rate: int, start: int, end: int) -> tuple[int, int] | None:
    """Returns the longest stretch in which the voice rests and that reaches into a span, or `None`.

    The stop of a `t` before a comma is a rest too, but a shorter one than the comma, and within the word.
    """
    quiet = _power(samples, frame_rate) < float(np.square(samples).max(initial=0.0)) * 10 ** (_QUIET_DB / 10)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(np.int8)))
    stretches = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < end and b > start]
    longest = max(stretches, key=lambda one: one[1] - one[0], default=(0, 0))
    return longest if longest[1] - longest[0] >= frame_rate * _SHORTEST_REST_MS // 1000 else None


def _quietest(samples: Float32Samples, frame_rate: int, start: int, end: int) -> int:
    return start + int(np.argmin(_power(samples, frame_rate)[start:end]))


def _power(samples: Float32Samples, frame_rate: int) -> npt.NDArray[np.float64]:
    """Returns the mean power around each sample, within 10 ms; exact where there is no sound at all."""
    window = frame_rate * _WINDOW_MS // 1000
    power: npt.NDArray[np.float64] = np.convolve(np.square(samples, dtype=np.float64), np.ones(window) / window, "same")
    return power[: len(samples)]
