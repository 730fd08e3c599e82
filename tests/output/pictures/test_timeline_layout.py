"""Rows and labels of the timeline."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.output.pictures.timeline_layout import Row, cut_into_rows, spread, ticks_ms

labels = st.lists(st.tuples(st.floats(0, 10), st.floats(0.05, 1)), min_size=1, max_size=30).map(sorted)


@given(st.integers(1, 9_000_000), st.integers(1, 20))
def test_rows_are_the_whole_session_without_gaps(length_ms: int, number: int) -> None:
    rows = cut_into_rows(length_ms, number)
    assert (rows[0].start_ms, rows[-1].end_ms) == (0, length_ms)
    assert all(one.end_ms == after.start_ms for one, after in pairwise(rows))
    assert len(rows) <= number
    assert {row.end_ms - row.start_ms for row in rows[:-1]} <= {rows[0].end_ms}


@given(labels, st.floats(0, 5))
def test_labels_never_overlap_and_stay_in_their_range_and_order(found: list[tuple[float, float]], spare: float) -> None:
    centres, widths = [centre for centre, _ in found], [width for _, width in found]
    end = sum(widths) + spare
    at = spread(centres, widths, end)
    edges = [(x - width / 2, x + width / 2) for x, width in zip(at, widths, strict=True)]
    assert edges[0][0] >= -1e-9
    assert edges[-1][1] <= end + 1e-9
    assert all(one[1] <= after[0] + 1e-9 for one, after in pairwise(edges))


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread([1, 3, 9], [1, 2, 1], 10) == pytest.approx([1, 3, 9])


def test_labels_without_room_move_apart_evenly() -> None:
    assert spread([5, 5], [1, 1], 10) == pytest.approx([4.5, 5.5])


def test_no_label_is_no_place() -> None:
    assert spread([], [], 10) == []


@pytest.mark.parametrize(
    ("row", "inches_per_ms", "expected_s"),
    [
        (Row(0, 60_000), 1 / 5_000, [0, 15, 30, 45, 60]),
        (Row(90_000, 300_000), 1 / 60_000, [120, 180, 240, 300]),
        (Row(0, 1_200_000), 1 / 600_000, [0, 600, 1200]),
    ],
)
def test_ticks_are_round_times_with_room_for_their_words(row: Row, inches_per_ms: float, expected_s: list[int]) -> None:
    assert ticks_ms(row, inches_per_ms, 0.7) == tuple(at_s * 1000 for at_s in expected_s)
