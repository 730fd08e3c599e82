"""The option `--variation`: the same words for the same number, and a new number with `fresh`."""

from __future__ import annotations

import pytest

from kneadcast.cli.presets import _as_saved
from kneadcast.cli.variation import FreshVariation
from tests.cli.runner import printed, run


def words(*options: str) -> list[str]:
    cues = printed("script", "self-massage-at-home", *options, "--format", "json")["cues"]
    return [cue["text"] for cue in cues if cue["text"]]


def test_a_number_has_its_own_words_and_always_the_same() -> None:
    assert words() == words("--variation", "1") != words("--variation", "2") == words("--variation", "2")


def test_a_fresh_variation_states_its_number_and_can_be_given_again() -> None:
    script = printed("script", "self-massage-at-home", "--variation", "fresh", "--format", "json")
    assert script["variation"] >= 2
    again = printed("script", "self-massage-at-home", "--variation", str(script["variation"]), "--format", "json")
    assert again == script


@pytest.mark.parametrize("value", ["0", "1001", "old", "-1", "2.5"])
def test_any_other_value_is_refused(value: str) -> None:
    result = run("plan", "self-massage-at-home", "--variation", value)
    assert result.exit_code == 2
    assert "neither a number from 1 to 1000 nor 'fresh'" in result.stderr


def test_a_preset_takes_a_fresh_variation_each_time() -> None:
    assert _as_saved(FreshVariation(7)) == "fresh"
    assert _as_saved(7) == 7


def test_the_description_of_a_routine_has_no_words_and_takes_no_variation() -> None:
    assert "no such option" in run("show", "toes-to-hip", "--variation", "2").stderr.lower()
