"""Errors and the problems they carry."""

from __future__ import annotations

from kneadcast.errors import KneadcastError, Problem, did_you_mean, in_line_order


def test_a_problem_names_its_place_and_then_what_is_wrong() -> None:
    problem = Problem("expected a duration", "x.yaml", 14, 9, "steps[2].time", "some-rule")
    assert str(problem) == "x.yaml:14:9: steps[2].time: [some-rule] expected a duration"


def test_a_problem_without_a_file_is_only_its_message() -> None:
    assert str(Problem("no such voice")) == "no such voice"


def test_an_error_lists_each_of_its_problems_on_a_line() -> None:
    error = KneadcastError("one", Problem("two", "x.yaml"))
    assert str(error) == "one\nx.yaml: two"


def test_a_close_word_is_suggested_and_a_far_one_is_not() -> None:
    assert did_you_mean("frction", ["friction", "hold"]) == " (did you mean 'friction'?)"
    assert did_you_mean("zzz", ["friction", "hold"]) == ""


def test_problems_are_sorted_by_line_and_column() -> None:
    last, first, middle = Problem("c", "x", 9, 1), Problem("a", "x", 2, 5), Problem("b", "x", 2, 11)
    assert in_line_order([last, first, middle]) == (first, middle, last)
