"""Finding the routine that suits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kneadcast.catalog import Search
from kneadcast.errors import PlanError
from kneadcast.planning.limits import Limits
from kneadcast.routine import load_routine, routine_names


def found(search: Search) -> set[str]:
    return {name for name in routine_names() if search.matches(load_routine(name))}


@pytest.mark.parametrize(
    ("search", "there", "not_there"),
    [
        (Search(), {"toes-to-hip", "self-massage-at-home"}, set()),
        (Search(parts=("thigh",)), {"toes-to-hip"}, {"self-massage-at-home"}),
        (Search(parts=("calf", "hip")), {"toes-to-hip"}, {"self-massage-at-home"}),
        (Search(type="preventive"), {"self-massage-at-home"}, {"toes-to-hip"}),
        (Search(positions=("seated",)), {"self-massage-at-home"}, {"toes-to-hip"}),
    ],
)
def test_a_search_finds_what_was_asked_for_and_nothing_else(
    search: Search, there: set[str], not_there: set[str]
) -> None:
    assert there <= found(search)
    assert not not_there & found(search)


def test_a_length_is_found_within_the_limits() -> None:
    assert Search(length=timedelta(minutes=10)).allows(Limits(300_000, 600_000))
    assert not Search(length="10m1s").allows(Limits(300_000, 600_000))


def test_what_does_not_exist_is_refused_with_what_does() -> None:
    with pytest.raises(PlanError, match=r"there is no type 'relaxed' \(did you mean 'relaxing'\?\)"):
        Search(type="relaxed")
    with pytest.raises(PlanError, match="there is no position 'seeted'"):
        Search(positions=("seeted",))
