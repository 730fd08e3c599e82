"""Names and choices of options, which are declared once."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest

from kneadcast import Options, SoundSettings
from kneadcast.choices import OPTION_NAMES, PACE_WPM, AmbienceChoice, TextureKind, option_of, pace_problem
from kneadcast.cli.session_options import session_parameters
from kneadcast.cli.shared_options import option_name


def test_every_field_of_sound_has_the_option_that_its_name_says() -> None:
    options = {param.name: option_name(param) for param in session_parameters()}
    assert {field.name: option_of(field.name) for field in fields(SoundSettings)}.items() <= options.items()


def test_every_name_that_differs_is_that_of_an_option_for_a_field() -> None:
    options = {param.name: option_name(param) for param in session_parameters()}
    assert OPTION_NAMES.items() <= options.items()
    assert set(OPTION_NAMES) <= {field.name for of in (Options, SoundSettings) for field in fields(of)}


def test_the_choices_of_ambience_are_none_and_every_texture() -> None:
    assert get_args(AmbienceChoice) == ("none", *get_args(TextureKind))


@pytest.mark.parametrize(("pace_wpm", "reason"), [(141, "140 is the fastest"), (59, "60 is the slowest")])
def test_a_pace_out_of_range_has_a_reason(pace_wpm: int, reason: str) -> None:
    assert reason in pace_problem(pace_wpm)


@pytest.mark.parametrize("pace_wpm", PACE_WPM)
def test_the_ends_of_the_range_of_paces_have_no_problem(pace_wpm: int) -> None:
    assert pace_problem(pace_wpm) == ""
