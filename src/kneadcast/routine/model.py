"""A routine as frozen data: what is worked, in which order, for how long, and in which words.

Authors rely on this schema, which has a version, `ROUTINE_FORMAT`. docs/routine-format.md describes it in prose.
"""

from __future__ import annotations

import re
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
from kneadcast.routine.wording import slug
from kneadcast.units import format_duration, parse_duration

ROUTINE_FORMAT = 1

PRE_ROLL_MS = 10_000
"""Time before the first word of every session, to put the player down and settle."""
REMINDED_FROM_MS = 60_000
"""A step that lasts this long needs reminders."""

TypeId = Literal["preventive", "classical", "lymphatic", "anti-cellulite", "relaxing"]
Mode = Literal["self", "partner"]
Sides = Literal["each", "left", "right", "none"]


def _duration(value: Any) -> Any:
    # A bare number is refused because its unit is ambiguous: YAML reads 30:00 as the number 1800.
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


class Frozen(BaseModel):
    """An immutable model that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class TimeRange(Frozen):
    """How long something lasts, its words included; written `45s/90s/150s` for min, ideal and max."""

    min_ms: int
    ideal_ms: int
    max_ms: int

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Returns the schema of the string that authors write."""
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
    """A part without work on the body: the safety line, settling in, a rest or the close."""

    time: TimeRange
    say: Text
    remind: tuple[Text, ...] = ()
    """Reminders, spoken in turn when the part is long."""


class Move(Frozen):
    """The way into a section's position."""

    preview: Text
    """Spoken ahead of time, while the hands still work."""
    say: Text
    time: TimeRange
    remind: tuple[Text, ...] = ()


class Switch(Frozen):
    """The change from the first side to the second."""

    say: Text
    time: TimeRange
    preview: Text | None = None
    """Spoken ahead of time if the whole body changes sides, such as by turning over."""
    remind: tuple[Text, ...] = ()


class Step(Frozen):
    """One technique on one area, done on each side that its section works."""

    area: AreaId
    technique: TechniqueId
    time: TimeRange
    """The time on one side."""
    say: Text
    """One to three short sentences; `{side}` and `{other}` stand for the sides."""
    again: Text | None = None
    """Spoken on the second side instead of `say`; `None` if `say` is repeated."""
    remind: tuple[Text, ...] = ()
    pressure: Annotated[int, Field(strict=True, ge=1, le=10)] | None = None
    tempo: Annotated[int, Field(strict=True, ge=1, le=400)] | None = None
    """Strokes a minute."""
    optional: Annotated[bool, Field(strict=True)] = False
    """Whether the step may be left out, on both sides, when the session is short."""
    tool: ToolId = "hands"
    """What works on the area."""
    cautions: tuple[CautionId, ...] = ()
    """Cautions that rule the step out, in addition to those that rule out its area, technique or position."""
    id: Slug | None = None

    @property
    def slug(self) -> str:
        """The step's id, by default made of its area and technique."""
        return self.id or f"{self.area}-{self.technique}".replace("_", "-")


class Section(Frozen):
    """Steps that share a position, done on one side and then on the other."""

    name: Text
    position: PositionId | None = None
    """`None` if the listener stays in the position before."""
    move: Move | None = None
    sides: Sides
    switch: Switch | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    id: Slug | None = None

    @property
    def slug(self) -> str:
        """The section's id, by default made of its name; it begins the ids of its steps in a script."""
        return self.id or slug(self.name)

    @property
    def side_count(self) -> int:
        """The number of sides that each step is done on."""
        return 2 if self.sides == "each" else 1


class Opening(Frozen):
    """The beginning of every session; neither part can be left out."""

    position: PositionId
    safety: Spoken
    settle: Spoken


class Closing(Frozen):
    """The end of every session."""

    rest: Spoken | None = None
    close: Spoken


class Routine(Frozen):
    """A whole routine with a valid form; `kneadcast.routine.rules` checks that it is safe."""

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
    """What to have ready."""
    remind: Annotated[tuple[Text, ...], Field(min_length=2)]
    """Reminders that fit any part, used when its own run out; at least two, so that none is repeated at once."""
    opening: Opening
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    closing: Closing

    @property
    def longest_ms(self) -> int:
        """The sum of all maximum times, each step counted for every side; chimes and the pre-roll come on top."""
        parts = [self.opening.safety, self.opening.settle, self.closing.rest, self.closing.close]
        changes = [change for section in self.sections for change in (section.move, section.switch)]
        work_ms = sum(section.side_count * step.time.max_ms for section in self.sections for step in section.steps)
        return work_ms + sum(part.time.max_ms for part in (*parts, *changes) if part)
