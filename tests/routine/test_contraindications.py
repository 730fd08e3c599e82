"""The table of cautions."""

from __future__ import annotations

import pytest

from kneadcast.errors import RoutineError
from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES, TOOLS, TYPES
from kneadcast.routine.contraindications import CAUTIONS, find_cautions


def test_every_caution_refers_to_things_that_exist() -> None:
    for caution in CAUTIONS.values():
        for work in caution.excluded_work:
            assert work.areas <= AREAS.keys()
            assert work.techniques <= TECHNIQUES.keys()
        assert caution.ceilings.keys() <= AREAS.keys()
        assert caution.positions <= POSITIONS.keys()
        assert caution.tools <= TOOLS.keys()
        assert caution.excludes.keys() <= TYPES.keys()


def test_cautions_are_found_once_and_in_the_order_of_the_table() -> None:
    assert [caution.id for caution in find_cautions(["ankle", "knee", "ankle"])] == ["knee", "ankle"]


def test_a_misspelt_caution_is_refused_with_the_right_one() -> None:
    with pytest.raises(RoutineError, match=r"there is no caution 'kneee' \(did you mean 'knee'\?\)"):
        find_cautions(["kneee"])
