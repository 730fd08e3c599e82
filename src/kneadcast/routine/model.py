"""The model of a routine: which areas are worked, in which order, for how long, and in which words.

Authors rely on this schema, so a change that breaks existing routines needs a new number for the key `format`.
docs/routine-format.md describes it in prose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from kneadcast.frozen_model import FrozenModel
from kneadcast.routine.field_types import (
    RANGE_SCHEMA,
    AreaId,
    CautionId,
    DurationMs,
    HandId,
    LanguageTag,
    PlaceId,
    PositionId,
    Slug,
    TechniqueId,
    Text,
    Title,
    ToolId,
    parse_with_unit,
)
from kneadcast.routine.hands import Hand, default_hand
from kneadcast.routine.merging import MOST_ENTRIES
from kneadcast.routine.stroke_path import StrokePath, default_path
from kneadcast.routine.wording import slug

PRE_ROLL_MS = 10_000
"""Time before the first word of every session, in which the listener puts the player down."""
REMINDED_FROM_MS = 60_000
"""A step that lasts this long needs reminders."""
TRANSITIONS = ("move", "compare", "switch", "pause")
"""The parts of a section that lead to its steps: their keys in a routine, and the kinds of their steps in a script."""
ALWAYS, WHEN_SHORT, FIRST = 1, 2, 3
"""The priorities of steps: in every session; left out of a short session; left out first."""

TypeId = Literal["preventive", "classical", "lymphatic", "anti-cellulite", "relaxing"]
Mode = Literal["self", "partner"]
Priority = Annotated[int, Field(strict=True, ge=ALWAYS, le=FIRST)]
Sides = Literal["each", "left", "right", "none"]
Bell = Literal["usual", "soft"]
CushionPlace = Literal["head", "forehead", "back", "knees", "between-knees", "belly", "ankles"]
Drape = Literal["none", "both", "side", "other"]
"""Which legs are covered: none, both, the one that is worked next, or the other one."""


class RoutineModel(FrozenModel):
    """The base of the models of routine files, whose attribute docstrings are the descriptions in the JSON Schema."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class TimeRange(RoutineModel):
    """How long something lasts, its words included; written `45s/90s/150s` for min, ideal and max."""

    min_ms: int
    ideal_ms: int
    max_ms: int

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Returns the schema of the string that authors write."""
        return dict(RANGE_SCHEMA)

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        parts = value.split("/") if isinstance(value, str) else ()
        if len(parts) != 3:
            raise ValueError("expected min/ideal/max such as 45s/90s/150s")
        low, ideal, high = (parse_with_unit(part.strip()) for part in parts)
        if not 0 < low <= ideal <= high:
            raise ValueError("expected min <= ideal <= max, all above zero")
        return {"min_ms": low, "ideal_ms": ideal, "max_ms": high}


PAUSE_TIME = TimeRange.model_validate("15s/30s/60s")
"""Half a minute rests the hands; see `HAND_WORK_MS` in `kneadcast.routine.body`."""


COMPARE_TIME = TimeRange.model_validate("10s/13s/18s")
"""Long enough to feel both sides, and too short to wonder whether the session goes on."""


class SafetyLine(RoutineModel):
    """The safety line, which has no shorter form."""

    time: TimeRange
    say: Text
    remind: tuple[Text, ...] = ()
    """Reminders, spoken in turn when the part is long."""


class Spoken(RoutineModel):
    """A part without work on the body: the welcome, settling in, a rest or the close."""

    time: TimeRange
    say: Text
    brief: Text | None = None
    """Spoken instead of `say` in a short session or with less talk."""
    remind: tuple[Text, ...] = ()
    """Reminders, spoken in turn when the part is long."""


class Rest(Spoken):
    """The rest at the end."""

    priority: Priority = ALWAYS
    """With 2 or 3, the rest is left out of a short session: before the steps with the same number."""


class Close(Spoken):
    """The end of a session: first what is practical, then the last words and the last bell."""

    farewell: Text | None = None
    """The last words, spoken right before the last bell."""
    bell: Bell = "usual"
    """`soft` for listeners who are to fall asleep: the last bells are quiet, and the time is not announced."""


class Furnishing(RoutineModel):
    """A part of a session that may lay cushions or a cover; what it leaves out stays as it was."""

    cushions: tuple[CushionPlace, ...] | None = None
    """Where all cushions lie afterwards."""
    drape: Drape | None = None
    """Which legs are covered afterwards, in a routine for two."""


class Settle(Spoken, Furnishing):
    """The beginning, in which the listener sits or lies down and the bells are explained."""


class Approach(RoutineModel):
    """The words of a move for those who come from another place than that of the section before."""

    preview: Text
    say: Text
    brief: Text | None = None


class Move(Furnishing):
    """The way into a section's position."""

    preview: Text
    """Spoken ahead of time, while the hands still work."""
    say: Text
    brief: Text | None = None
    """Spoken instead of `say` in a short session or with less talk."""
    time: TimeRange
    approaches: Annotated[Mapping[PlaceId, Approach], Field(alias="from")] = {}
    """Other words, by the place that the listener comes from if the section before is left out."""
    remind: tuple[Text, ...] = ()


class Switch(Furnishing):
    """The change from the first side to the second."""

    say: Text
    brief: Text | None = None
    """Spoken instead of `say` in a short session or with less talk."""
    time: TimeRange
    preview: Text | None = None
    """Spoken ahead of time if the whole body changes sides, such as by turning over."""
    remind: tuple[Text, ...] = ()


class Pause(RoutineModel):
    """The pause of the hands before the steps of a section are done once more, in a long session."""

    say: Text
    """It ends with what follows: `Then once more, from the toes.`"""
    time: TimeRange = PAUSE_TIME
    remind: tuple[Text, ...] = ()


class Compare(RoutineModel):
    """The moment in which the hands are still after the first side, and the listener notices both."""

    say: Text
    time: TimeRange = COMPARE_TIME


class Step(RoutineModel):
    """One technique on one area, done on each side that its section works."""

    area: AreaId
    technique: TechniqueId
    time: TimeRange
    """The time on one side."""
    say: Text
    """One to three short sentences; `{side}` and `{other}` stand for the sides."""
    again: Text | None = None
    """Spoken on the second side instead of `say`; by default the same."""
    brief: Text | None = None
    """Spoken instead of `say` in a short session or with less talk."""
    ask: Text | None = None
    """What the giver asks the receiver; spoken before the instruction on the first side, in every session for two."""
    caution: Text | None = None
    """Where to stop and what to stay off; spoken after the instruction on the first side, in every session."""
    remind: tuple[Text, ...] = ()
    pressure: Annotated[int, Field(strict=True, ge=1, le=10)] | None = None
    tempo: Annotated[int, Field(strict=True, ge=1, le=400)] | None = None
    """Strokes a minute."""
    optional: Annotated[bool, Field(strict=True)] = False
    """An earlier way to write `priority: 3`."""
    priority: Priority | None = None
    """1 for a step of every session; 2 may be left out, on both sides, when the session is short; 3 goes first."""
    tool: ToolId = "hands"
    """What works on the area."""
    hand: HandId | None = None
    """What touches the body, and how, in pictures; by default that of the technique, the area and the tool."""
    path: StrokePath | None = None
    """Where it moves, in pictures: `toes to heel`, `around kneecap`, `at belly` or `in place`; by default the path of
    the area and the technique."""
    cautions: tuple[CautionId, ...] = ()
    """Cautions that rule the step out, in addition to those that rule out its area, technique or position."""
    id: Slug | None = None

    @property
    def slug(self) -> str:
        """The step's id, by default made of its area and technique."""
        return self.id or f"{self.area}-{self.technique}".replace("_", "-")

    @property
    def contact(self) -> Hand:
        """What touches the body: the step's hand, by default that of its tool, technique and area."""
        return self.hand or default_hand(self.area, self.technique, self.tool)

    @property
    def stroke_path(self) -> StrokePath:
        """Where it moves: the step's path, by default that of its area and technique."""
        return self.path or default_path(self.area, self.technique)

    @property
    def rank(self) -> int:
        """The priority of the step, 1 by default."""
        return self.priority or (FIRST if self.optional else ALWAYS)


class Section(RoutineModel):
    """Steps that share a position, done on one side and then on the other."""

    name: Title
    position: PositionId | None = None
    """By default the position of the section before."""
    move: Move | None = None
    sides: Sides
    switch: Switch | None = None
    compare: Compare | None = None
    """After the first side, if one leg is finished before the other and there is time and talk enough."""
    pause: Pause | None = None
    """By default the phrase of the language."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=MOST_ENTRIES)]
    id: Slug | None = None

    @property
    def slug(self) -> str:
        """The section's id, by default made of its name; it begins the ids of its steps in a script."""
        return self.id or slug(self.name)

    @property
    def side_count(self) -> int:
        """The number of sides that each step is done on."""
        return 2 if self.sides == "each" else 1


class Opening(RoutineModel):
    """The beginning of every session; no part can be left out."""

    position: PositionId
    welcome: Spoken | None = None
    """What this is, permission, and a breath out: the first words, before the safety line."""
    safety: SafetyLine
    settle: Settle


class Closing(RoutineModel):
    """The end of every session."""

    rest: Rest | None = None
    close: Close


class Routine(RoutineModel):
    """A complete routine with a valid form; `kneadcast.routine.rules` checks that it is safe."""

    format: Literal[1]
    name: Slug
    title: Title
    summary: Title
    language: LanguageTag = "en"
    type: TypeId
    mode: Mode
    length: Annotated[DurationMs, Field(gt=0)]
    """The default length; the shortest and longest follow from the steps."""
    needs: tuple[Title, ...] = ()
    """What to have ready."""
    remind: Annotated[tuple[Text, ...], Field(min_length=2)]
    """Lines that ask for nothing: breath, warmth, weight, permission. They fit any part, and are spoken every two
    minutes, and when the reminders of a part run out; at least two, to avoid immediate repetition."""
    opening: Opening
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=MOST_ENTRIES)]
    closing: Closing

    @property
    def longest_ms(self) -> int:
        """The sum of all maximum times, each step counted for every side, without chimes and the pre-roll."""
        parts = [self.opening.welcome, self.opening.safety, self.opening.settle, self.closing.rest, self.closing.close]
        changes = [change for section in self.sections for change in (section.move, section.switch)]
        work_ms = sum(section.side_count * step.time.max_ms for section in self.sections for step in section.steps)
        return work_ms + sum(part.time.max_ms for part in (*parts, *changes) if part)
