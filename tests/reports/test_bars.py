"""Bar charts in text."""

from __future__ import annotations

import pytest

from kneadcast.reports.bars import bar


@pytest.mark.parametrize(("value", "length"), [(100, 40), (50, 20), (1, 1), (0, 1)])
def test_a_bar_is_as_long_as_its_share_of_the_longest_and_never_empty(value: int, length: int) -> None:
    assert bar(value, 100) == "#" * length
