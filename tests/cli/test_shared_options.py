"""Options that several commands share."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.cli.shared_options import (
    built_length,
    duration,
    option_group,
    option_name,
    output_option,
    pace_option,
    played_length,
    requested_end,
    routine_argument,
    split_names,
    voice_option,
)
from kneadcast.units import format_duration

NAMES = st.lists(st.text("abc-_1", min_size=1, max_size=4), max_size=6)
PROBE = click.Command("probe")
CONTEXT = click.Context(PROBE)
PARAM = click.Option(["--probe"])


@click.command()
@routine_argument
@option_group(voice_option, pace_option, output_option("A file."))
def probe(**values: Any) -> None:
    """Print the values of the options."""
    click.echo(json.dumps(values))


@given(NAMES, st.sampled_from([",", ", ", " ,", ",,"]), st.integers(1, 6))
def test_names_may_be_given_in_one_option_or_in_several(names: list[str], comma: str, size: int) -> None:
    values = tuple(comma.join(names[start : start + size]) for start in range(0, len(names), size))
    assert split_names(CONTEXT, PARAM, values) == tuple(dict.fromkeys(names))


@given(st.integers(0, 20_000_000))
def test_a_length_is_a_timedelta(length_ms: int) -> None:
    assert duration(CONTEXT, PARAM, format_duration(length_ms)) == timedelta(milliseconds=length_ms)


def test_a_length_that_is_not_given_is_none_and_one_without_a_meaning_is_a_usage_error() -> None:
    assert duration(CONTEXT, PARAM, None) is None
    with pytest.raises(click.BadParameter, match=r"expected a length such as .*, got 'soon'"):
        duration(CONTEXT, PARAM, "soon")


def test_a_duration_that_is_not_the_length_of_a_session_does_not_end_at_a_time_of_day() -> None:
    assert duration(CONTEXT, PARAM, "half a minute") == timedelta(seconds=30)
    with pytest.raises(click.BadParameter, match="'until 22:30' is a time of day"):
        duration(CONTEXT, PARAM, "until 22:30")


def test_a_session_ends_at_a_time_of_day_and_its_context_knows_it(set_clock: Callable[[str], None]) -> None:
    set_clock("21:57:40")
    for parse, length in ((built_length, timedelta(minutes=31)), (played_length, timedelta(minutes=32, seconds=20))):
        context = click.Context(PROBE)
        assert parse(context, PARAM, "until 22:30") == length
        requested = requested_end(context)
        assert requested is not None
        assert (requested.text, requested.length, requested.at_once) == ("until 22:30", length, parse is played_length)


def test_a_session_of_a_given_length_has_no_end_and_neither_has_one_of_unknown_length() -> None:
    for text, length in (("half an hour", timedelta(minutes=30)), (None, None)):
        assert built_length(CONTEXT, PARAM, text) == length
        assert requested_end(CONTEXT) is None
    with pytest.raises(click.BadParameter, match="or the time at which it ends, such as until 22:30"):
        built_length(CONTEXT, PARAM, "soon")


def test_an_option_is_called_by_its_long_name() -> None:
    assert [option_name(param) for param in probe.params] == ["routine", "voice", "pace", "output"]
    assert option_name(click.Option(["-f"])) == "-f"


def test_options_are_listed_in_the_order_of_their_group_below_an_explanation_of_the_routine() -> None:
    shown = CliRunner().invoke(probe, ["--help"], terminal_width=200).output
    assert DEFAULT_ROUTINE in shown
    places = [shown.index(name) for name in ("ROUTINE is", "--voice", "--pace", "--output", "--help")]
    assert places == sorted(places)


def test_an_option_takes_its_value_from_the_environment_unless_it_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNEADCAST_VOICE", "anna")
    monkeypatch.setenv("KNEADCAST_PACE", "100")
    for arguments, voice in ([], "anna"), (["--voice", "bella"], "bella"):
        values = json.loads(CliRunner().invoke(probe, arguments).output)
        assert (values["voice"], values["pace_wpm"], values["routine"]) == (voice, 100, DEFAULT_ROUTINE)
