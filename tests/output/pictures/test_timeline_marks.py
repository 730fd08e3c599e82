"""The marks of the timeline: they can be told apart by everybody."""

from __future__ import annotations

import pytest

from kneadcast.output.pictures.timeline_marks import (
    BACKGROUND,
    CHIME_MARKS,
    PACER_MARK,
    SIDE_MARKS,
    TEXT_COLOR,
    TEXT_POINTS,
    TITLE_POINTS,
    VOICE_MARK,
)
from tests.output.pictures.contrast import contrast

MARKS = [*SIDE_MARKS.values(), *CHIME_MARKS.values(), VOICE_MARK, PACER_MARK]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_text_is_legible() -> None:
    assert contrast(TEXT_COLOR, BACKGROUND) >= 4.5
    assert min(TEXT_POINTS, TITLE_POINTS) >= 9


@pytest.mark.parametrize("color", sorted({mark.color for mark in MARKS}))
def test_every_mark_stands_out_from_the_background(color: str) -> None:
    assert contrast(color, BACKGROUND) >= 3


def test_the_entries_of_the_legend_differ_in_more_than_their_colour() -> None:
    in_legend = [*SIDE_MARKS.values(), *CHIME_MARKS.values()]
    assert len({mark.shape for mark in in_legend}) == len(in_legend)
