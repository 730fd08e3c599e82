"""What is calculated once for a measured routine is forgotten as soon as anything about it is different."""

from __future__ import annotations

from dataclasses import replace

from kneadcast.planning.measured_routine import MeasuredRoutine, cached_for_routine
from kneadcast.planning.preferences import Preferences
from tests.planning.sessions import TWO_FEET
from tests.routines import measured


def test_a_function_is_calculated_once_for_each_routine_and_its_arguments() -> None:
    """Equal routines that are not the same object share nothing."""
    calls: list[tuple[int, int, bool]] = []

    @cached_for_routine
    def noted(of: MeasuredRoutine, number: int, *, brief: bool = False) -> int:
        calls.append((of.preferences.rounds, number, brief))
        return len(calls)

    one = measured(TWO_FEET)
    assert [noted(one, 1), noted(one, 2), noted(one, 1), noted(one, 1, brief=True), noted(one, 2)] == [1, 2, 1, 3, 2]
    other = replace(one, preferences=Preferences(rounds=2))
    assert [noted(other, 1), noted(replace(one), 1), noted(one, 1)] == [4, 5, 1]
    assert calls == [(1, 1, False), (1, 2, False), (1, 1, True), (2, 1, False), (1, 1, False)]


def test_what_is_known_changes_neither_the_equality_nor_the_plan_of_a_routine() -> None:
    one, fresh = measured(TWO_FEET), measured(TWO_FEET)
    first = one.plan(600_000)
    assert one == fresh
    assert repr(one) == repr(fresh)
    assert one.plan(600_000) == first == fresh.plan(600_000)
