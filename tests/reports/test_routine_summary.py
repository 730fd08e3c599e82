"""The summary of a routine."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from kneadcast.reports.routine_summary import area_times, describe
from kneadcast.routine import load_routine, routine_names
from kneadcast.routine.body import TYPES
from kneadcast.routine.model import Routine
from tests.examples import examples
from tests.routines import drawn_routines, routine, section, step


def test_an_area_has_the_ideal_times_of_its_steps_on_all_sides_that_are_worked() -> None:
    of = routine(
        section(step("calf", "10s/20s/30s", id="a"), step("sole", "10s/30s/60s")),
        section(step("calf", "10s/40s/60s", id="b"), name="Left", sides="left", switch=None),
    )
    assert list(area_times(of).items()) == [("sole", 60_000), ("calf", 80_000)]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ({}, ""),
        ({"priority": 1}, ""),
        ({"priority": 2}, ", left out when short"),
        ({"priority": 3}, ", left out first"),
        ({"optional": True}, ", left out first"),
    ],
)
def test_a_step_says_when_a_session_leaves_it_out(key: dict[str, Any], words: str) -> None:
    lines = describe(routine(section(step("sole", **key)))).splitlines()
    assert next(line for line in lines if line.startswith("  ")).endswith(
        f"30 a minute{words} (a side) [sole-friction]"
    )


def test_a_step_shows_its_hand_and_its_path_unless_the_leg_moves_by_itself() -> None:
    lines = describe(routine(section(step("sole"), step("foot", tool="none")))).splitlines()
    sole, foot = (line for line in lines if line.startswith("  "))
    assert "sole: circular rubbing, thumbs, toes to heel, pressure" in sole
    assert "whole foot: circular rubbing, pressure" in foot


@settings(max_examples=examples(20))
@given(drawn_routines())
def test_every_section_and_every_step_is_a_line_with_its_id(of: Routine) -> None:
    shown = [line.rpartition("[")[2].rstrip("]") for line in describe(of).splitlines() if line.startswith("  ")]
    assert shown == [one.slug for part in of.sections for one in part.steps]
    heads = [line for line in describe(of).splitlines() if ", each side" in line]
    assert [head.split(",")[0] for head in heads] == [f"{part.name} [{part.slug}]" for part in of.sections]


@pytest.mark.parametrize("name", routine_names())
def test_the_shares_of_the_areas_add_up_and_a_greater_one_has_no_shorter_bar(name: str) -> None:
    of = load_routine(name)
    rows = [line.rsplit(maxsplit=2) for line in describe(of).splitlines() if line.endswith("#")]
    shares = [int(share.rstrip("%")) for _, share, _ in rows]
    assert abs(sum(shares) - 100) <= len(shares) / 2
    bars = sorted((share, len(bar)) for share, (_, _, bar) in zip(shares, rows, strict=True))
    assert [length for _, length in bars] == sorted(length for _, length in bars), "more time is no shorter bar"
    assert len(rows) == len(area_times(of))


@pytest.mark.parametrize("name", routine_names())
def test_who_must_not_have_the_massage_is_stated(name: str) -> None:
    of = load_routine(name)
    stated = [line for line in describe(of).splitlines() if line.startswith("not with: ")]
    expected = ", ".join(TYPES[of.type].contraindications)
    assert stated == ([f"not with: {expected}"] if expected else [])
