"""The landmarks of the leg."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

from kneadcast.routine.body import AREAS
from kneadcast.routine.landmarks import AREA_LANDMARKS, LANDMARKS, LandmarkId, sorted_landmarks


def test_every_landmark_is_described_once_and_they_lead_from_the_toes_to_the_trunk() -> None:
    assert tuple(LANDMARKS) == get_args(LandmarkId)
    assert len({landmark.label for landmark in LANDMARKS.values()}) == len(LANDMARKS)
    assert all(low.rank <= high.rank for low, high in pairwise(LANDMARKS.values()))


def test_every_area_shows_landmarks_and_every_landmark_is_shown() -> None:
    assert set(AREA_LANDMARKS) == set(AREAS)
    assert frozenset().union(*AREA_LANDMARKS.values()) == set(LANDMARKS)
    assert all(AREA_LANDMARKS.values())


def test_pictures_of_the_thigh_end_below_the_groin() -> None:
    forbidden = {"groin", "belly", "buttock"}
    for area in ("front-thigh", "outer-thigh", "back-thigh", "inner-thigh", "upper-inner-thigh", "thigh", "whole-leg"):
        assert not AREA_LANDMARKS[area] & forbidden
    assert max(LANDMARKS[id_].rank for id_ in AREA_LANDMARKS["inner-thigh"]) == LANDMARKS["mid-thigh"].rank


def test_landmarks_are_listed_from_the_toes_on() -> None:
    assert sorted_landmarks(AREA_LANDMARKS["foot"]) == ("toes", "arch", "heel", "ankle")
