"""Errors that tell the person what to do."""

from __future__ import annotations

from kneadcast.errors import KneadcastError, Problem, did_you_mean


def test_a_problem_says_where_it_is_then_what_is_wrong() -> None:
    problem = Problem("expected a duration", "x.yaml", 14, 9, "steps[2].time", "some-rule")
    assert str(problem) == "x.yaml:14:9: steps[2].time: [some-rule] expected a duration"


def test_a_problem_without_a_file_says_only_what_is_wrong() -> None:
    assert str(Problem("no such voice")) == "no such voice"


def test_an_error_tells_all_its_problems_a_line_each() -> None:
    error = KneadcastError("one", Problem("two", "x.yaml"))
    assert str(error) == "one\nx.yaml: two"


def test_a_close_word_is_suggested_and_a_far_one_is_not() -> None:
    assert did_you_mean("frction", ["friction", "hold"]) == " (did you mean 'friction'?)"
    assert did_you_mean("zzz", ["friction", "hold"]) == ""
