"""Formats: found by name or by suffix."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.errors import OutputError
from kneadcast.output import find_format
from kneadcast.output.formats import FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_found_by_its_name_and_by_its_suffix_in_any_case(name: str) -> None:
    suffix = find_format(name, None).suffix
    for target in (Path(f"s{suffix}"), Path(f"s{suffix.upper()}")):
        assert find_format(None, target).name == name


def test_the_name_counts_for_more_than_the_suffix() -> None:
    assert find_format("flac", Path("s.mp3")).name == "flac"


@pytest.mark.parametrize("target", [None, Path("s"), Path("s.ogg")])
def test_without_a_name_or_a_known_suffix_a_session_is_an_mp3(target: Path | None) -> None:
    assert find_format(None, target).name == "mp3"


def test_an_unknown_format_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(OutputError, match=r"no format 'flak' \(did you mean 'flac'\?\); known: mp3, m4b, opus"):
        find_format("flak", None)
