"""Previews: a minute of a session, and its words without the waiting."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.errors import PlanError
from kneadcast.script.editing import SKIMMED_SILENCE_MS, preview, skim
from kneadcast.script.model import Script
from tests.planning.test_script_writer import scripts, usual


def assert_playable(script: Script) -> None:
    assert all(before.end_ms == after.start_ms for before, after in pairwise(script.steps))
    assert (script.steps[0].start_ms, script.steps[-1].end_ms) == (0, script.length_ms)
    assert all(before.end_ms <= after.at_ms for before, after in pairwise(script.cues))
    assert all(cue.at_ms >= 0 and cue.end_ms <= script.length_ms for cue in script.cues)
    assert {cue.step for cue in script.cues} <= {step.id for step in script.steps}


@given(scripts(), st.integers(0, 100))
def test_an_excerpt_is_a_script_of_a_minute_at_most(script: Script, percent: int) -> None:
    start_ms = script.length_ms * percent // 101
    cut = preview(script, start_ms)
    assert_playable(cut)
    assert cut.length_ms == min(60_000, script.length_ms - start_ms)


def test_a_preview_begins_where_the_hands_begin() -> None:
    assert preview(usual()).steps[0].kind == "work"


@given(scripts())
def test_skimming_keeps_every_cue_in_order_and_no_long_wait(script: Script) -> None:
    short = skim(script)
    assert_playable(short)
    assert [cue.id for cue in short.cues] == [cue.id for cue in script.cues]
    assert all(after.at_ms - before.end_ms <= SKIMMED_SILENCE_MS for before, after in pairwise(short.cues))


def test_an_excerpt_after_the_end_is_refused() -> None:
    with pytest.raises(PlanError, match="cannot begin at 20m00s"):
        preview(usual(), 20 * 60_000)
