"""`kneadcast show`."""

from __future__ import annotations

from tests.cli.runner import run


def test_every_step_is_shown_with_its_id_and_every_part_of_the_body_with_a_bar() -> None:
    shown = run("show", "lymphatic").stdout
    assert "[groin-lymph-stretch]" in shown
    assert "not with: heart failure" in shown
    assert "whole leg" in shown.splitlines()[-1]
    assert shown.splitlines()[-1].endswith("#")
