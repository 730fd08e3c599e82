"""The path of a step: where on the body the hands move, as words such as `toes to heel`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

from pydantic import GetJsonSchemaHandler, model_serializer, model_validator
from pydantic_core import core_schema

from kneadcast.errors import did_you_mean
from kneadcast.frozen_model import FrozenModel
from kneadcast.routine.landmarks import LANDMARKS, LandmarkId

PathKind = Literal["along", "around", "place"]

_IN_PLACE = "in place"
_EXPECTED = "expected a path such as 'toes to heel', 'around kneecap', 'at belly' or 'in place'"
_LANDMARK = "|".join(LANDMARKS)
_SCHEMA: Mapping[str, Any] = {
    "type": "string",
    "pattern": rf"^({_IN_PLACE}|(around|at) ({_LANDMARK})|({_LANDMARK}) to ({_LANDMARK}))$",
    "examples": ["toes to heel", "around kneecap", "at belly", _IN_PLACE],
}


class StrokePath(FrozenModel):
    """Where the hands of a step move; written `toes to heel`, `around kneecap`, `at belly` or `in place`."""

    kind: PathKind
    """`along` from `start` to `end`, `around` the landmark `start`, or in one `place`."""
    start: LandmarkId | None = None
    """The landmark where a stroke begins, around which a ring goes or at which hands stay; `None` for the middle of
    the area that the step works."""
    end: LandmarkId | None = None
    """The landmark where a stroke ends; `None` for other kinds."""

    @classmethod
    def read(cls, text: str) -> StrokePath:
        """Returns the path of a text such as `toes to heel`.

        Raises:
            pydantic.ValidationError: If the text is no path.
        """
        return cls.model_validate(text)

    @property
    def landmarks(self) -> tuple[LandmarkId, ...]:
        """The landmarks that the path names, none to two."""
        return tuple(landmark for landmark in (self.start, self.end) if landmark)

    @property
    def rise(self) -> int:
        """How many landmarks a stroke passes towards the trunk; below zero towards the toes, and zero for others."""
        if self.start is None or self.end is None:
            return 0
        return LANDMARKS[self.end].rank - LANDMARKS[self.start].rank

    def __str__(self) -> str:
        if self.kind == "along":
            return f"{self.start} to {self.end}"
        if self.kind == "around":
            return f"around {self.start}"
        return f"at {self.start}" if self.start else _IN_PLACE

    @model_serializer
    def _write(self) -> str:
        return str(self)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Returns the schema of the text."""
        return dict(_SCHEMA)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError(_EXPECTED)
        text = value.strip()
        if text == _IN_PLACE:
            return {"kind": "place"}
        if match := re.fullmatch(r"(around|at) ([\w-]+)", text, re.ASCII):
            return {"kind": "around" if match[1] == "around" else "place", "start": _known(match[2])}
        if match := re.fullmatch(r"([\w-]+) to ([\w-]+)", text, re.ASCII):
            if match[1] == match[2]:
                raise ValueError(f"a path from {match[1]} to {match[2]} has no length; write 'at {match[1]}'")
            return {"kind": "along", "start": _known(match[1]), "end": _known(match[2])}
        raise ValueError(f"{_EXPECTED}, got '{text}'")


def _known(landmark: str) -> LandmarkId:
    if landmark not in LANDMARKS:
        hint = did_you_mean(landmark, LANDMARKS)
        raise ValueError(f"unknown landmark '{landmark}'{hint}; known: {', '.join(LANDMARKS)}")
    return cast("LandmarkId", landmark)


IN_PLACE = StrokePath.read(_IN_PLACE)
_STILL = frozenset({"compression", "hold", "vibration", "mobilisation"})
_OF_AREA: Mapping[str, StrokePath] = {
    area: StrokePath.read(text)
    for area, text in {
        "toes": "toe-tips to toes",
        "top-of-foot": "toes to ankle",
        "sole": "toes to heel",
        "heel": "around heel",
        "foot": "toes to ankle",
        "ankle": "around ankle-bone",
        "achilles": "heel to calf",
        "shin": "ankle to below-knee",
        "calf": "ankle to below-knee",
        "lower-leg": "toes to below-knee",
        "knee": "around kneecap",
        "back-of-knee": "below-knee to above-knee",
        "front-thigh": "above-knee to below-groin",
        "outer-thigh": "above-knee to hip",
        "back-thigh": "above-knee to below-buttock",
        "inner-thigh": "above-knee to mid-thigh",
        "upper-inner-thigh": "mid-thigh to below-groin",
        "groin": "groin to belly",
        "thigh": "above-knee to below-groin",
        "glutes": "below-buttock to waist",
        "hip": "around hip-bone",
        "hip-point": "around hip-bone",
        "whole-leg": "toes to hip",
    }.items()
}
_OF_SKIN_STRETCH: Mapping[str, StrokePath] = {
    area: StrokePath.read(text)
    for area, text in {
        "heel": "heel to arch",
        "ankle": "ankle to calf",
        "knee": "knee to above-knee",
        "hip": "hip to groin",
        "hip-point": "at hip-bone",
    }.items()
}
"""Skin is not stretched in rings."""


def default_path(area: str, technique: str) -> StrokePath:
    """Returns the path of a step that does not give one: towards the trunk, around a joint, or in place."""
    if technique in _STILL:
        return IN_PLACE
    stretched = _OF_SKIN_STRETCH.get(area) if technique == "lymph_stretch" else None
    return stretched or _OF_AREA[area]
