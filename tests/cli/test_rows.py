"""Rows of a screen, measured in columns of a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.cli.rows import Row, Span, apart, columns_of, cut, flowed, row_columns, wrapped

TEXTS = st.text(st.sampled_from("ab é足e\u0301\u200d…"), max_size=30)
ROWS = st.lists(TEXTS.map(Span), max_size=4).map(tuple)
COLUMNS = st.integers(0, 40)


def text_of(row: Row) -> str:
    return "".join(span.text for span in row)


@pytest.mark.parametrize(("text", "columns"), [("sole", 4), ("Füße", 4), ("足の裏", 6), ("e\u0301", 1), ("", 0)])
def test_wide_characters_take_two_columns_and_combining_marks_none(text: str, columns: int) -> None:
    assert columns_of(text) == columns


@given(row=ROWS, columns=COLUMNS)
def test_a_row_is_cut_only_if_it_is_too_wide_and_keeps_its_beginning(row: Row, columns: int) -> None:
    shown = cut(row, columns)
    assert row_columns(shown) <= columns
    if row_columns(row) <= columns:
        assert shown == row
    elif columns:
        assert text_of(shown).endswith("…")
        assert text_of(row).startswith(text_of(shown).removesuffix("…"))


@given(left=ROWS, right=ROWS, columns=COLUMNS)
def test_what_stands_at_the_right_edge_is_complete_if_there_is_room_for_it(left: Row, right: Row, columns: int) -> None:
    shown = apart(left, right, columns)
    assert row_columns(shown) <= columns
    if 0 < row_columns(right) <= columns:
        assert text_of(shown).endswith(text_of(right))
        assert row_columns(shown) == columns


@given(words=st.lists(TEXTS.filter(str.strip).map(Span), max_size=8), columns=st.integers(2, 40))
def test_wrapped_words_are_all_shown_in_their_order_and_no_row_is_too_wide(words: list[Span], columns: int) -> None:
    rows = wrapped(words, columns)
    assert max(map(row_columns, rows), default=0) <= columns
    assert "".join(map(text_of, rows)).replace(" ", "") == "".join(map(text_of, [tuple(words)])).replace(" ", "")


def test_words_keep_their_style_when_they_are_wrapped() -> None:
    words = [Span("Rub", "strong"), Span("your"), Span("soles")]
    assert wrapped(words, 8) == [(words[0], Span(" "), words[1]), (words[2],)]


@given(items=st.lists(TEXTS, max_size=6), columns=COLUMNS)
def test_items_are_not_broken_between_rows(items: list[str], columns: int) -> None:
    rows = flowed(items, columns, "  ")
    assert max(map(row_columns, rows), default=0) <= columns
    if max(map(columns_of, items), default=0) <= columns:
        shown = [text_of(row) for row in rows]
        assert "  ".join(shown) == "  ".join(items)
