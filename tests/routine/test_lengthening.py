"""Routines with longer work."""

from __future__ import annotations

from kneadcast.routine.lengthening import HEADROOM, MOST_GROWTH, growth_to_replace, lengthen
from tests.routines import routine, section, step

LONG = routine(section(step("sole", "20s/60s/300s"), step("heel", "20s/60s/300s")), length="10m")
HALF = routine(section(step("sole", "20s/60s/300s")), length="10m")
RIGID = routine(section(step("sole", "60s/60s/60s")), length="10m")


def test_the_remaining_work_grows_by_what_was_left_out() -> None:
    assert growth_to_replace(LONG, HALF) == 2


def test_the_ideal_grows_and_the_maximum_only_as_far_as_needed_and_the_minimum_stays() -> None:
    lengthened = lengthen(HALF, 2)
    assert lengthened is not None
    time = lengthened.sections[0].steps[0].time
    assert (time.min_ms, time.ideal_ms, time.max_ms) == (20_000, 120_000, 300_000)


def test_maxima_are_raised_until_the_length_can_be_filled_with_headroom() -> None:
    assert RIGID.longest_ms < RIGID.length
    lengthened = lengthen(RIGID, 1)
    assert lengthened is not None
    assert lengthened.longest_ms >= RIGID.length * (1 + HEADROOM)


def test_work_that_would_have_to_grow_too_much_is_not_lengthened() -> None:
    assert lengthen(HALF, MOST_GROWTH + 0.1) is None
    assert lengthen(RIGID.model_copy(update={"length": 3_600_000}), 1) is None
