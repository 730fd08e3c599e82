"""Errors and the problems they carry."""

from __future__ import annotations

import pickle

import pytest

from kneadcast.errors import (
    FixedTimeError,
    KneadcastError,
    LengthError,
    PlanError,
    Problem,
    did_you_mean,
    in_line_order,
)


def test_a_problem_names_its_place_and_then_what_is_wrong() -> None:
    problem = Problem("expected a duration", "x.yaml", 14, 9, "steps[2].time", "some-rule")
    assert str(problem) == "x.yaml:14:9: steps[2].time: [some-rule] expected a duration"


def test_a_problem_without_a_file_is_only_its_message() -> None:
    assert str(Problem("no such voice")) == "no such voice"


def test_an_error_lists_each_of_its_problems_on_a_line() -> None:
    error = KneadcastError("one", Problem("two", "x.yaml"))
    assert str(error) == "one\nx.yaml: two"


def test_a_problem_is_one_printable_line_whatever_it_quotes() -> None:
    """A path, a place or a message with control characters cannot reach a terminal as they are."""
    problem = Problem("got '\x1b[2J\nx'", "a\tb\x07.yaml", 1, 1, "steps.\u202ex")
    assert str(problem) == r"a b\x07.yaml:1:1: steps.\u202ex: got '\x1b[2J x'"
    assert str(KneadcastError(problem, "a\nb")).splitlines() == [str(problem), "a b"]


def test_a_problem_that_quotes_a_long_value_is_cut() -> None:
    """The text of a problem stays short enough to be read, even if it quotes a file of a megabyte."""
    assert len(str(Problem("x" * 1_000_000, "x.yaml", place="y" * 1_000_000))) < 5_000


def test_no_similar_word_is_searched_for_a_long_text() -> None:
    """A text that is far too long for a name has no suggestion, which would take minutes for a large file."""
    assert did_you_mean("friction" * 10, ["friction" * 10]) == ""


def test_a_close_word_is_suggested_and_a_far_one_is_not() -> None:
    assert did_you_mean("frction", ["friction", "hold"]) == " (did you mean 'friction'?)"
    assert did_you_mean("zzz", ["friction", "hold"]) == ""


def test_problems_are_sorted_by_line_and_column() -> None:
    last, first, middle = Problem("c", "x", 9, 1), Problem("a", "x", 2, 5), Problem("b", "x", 2, 11)
    assert in_line_order([last, first, middle]) == (first, middle, last)


@pytest.mark.parametrize(
    "error",
    [
        LengthError("too long", length_ms=9, nearest_ms=(7, 8)),
        FixedTimeError("too long", part="calf", nearest_ms=7),
        PlanError("no", Problem("two", "x.yaml")),
    ],
)
def test_an_error_that_comes_from_another_process_keeps_its_facts(error: KneadcastError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
