"""A routine as frozen data: what is worked, in which order, for how long, and in which words.

The schema is a promise to authors (`ROUTINE_FORMAT`); docs/routine-format.md tells it in prose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import core_schema

from kneadcast.errors import UnitError, did_you_mean
from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES, TOOLS
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.units import format_duration, parse_duration

ROUTINE_FORMAT = 1
PRE_ROLL_MS = 10_000
"""Time to put the player down and settle before the first word; every session has it in addition to its steps."""
REMINDED_FROM_MS = 60_000
"""A step that lasts this long has at least one reminder."""

TypeId = Literal["preventive", "classical", "lymphatic", "anti-cellulite", "relaxing"]
Mode = Literal["self", "partner"]
Sides = Literal["each", "left", "right", "none"]


def _duration(value: Any) -> Any:
    # A bare number is refused: YAML itself reads 30:00 as 1800, and nobody should have to guess which was meant.
    if not isinstance(value, str) or value.strip().replace(".", "").isdecimal():
        raise ValueError("expected a duration with its unit such as 90s or 2m30s")
    try:
        return parse_duration(value)
    except UnitError as error:
        raise ValueError(str(error)) from None


def _one_of(kind: str, known: Any) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not isinstance(value, str) or value not in known:
            hint = did_you_mean(str(value), known)
            raise ValueError(f"unknown {kind} '{value}'{hint}; known: {', '.join(known)}")
        return value

    return BeforeValidator(check)


def _matching(pattern: str, expected: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(f"expected {expected}")
        return value

    return AfterValidator(check)


_LENGTH = r"(?=\d)(\d+(\.\d+)?h)?(\d+(\.\d+)?m)?(\d+(\.\d+)?s)?(\d+ms)?|\d+:\d\d(:\d\d)?"
_LENGTH_SCHEMA = {"type": "string", "pattern": f"^({_LENGTH})$", "examples": ["90s", "2m30s"]}
_RANGE_SCHEMA = {
    "type": "string",
    "pattern": rf"^\s*({_LENGTH})\s*/\s*({_LENGTH})\s*/\s*({_LENGTH})\s*$",
    "description": "min/ideal/max for one side, words included",
    "examples": ["45s/90s/150s"],
}

DurationMs = Annotated[
    int,
    BeforeValidator(_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema(_LENGTH_SCHEMA),
]
AreaId = Annotated[str, _one_of("area", AREAS), WithJsonSchema({"enum": list(AREAS)})]
TechniqueId = Annotated[str, _one_of("technique", TECHNIQUES), WithJsonSchema({"enum": list(TECHNIQUES)})]
PositionId = Annotated[str, _one_of("position", POSITIONS), WithJsonSchema({"enum": list(POSITIONS)})]
ToolId = Annotated[str, _one_of("tool", TOOLS), WithJsonSchema({"enum": list(TOOLS)})]
CautionId = Annotated[str, _one_of("caution", CAUTIONS), WithJsonSchema({"enum": list(CAUTIONS)})]
Text = Annotated[str, _matching(r"(?s).*\S.*", "some text"), WithJsonSchema({"type": "string", "pattern": r"\S"})]
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


def slug(name: str) -> str:
    """Writes a name in small letters and hyphens, for ids and file names."""
    return "-".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


class Frozen(BaseModel):
    """A value that refuses unknown keys and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class TimeRange(Frozen):
    """How long something lasts, its words included: written `45s/90s/150s` for min, ideal and max."""

    min_ms: int
    ideal_ms: int
    max_ms: int

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Returns the schema of what authors write, a string."""
        return dict(_RANGE_SCHEMA)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        parts = value.split("/") if isinstance(value, str) else ()
        if len(parts) != 3:
            raise ValueError("expected min/ideal/max such as 45s/90s/150s")
        low, ideal, high = (_duration(part.strip()) for part in parts)
        if not 0 < low <= ideal <= high:
            raise ValueError("expected min <= ideal <= max, all above zero")
        return {"min_ms": low, "ideal_ms": ideal, "max_ms": high}


class Spoken(Frozen):
    """A stretch that is told rather than worked: the safety line, settling, a rest, the close."""

    time: TimeRange
    say: Text
    remind: tuple[Text, ...] = ()
    """SpokenLine in turn when the stretch is long."""


class Move(Frozen):
    """The way into a section's position."""

    preview: Text
    """SpokenLine ahead of time, while the hands still work."""
    say: Text
    time: TimeRange
    remind: tuple[Text, ...] = ()


class Switch(Frozen):
    """The change from the first side to the second."""

    say: Text
    time: TimeRange
    preview: Text | None = None
    """SpokenLine ahead of time where the change takes the whole body, such as turning over."""
    remind: tuple[Text, ...] = ()


class Step(Frozen):
    """One technique on one area, done on each side that its section works."""

    area: AreaId
    technique: TechniqueId
    time: TimeRange
    """A side's share."""
    say: Text
    """One to three short sentences; `{side}` and `{other}` stand for the sides."""
    again: Text | None = None
    """What the second side hears; the same as the first where it is missing."""
    remind: tuple[Text, ...] = ()
    pressure: Annotated[int, Field(strict=True, ge=1, le=10)] | None = None
    tempo: Annotated[int, Field(strict=True, ge=1, le=400)] | None = None
    """Strokes a minute."""
    optional: Annotated[bool, Field(strict=True)] = False
    """May be left out, on both sides, when the session is short."""
    tool: ToolId = "hands"
    """What works on the area."""
    cautions: tuple[CautionId, ...] = ()
    """Bodies that it is not for, beside those that its area, technique and position rule out already."""
    id: Slug | None = None

    @property
    def slug(self) -> str:
        """The step's id, or one made of its area and technique."""
        return self.id or f"{self.area}-{self.technique}".replace("_", "-")


class Section(Frozen):
    """Steps that share a position, done on one side and then on the other."""

    name: Text
    position: PositionId | None = None
    """None where the listener stays as they are."""
    move: Move | None = None
    sides: Sides
    switch: Switch | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    id: Slug | None = None

    @property
    def slug(self) -> str:
        """The section's id, or one made of its name; it begins the ids of its steps in a script."""
        return self.id or slug(self.name)


class Opening(Frozen):
    """What every session begins with; neither part can be left out."""

    position: PositionId
    safety: Spoken
    settle: Spoken


class Closing(Frozen):
    """What every session ends with."""

    rest: Spoken | None = None
    close: Spoken


class Routine(Frozen):
    """A whole routine, checked for form; `kneadcast.routine.rules` checks that it is safe."""

    format: Literal[1]
    name: Slug
    title: Text
    summary: Text
    language: LanguageTag = "en"
    type: TypeId
    mode: Mode
    length: Annotated[DurationMs, Field(gt=0)]
    """The default length; the shortest and longest follow from the steps."""
    needs: tuple[Text, ...] = ()
    """What to lay ready."""
    remind: Annotated[tuple[Text, ...], Field(min_length=2)]
    """Reminders that fit any stretch, used when its own run out; two at least, so that none follows itself."""
    opening: Opening
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    closing: Closing


class SideForm(Frozen):
    """One form of the words for the two sides."""

    left: Text
    right: Text


class SideNames(SideForm):
    """The sides in the spoken language, in the form that `{side}` and `{other}` stand for."""

    forms: Mapping[str, SideForm] = {}
    """Other forms, for languages that bend the word: `{side:f}` is the form called `f`."""

    def form(self, name: str) -> SideForm:
        """Returns a form by its name; the usual one for an empty name or one that the language has no need of."""
        return self.forms.get(name, self)


class Phrases(Frozen):
    """The lines that no routine writes itself, in one language."""

    format: Literal[1]
    language: Text
    sides: SideNames
    opening: Text
    """Names the first chapter; printed, not spoken."""
    closing: Text
    """Names the last chapter."""
    halfway: Text
    five_minutes_left: Text
    one_minute_left: Text
    avoided: Mapping[str, Text] = {}
    """What the opening says of each caution that the listener asked to be spared, by the caution's id."""
    minutes_left: Text | None = None
    """Counts down, with `{minutes}`; none where the language has no words for it yet."""
    softly: tuple[Text, ...] = ()
    """Ask for light hands, each in other words, in steps that are done more softly than their routine has them."""
    dry_soles: Text | None = None
    """SpokenLine before a listener with creamed feet gets up, where the way into the next position does not say it."""
    change_side: Text | None = None
    """Leads to the other side between two steps, with `{side}`; a section's own switch where there is none."""
    rest: Text | None = None
    """Announces a rest that a listener adds to a routine without one, and the bell that ends it."""
