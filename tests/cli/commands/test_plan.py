"""`kneadcast plan`."""

from __future__ import annotations

from tests.cli.runner import HOME, printed, run


def test_the_time_budget_is_shown_as_text_and_as_json() -> None:
    assert "left out: nothing" in run("plan", HOME).stdout
    assert printed("plan", HOME, "--json")["length_ms"] == 600_000


def test_what_a_caution_leaves_out_is_reported_with_the_plan() -> None:
    assert "left out: calf" in run("plan", HOME, "--avoid", "varicose-veins").stderr
