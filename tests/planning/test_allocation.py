"""Sharing out time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast.planning.allocation import Share, allocate, highest_total_ms, lowest_total_ms


@st.composite
def share_lists(draw: st.DrawFn) -> list[Share]:
    sizes = st.integers(0, 100_000)
    shares = []
    for number in range(draw(st.integers(1, 12))):
        low, to_ideal, to_high = draw(sizes), draw(sizes), draw(sizes)
        count = draw(st.sampled_from([1, 2]))
        shares.append(Share(str(number), count, low, low + to_ideal, low + to_ideal + to_high))
    return shares


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Share], int]:
    shares = draw(share_lists())
    return shares, draw(st.integers(lowest_total_ms(shares), highest_total_ms(shares)))


@given(problems())
def test_shares_and_left_over_add_up_to_the_total(problem: tuple[list[Share], int]) -> None:
    shares, total_ms = problem
    fitted = allocate(shares, total_ms)
    assert sum(share.count * fitted.shares[share.key] for share in shares) + fitted.left_over_ms == total_ms


@given(problems())
def test_every_share_stays_between_its_low_and_high(problem: tuple[list[Share], int]) -> None:
    shares, total_ms = problem
    fitted = allocate(shares, total_ms)
    assert all(share.low_ms <= fitted.shares[share.key] <= share.high_ms for share in shares)


@given(problems())
def test_only_what_two_sides_cannot_share_equally_is_left_over(problem: tuple[list[Share], int]) -> None:
    shares, total_ms = problem
    assert 0 <= allocate(shares, total_ms).left_over_ms <= max(share.count for share in shares) - 1


@given(problems(), st.integers(0, 3000))
def test_no_share_shrinks_when_the_total_grows(problem: tuple[list[Share], int], more_ms: int) -> None:
    shares, total_ms = problem
    longer_ms = min(total_ms + more_ms, highest_total_ms(shares))
    before, after = allocate(shares, total_ms).shares, allocate(shares, longer_ms).shares
    assert all(before[share.key] <= after[share.key] for share in shares)


@given(share_lists())
def test_at_the_ideal_total_every_share_has_its_ideal(shares: list[Share]) -> None:
    fitted = allocate(shares, sum(share.count * share.ideal_ms for share in shares))
    assert fitted.shares == {share.key: share.ideal_ms for share in shares}


def test_shares_shrink_in_proportion_to_their_room() -> None:
    shares = [Share("long", 1, 0, 90_000, 90_000), Share("short", 1, 0, 10_000, 10_000)]
    assert allocate(shares, 50_000).shares == {"long": 45_000, "short": 5_000}


@pytest.mark.parametrize("total_ms", [9, 31])
def test_a_total_out_of_reach_is_refused(total_ms: int) -> None:
    with pytest.raises(ValueError, match="not between 10 and 30"):
        allocate([Share("only", 1, 10, 20, 30)], total_ms)
