"""`kneadcast preview`."""

from __future__ import annotations

from pathlib import Path

from kneadcast.output import is_kneadcast_file
from tests.cli.runner import HOME, SHORT, SHORT_MS, printed


def test_a_preview_is_one_minute(here: Path) -> None:
    minute = printed("preview", HOME, "--json")
    assert minute["length_ms"] == 60_000
    assert is_kneadcast_file(here / minute["path"])


def test_a_skim_has_all_words_and_is_shorter_than_the_session(here: Path) -> None:
    skim = printed("preview", *SHORT, "--skim", "-o", "skim.mp3", "--json")
    assert 60_000 < skim["length_ms"] < SHORT_MS
    assert is_kneadcast_file(here / "skim.mp3")
