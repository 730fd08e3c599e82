"""The narrator that hums."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.speech import Delivery, Line, Narrator
from kneadcast.speech.cache.clip_cache import wav_length_ms
from tests.silent_narrator import SilentNarrator, spoken_length_ms


@pytest.mark.parametrize(("text", "pace", "length_ms"), [("Breathe.", 120, 500), ("a b c", 100, 1800), ("", 60, 1000)])
def test_a_text_lasts_as_long_as_its_words(text: str, pace: int, length_ms: int) -> None:
    assert spoken_length_ms(text, pace) == length_ms


@given(st.text(), st.text(), st.integers(60, 140))
def test_more_text_is_never_shorter(text: str, more: str, pace: int) -> None:
    assert spoken_length_ms(f"{text} {more}", pace) >= spoken_length_ms(text, pace)


def test_its_lengths_are_those_of_its_clips(tmp_path: Path) -> None:
    narrator, lines = SilentNarrator(tmp_path / "hums", Delivery(pace_wpm=117)), [Line("Breathe."), Line("a b c")]
    lengths_ms = narrator.lengths_ms(lines)
    assert not (tmp_path / "hums").exists()
    assert lengths_ms == narrator.speak(lines).lengths_ms()


def test_each_clip_is_a_file_as_long_as_it_says_and_can_be_heard(tmp_path: Path) -> None:
    narrator: Narrator = SilentNarrator(tmp_path / "hums", Delivery(pace_wpm=117))
    texts = ["Breathe.", "Rest your hands.", "Now the other foot, and slowly."]
    clips = narrator.speak([Line(text) for text in [*texts, *texts]]).clips
    assert [line.text for line in clips] == texts
    for line, clip in clips.items():
        assert clip.length_ms == wav_length_ms(clip.path.read_bytes()) == spoken_length_ms(line.text, 117)
        samples, _ = soundfile.read(clip.path)
        assert 20 * np.log10(np.sqrt(np.mean(samples**2))) == pytest.approx(-23, abs=0.5)


def test_progress_ends_at_the_number_of_texts(tmp_path: Path) -> None:
    reported: list[tuple[int, int]] = []
    SilentNarrator(tmp_path).speak([Line("One."), Line("Two."), Line("One.")], lambda *counts: reported.append(counts))
    assert reported == [(1, 2), (2, 2)]
