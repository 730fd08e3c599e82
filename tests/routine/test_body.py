"""The tables of the body: what they name exists, and what they allow is possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kneadcast.routine.body import (
    AREAS,
    FINISHING_PRESSURE,
    PLACES,
    POSITIONS,
    RAISED_FOOT,
    SEATS,
    STRONGEST_PRESSURE,
    TECHNIQUES,
    TOOLS,
    TYPES,
    Area,
    RoutineType,
    longest_work_ms,
    place_of,
)
from kneadcast.routine.wording import slug


def possible_techniques(area: Area, type_: RoutineType) -> set[str]:
    """Returns the techniques that are allowed on an area in a massage of a type, at a pressure within both caps."""
    cap = min(area.pressure_cap, type_.pressure_cap)
    allowed = type_.techniques & (TECHNIQUES.keys() if area.techniques is None else area.techniques)
    ranges = {id_: TECHNIQUES[id_].pressure for id_ in allowed}
    return {id_ for id_, pressure in ranges.items() if pressure is None or pressure[0] <= cap}


@pytest.mark.parametrize("table", [AREAS, TECHNIQUES, TYPES], ids=["areas", "techniques", "types"])
def test_every_entry_is_found_by_its_own_id(table: Mapping[str, Any]) -> None:
    assert [entry.id for entry in table.values()] == list(table)
    assert len({entry.label for entry in table.values()}) == len(table)
    assert all(slug(id_) == id_.replace("_", "-") for id_ in table)


def test_every_technique_that_is_named_exists() -> None:
    for area in AREAS.values():
        assert (area.techniques or set()) <= TECHNIQUES.keys()
    for type_ in TYPES.values():
        assert type_.techniques <= TECHNIQUES.keys()
        assert type_.fastest.keys() <= type_.techniques
    assert RAISED_FOOT <= SEATS <= POSITIONS.keys()
    assert {place_of(id_) for id_ in POSITIONS} == set(PLACES)
    assert all(position.reaches <= AREAS.keys() for position in POSITIONS.values())


def test_no_cap_allows_more_than_the_strongest_pressure() -> None:
    caps = [area.pressure_cap for area in AREAS.values()] + [type_.pressure_cap for type_ in TYPES.values()]
    assert (min(caps) >= 1, max(caps)) == (True, STRONGEST_PRESSURE)
    assert FINISHING_PRESSURE < STRONGEST_PRESSURE
    for technique in TECHNIQUES.values():
        assert technique.pressure is None or 1 <= technique.pressure[0] <= technique.pressure[1] <= STRONGEST_PRESSURE


@pytest.mark.parametrize("type_", TYPES.values(), ids=TYPES)
def test_every_area_can_be_worked_in_every_type_of_massage(type_: RoutineType) -> None:
    assert [area.id for area in AREAS.values() if not possible_techniques(area, type_)] == []


@pytest.mark.parametrize("type_", TYPES.values(), ids=TYPES)
def test_every_technique_of_a_type_can_be_done_within_its_caps(type_: RoutineType) -> None:
    possible = set().union(*(possible_techniques(area, type_) for area in AREAS.values()))
    assert possible == type_.techniques
    for id_, fastest in type_.fastest.items():
        assert (
            min(slowest for slowest, _ in TECHNIQUES[id_].tempi)
            <= fastest
            < max(most for _, most in TECHNIQUES[id_].tempi)
        )


def test_ranges_of_tempo_rise_and_do_not_overlap() -> None:
    for technique in TECHNIQUES.values():
        bounds = [bound for tempi in technique.tempi for bound in tempi]
        assert bounds == sorted(set(bounds))


def test_a_part_that_is_only_passed_over_is_never_worked_firmly() -> None:
    for area in AREAS.values():
        if area.pressure_cap <= 2:
            assert area.techniques is not None
            assert not area.techniques & {"petrissage", "friction", "compression"}


@pytest.mark.parametrize("tool", TOOLS)
def test_no_tool_works_an_area_for_longer_than_the_hands_do(tool: str) -> None:
    assert all(0 < longest_work_ms(area, tool) <= longest_work_ms(area, "hands") for area in AREAS)
