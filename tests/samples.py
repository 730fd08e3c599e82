"""Some of many: those that every run of the tests takes, and those that only a run of all takes."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

QUICK_ROUTINES = frozenset({"toes-to-hip", "five-minute-feet", "partner-full", "lymphatic", "seated-only"})
"""Routines that differ most: long and short, for one and for two, from the trunk on, and without a change of place."""


def all_routines(names: Iterable[str]) -> list[object]:
    """Returns routines as parameters of a test; those that are much like another are slow."""
    return some_routines(names, *QUICK_ROUTINES)


def seeds(quick: int, number: int) -> list[object]:
    """Returns seeds as parameters of a test that takes long; all but the first ones are slow."""
    return [pytest.param(seed, marks=() if seed < quick else pytest.mark.slow) for seed in range(number)]


def some_routines(names: Iterable[str], *quick: str) -> list[object]:
    """Returns routines, or other names, as parameters of a test that takes long; all but a few are slow."""
    return [pytest.param(name, marks=() if name in quick else pytest.mark.slow) for name in names]
