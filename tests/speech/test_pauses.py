"""Pace by pauses: a line about keeps its length, and what is added is silence at its commas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.speech.pauses import (
    LONGEST_PAUSE_MS,
    Articulation,
    Float32Samples,
    haste,
    insert_silence,
    level,
    pace_by_pauses,
)

RATE = 8_000
REST_MS = 200


def hum(milliseconds: float) -> Float32Samples:
    frames = np.arange(round(RATE * milliseconds / 1000))
    return (0.5 * np.sin(2 * np.pi * 200 * frames / RATE)).astype(np.float32)


def rest(milliseconds: float) -> Float32Samples:
    return np.zeros(round(RATE * milliseconds / 1000), np.float32)


def voice(clause_ms: list[float], *, rest_ms: float = REST_MS, stop_ms: float = 0) -> object:
    """Returns a voice whose clauses last so long at speed 1, each word with a stop of a consonant in its middle."""

    def articulate(speed: float) -> Articulation:
        parts: list[Float32Samples] = [rest(150 / speed)]
        commas: list[tuple[int, int]] = []
        for number, length_ms in enumerate(clause_ms):
            if number:
                start = sum(map(len, parts))
                parts.append(rest(rest_ms / speed))
                commas.append((start, sum(map(len, parts))))
            parts += [hum(length_ms / 2 / speed), rest(stop_ms / speed), hum(length_ms / 2 / speed)]
        return Articulation(np.concatenate([*parts, rest(250 / speed)]), tuple(commas))

    return articulate


def paced(clause_ms: list[float], *, speed: float = 0.8, factor: float = 1.1, **shape: float) -> Float32Samples:
    return pace_by_pauses(voice(clause_ms, **shape), RATE, speed=speed, factor=factor)  # type: ignore[arg-type]


def speech_ms(samples: Float32Samples) -> float:
    loud = np.flatnonzero(np.abs(samples) > 0.002)
    return float((loud[-1] - loud[0] + 1) * 1000 / RATE)


def silences_ms(samples: Float32Samples) -> list[float]:
    """Returns the lengths of the stretches of silence between sounds that are longer than 15 ms."""
    loud = np.flatnonzero(np.abs(samples) > 0.002)
    gaps = np.diff(loud) * 1000 / RATE
    return [float(gap) for gap in gaps if gap > 15]


SLOW, EASY = 118, 142
"""Words a minute."""
clauses = st.lists(st.floats(300, 3000), min_size=2, max_size=4)
factors = st.floats(1, 1.25)


@pytest.mark.parametrize("text", ["", ",", "Rest both feet. Then close your eyes.", "About 1,250 strokes.", "Breathe,"])
def test_a_line_without_a_comma_between_words_is_articulated_as_asked(text: str) -> None:
    assert haste(text, SLOW, EASY) == 1


def test_a_line_with_a_comma_is_articulated_faster_for_about_a_fifth_of_a_second() -> None:
    text = "Stroke your left buttock, up and outward."
    length_ms = 7 * 60_000 / SLOW
    assert 200 <= length_ms - length_ms / haste(text, SLOW, EASY) <= 250


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.floats(40, 250))
def test_no_line_is_articulated_faster_than_easy_or_slower_than_asked(clause_words: list[int], wpm: float) -> None:
    text = ", ".join(" ".join(["hand"] * words) for words in clause_words)
    assert wpm <= wpm * haste(text, wpm, EASY) <= max(wpm, EASY) * 1.000001


def test_where_the_voice_rests_long_by_itself_a_line_is_articulated_as_asked() -> None:
    assert haste("Stroke your left buttock, up and outward.", 30, EASY) == 1


@given(clauses, st.floats(0.5, 1.2), factors)
def test_a_line_is_as_long_as_asked_or_shorter_by_what_its_pauses_cannot_take(
    clause_ms: list[float], speed: float, factor: float
) -> None:
    asked_ms, spoken_ms = (speech_ms(voice(clause_ms)(one).samples) for one in (speed, speed * factor))  # type: ignore[operator]
    room_ms = (len(clause_ms) - 1) * max(0, LONGEST_PAUSE_MS - REST_MS / speed / factor)
    assert speech_ms(paced(clause_ms, speed=speed, factor=factor)) == pytest.approx(
        min(asked_ms, spoken_ms + room_ms), abs=4 + 12 * len(clause_ms)
    )


@given(clauses, st.floats(0.2, 1.2), factors)
def test_no_pause_is_longer_than_the_longest_unless_the_voice_makes_it(
    clause_ms: list[float], speed: float, factor: float
) -> None:
    longest_ms = max(silences_ms(paced(clause_ms, speed=speed, factor=factor)))
    assert longest_ms <= max(LONGEST_PAUSE_MS, REST_MS / speed) + 25


def test_a_line_is_spoken_once() -> None:
    speeds: list[float] = []
    speak = voice([600, 900])

    def articulate(speed: float) -> Articulation:
        speeds.append(speed)
        return speak(speed)  # type: ignore[operator,no-any-return]

    pace_by_pauses(articulate, RATE, speed=0.8, factor=1.25)
    assert speeds == [1.0]


def test_the_pauses_of_a_line_are_equally_long() -> None:
    assert np.ptp(silences_ms(paced([500, 900, 1400]))) < 2


def test_the_stop_of_a_consonant_is_no_place_for_a_pause() -> None:
    stop, pause, other = silences_ms(paced([600, 600], stop_ms=60))
    assert stop == pytest.approx(60 / 0.88, abs=2) == other
    assert pause > 300


def test_a_line_whose_comma_the_voice_does_not_rest_at_is_spoken_as_asked() -> None:
    plain = voice([600, 600], rest_ms=0)(0.8).samples  # type: ignore[operator]
    assert np.array_equal(paced([600, 600], rest_ms=0), plain)


@pytest.mark.parametrize("clause_ms", [[900.0], [600.0, 600.0]])
def test_without_haste_nothing_is_changed(clause_ms: list[float]) -> None:
    plain = voice(clause_ms)(0.8).samples  # type: ignore[operator]
    assert np.array_equal(paced(clause_ms, factor=1), plain)


def test_the_same_line_is_the_same_samples() -> None:
    assert np.array_equal(paced([700, 1100, 400]), paced([700, 1100, 400]))


@given(st.lists(st.integers(1, 4000), min_size=1, max_size=3, unique=True), st.integers(1, 3000))
def test_silence_is_added_without_a_step_and_without_changing_sounds_far_from_it(
    places: list[int], length: int
) -> None:
    samples = hum(500)
    longer = insert_silence(samples, RATE, [(place, length) for place in sorted(places)])
    assert len(longer) == len(samples) + length * len(places)
    assert np.abs(np.diff(longer)).max() <= np.abs(np.diff(samples)).max() + 0.03
    assert np.array_equal(longer[: max(0, min(places) - 32)], samples[: max(0, min(places) - 32)])
    assert np.array_equal(longer[max(places) + length * len(places) + 32 :], samples[max(places) + 32 :])


@given(st.lists(st.integers(0, 900), max_size=5), st.integers(-100, 3000))
def test_shares_make_the_shortest_pauses_equal_and_add_up(lengths: list[int], more: int) -> None:
    added = level(lengths, more, 600)
    assert sum(added) == max(0, min(more, sum(max(0, 600 - length) for length in lengths)))
    raised = [length + share for length, share in zip(lengths, added, strict=True)]
    assert all(total <= 600 + len(lengths) for total, share in zip(raised, added, strict=True) if share)
    heights = [total for total, share in zip(raised, added, strict=True) if share]
    assert not heights or max(heights) - min(heights) <= len(lengths)
