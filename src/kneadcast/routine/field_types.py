"""The types of the values in routine files, each with its check and its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

from kneadcast.errors import UnitError, did_you_mean
from kneadcast.plain_text import one_line, without_controls
from kneadcast.routine.body import AREAS, PLACES, POSITIONS, TECHNIQUES, TOOLS
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.hands import HANDS, Hand
from kneadcast.units import format_duration, parse_duration


def parse_with_unit(value: Any) -> int:
    """Parses a duration that an author wrote with its unit into milliseconds.

    A bare number is refused because its unit is ambiguous: YAML reads 30:00 as the number 1800.

    Raises:
        ValueError: If the value is not such a duration.
    """
    if not isinstance(value, str) or value.strip().replace(".", "").isdecimal():
        raise ValueError("expected a duration with its unit such as 90s or 2m30s")
    try:
        return parse_duration(value)
    except UnitError as error:
        raise ValueError(str(error)) from None


def _one_of(kind: str, known: Any) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not isinstance(value, str) or value not in known:
            if not isinstance(value, str):
                raise ValueError(f"expected one of {', '.join(known)}")
            hint = did_you_mean(value, known)
            raise ValueError(f"unknown {kind} '{value}'{hint}; known: {', '.join(known)}")
        return value

    return BeforeValidator(check)


def _matching(pattern: str, expected: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(f"expected {expected}")
        return value

    return AfterValidator(check)


_LENGTH = r"(?=\d)(\d+(\.\d+)?h)?(\d+(\.\d+)?m)?(\d+(\.\d+)?s)?(\d+ms)?|(\d+:(?=\d\d:))?\d+:[0-5]\d"
_LENGTH_SCHEMA = {"type": "string", "pattern": f"^({_LENGTH})$", "examples": ["90s", "2m30s"]}
RANGE_SCHEMA: Mapping[str, Any] = {
    "type": "string",
    "pattern": rf"^\s*({_LENGTH})\s*/\s*({_LENGTH})\s*/\s*({_LENGTH})\s*$",
    "description": "min/ideal/max for one side, words included",
    "examples": ["45s/90s/150s"],
}
"""The JSON Schema of a range of durations."""

DurationMs = Annotated[
    int,
    BeforeValidator(parse_with_unit),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema(_LENGTH_SCHEMA),
]
AreaId = Annotated[str, _one_of("area", AREAS), WithJsonSchema({"enum": list(AREAS)})]
TechniqueId = Annotated[str, _one_of("technique", TECHNIQUES), WithJsonSchema({"enum": list(TECHNIQUES)})]
PositionId = Annotated[str, _one_of("position", POSITIONS), WithJsonSchema({"enum": list(POSITIONS)})]
PlaceId = Annotated[str, _one_of("place", PLACES), WithJsonSchema({"enum": list(PLACES)})]
ToolId = Annotated[str, _one_of("tool", TOOLS), WithJsonSchema({"enum": list(TOOLS)})]
HandId = Annotated[Hand, _one_of("hand", HANDS), WithJsonSchema({"enum": list(HANDS)})]
CautionId = Annotated[str, _one_of("caution", CAUTIONS), WithJsonSchema({"enum": list(CAUTIONS)})]
Text = Annotated[
    str,
    AfterValidator(without_controls),
    _matching(r"(?s).*\S.*", "some text"),
    WithJsonSchema({"type": "string", "pattern": r"\S"}),
]
"""What is spoken; it may have several lines, which mean nothing."""
Title = Annotated[
    str,
    AfterValidator(one_line),
    _matching(r".*\S.*", "some text"),
    WithJsonSchema({"type": "string", "pattern": r"\S"}),
]
"""What is displayed, in one line."""
Slug = Annotated[
    str,
    _matching(r"[a-z0-9]+(-[a-z0-9]+)*", "small letters, digits and hyphens such as calf-kneading"),
    WithJsonSchema({"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"}),
]
LanguageTag = Annotated[
    str,
    _matching(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", "a language tag such as en or pt-BR"),
    WithJsonSchema({"type": "string", "pattern": r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"}),
]
