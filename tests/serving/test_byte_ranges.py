"""Ranges of bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.serving.byte_ranges import ByteRange, UnsatisfiableRangeError, parse_range

SIZES = st.integers(1, 1000)
ANY_TEXT = st.text(st.characters(max_codepoint=255)) | st.text("bytes=-,0123456789 \t", max_size=30)


@given(SIZES, st.data())
def test_a_range_within_a_file_is_that_of_the_header(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, 2 * size))
    assert parse_range(f"bytes={first}-{last}", size) == ByteRange(first, min(size, last + 1))
    assert parse_range(f"bytes={first}-", size) == ByteRange(first, size)


@given(SIZES, st.integers(1, 2000))
def test_a_range_without_a_first_byte_is_the_end_of_the_file(size: int, count: int) -> None:
    assert parse_range(f"bytes=-{count}", size) == ByteRange(max(0, size - count), size)


@given(SIZES, st.integers(0, 1000), st.integers(0, 1000))
def test_a_range_that_begins_after_the_file_cannot_be_had(size: int, beyond: int, more: int) -> None:
    for header in (f"bytes={size + beyond}-", f"bytes={size + beyond}-{size + beyond + more}"):
        with pytest.raises(UnsatisfiableRangeError):
            parse_range(header, size)


@given(SIZES, ANY_TEXT)
def test_any_header_is_the_whole_file_a_part_of_it_or_refused(size: int, header: str) -> None:
    try:
        found = parse_range(header, size)
    except UnsatisfiableRangeError:
        return
    assert found is None or 0 <= found.start < found.end <= size


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes=", "bytes=-", "bytes=-0", "bytes=5-4", "bytes=a-", "bytes=1-x", "bytes=--1", "bytes=+1-2",
     "bytes=1 -2", "bytes=٣-", "=0-1", "b ytes=0-1", "bytes=0-1,", "bytes=0-1,x", "bytes=" + "0-1," * 100 + "0-1",
     "bytes=" + "9" * 5000 + "-"],
)  # fmt: skip
def test_what_is_no_range_is_refused(header: str) -> None:
    with pytest.raises(UnsatisfiableRangeError):
        parse_range(header, 100)


@pytest.mark.parametrize("header", [None, "items=0-1", "bytes=0-1,5-6", "bytes=0-1, 200-300"])
def test_no_range_other_units_and_several_ranges_mean_the_whole_file(header: str | None) -> None:
    assert parse_range(header, 100) is None


@pytest.mark.parametrize("header", ["bytes=0-3", "Bytes=0-3", "bytes= 0-3 ", "bytes=00-03"])
def test_the_unit_has_any_case_and_spaces_do_not_count(header: str) -> None:
    assert parse_range(header, 100) == ByteRange(0, 4)


def test_a_part_says_where_it_belongs() -> None:
    assert ByteRange(2, 5).content_range(9) == "bytes 2-4/9"
    assert ByteRange(2, 5).length == 3
