"""The measured lengths of lines and chimes, and estimates of lines that were not spoken."""

from __future__ import annotations

import pytest

from kneadcast.speech.model import Line
from tests.script.scripts import DURATIONS, chime, script, speech


def test_a_line_is_as_long_as_its_clip_and_a_chime_as_long_as_its_template_says() -> None:
    assert DURATIONS.line_ms(Line("Slowly.", id="anything")) == 800
    assert [DURATIONS.cue_ms(cue) for cue in script(chime(0, sound="end"), speech(4000)).cues] == [2200, 2000]


def test_a_line_that_was_not_spoken_has_no_length() -> None:
    with pytest.raises(KeyError):
        DURATIONS.line_ms(Line("Breathe out."))


def test_an_estimate_is_in_proportion_to_the_letters_and_replaces_no_measured_length() -> None:
    estimated = DURATIONS.with_estimates()
    letters = len("Rub your sole.Slowly.")
    assert estimated.line_ms(Line("Breathe out.")) == round(len("Breathe out.") * 2800 / letters)
    assert estimated.line_ms(Line("Slowly.")) == 800
