"""Compiled scripts, compared with files that stand beside the tests: what changed in a session is seen in review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kneadcast import compile_script
from kneadcast.reports.listing import to_text
from tests.conftest import GOLDEN
from tests.silent_narrator import SilentNarrator

SESSIONS = [
    *(("toes-to-hip", length) for length in ("8m", "10m", "15m", "30m", "60m", "90m", "120m")),
    *(("self-massage-at-home", length) for length in ("6m", "10m", "18m")),
]


@pytest.mark.parametrize(("routine", "length"), SESSIONS)
def test_a_compiled_script_is_what_it_was(
    routine: str, length: str, tmp_path: Path, matches_golden: Callable[[str, Path], None]
) -> None:
    script = compile_script(routine, length=length, narrator=SilentNarrator(tmp_path))
    matches_golden(to_text(script), GOLDEN / f"{routine}-{length}.txt")
