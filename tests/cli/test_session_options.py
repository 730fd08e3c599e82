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


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", [("build",), ("say", "Breathe out.")], ids=["build", "say"])
def test_a_pace_that_no_listener_could_follow_is_refused_with_the_reason(command: tuple[str, ...]) -> None:
    result = run(*command, "--pace", "141")
    assert result.exit_code == 1
    assert "a pace of 141 words a minute is hard to follow with busy hands; 140 is the fastest" in result.stderr
