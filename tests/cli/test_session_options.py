"""The options of a session."""

from __future__ import annotations

import pytest

from tests.cli.runner import run


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "option",
    [("--loudness", "-9"), ("--pan", "2"), ("--pacer", "loud"), ("--ambience", "surf")],
    ids=["loudness", "pan", "pacer", "ambience"],
)
def test_a_value_that_no_session_can_have_is_a_usage_error(option: tuple[str, str]) -> None:
    assert run("build", *option).exit_code == 2
