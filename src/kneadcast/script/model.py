"""The model of a script: every cue of a session with its time, and the steps that the cues belong to.

A script contains everything that rendering needs to know about a session. It is also a file format (`format`), written
and read by `kneadcast.script.file`, so the names of its fields are a stable interface for people and other programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic_core import core_schema

from kneadcast.frozen_model import FrozenModel
from kneadcast.plain_text import one_line
from kneadcast.routine.hands import Hand
from kneadcast.routine.model import Mode
from kneadcast.routine.stroke_path import StrokePath
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.speech.model import Line
from kneadcast.units import LONGEST_MS

StepKind = Literal["welcome", "safety", "settle", "move", "compare", "switch", "pause", "work", "rest", "close"]
Side = Literal["left", "right"]
CueKind = Literal["speech", "chime"]
CueRole = Literal["mark", "action", "preview", "reminder", "halfway", "time_left", "answer"]
ChimeName = Literal["start", "step", "side", "halfway", "rest_end", "end"]
CHIME_NAMES: tuple[ChimeName, ...] = get_args(ChimeName)
TICK: Literal["heard"] = "heard"
"""The sound of a live session that says at once that a command was heard. It takes no time, also under a voice."""
CueSound = ChimeName | Literal["heard"]

Ms = Annotated[int, Field(ge=0, le=LONGEST_MS)]
MOST_TEMPO = 400
"""The highest tempo of a technique, in strokes a minute, which is that of routines."""
MOST_SOFTER_LU = 20
"""A chime that is softer still is lost in the ambience."""
OneLine = Annotated[str, AfterValidator(one_line)]

_SOUND_KEYS = tuple(field.name for field in fields(SoundSettings))
_LAST_SOUND_KEY_BEFORE_AVOID = "template"


class ScriptStep(FrozenModel):
    """A part of the session in which the hands do one thing."""

    id: OneLine
    """Unique in the script and stable between builds: `feet-and-lower-legs.left.sole-friction`."""
    kind: StepKind
    section: OneLine
    """The section's name as a listener reads it in a chapter list."""
    area: OneLine | None = None
    technique: OneLine | None = None
    side: Side | None = None
    """The leg that is worked; `None` if the step has no side."""
    position: OneLine = ""
    start_ms: Ms
    end_ms: Ms
    hands_on_ms: Ms
    """Time in the step without a spoken instruction; reminders and time announcements do not count as instructions."""
    pressure: Annotated[int, Field(ge=1, le=10)] | None = None
    tempo: Annotated[int, Field(ge=1, le=MOST_TEMPO)] | None = None
    """Strokes a minute."""
    hand: Hand | None = None
    """What touches the body, and how; `None` if nothing is worked, and in scripts of earlier versions."""
    path: StrokePath | None = None
    """Where it moves; `None` as for `hand`."""


class Cue(FrozenModel):
    """One sound of the session: a spoken sentence or a chime."""

    id: OneLine
    """Unique in the script and stable between builds: the step's id, the role and a number."""
    at_ms: Ms
    length_ms: Ms
    """The length of a sentence, or the time after a chime before a voice may follow; its ring decays beyond that."""
    kind: CueKind
    step: OneLine
    """The id of the step that the cue belongs to."""
    role: CueRole
    """The purpose of the cue; `mark` for chimes, and `answer` for what follows a command in a live session."""
    text: Annotated[OneLine, Field(min_length=1, pattern=r"\S")] | None = None
    """The words of a speech cue."""
    sound: CueSound | None = None
    """The chime of a chime cue, or the tick of a live session."""
    softer_lu: Annotated[int, Field(ge=1, le=MOST_SOFTER_LU)] | None = None
    """How much softer a chime is than the template has it; `None` if it is as loud."""

    @model_validator(mode="after")
    def _check_content(self) -> Cue:
        if (self.kind == "speech") != (self.text is not None) or (self.kind == "chime") != (self.sound is not None):
            raise ValueError(f"a {self.kind} cue has a {'text' if self.kind == 'speech' else 'sound'} and nothing else")
        if self.softer_lu is not None and self.kind != "chime":
            raise ValueError("only a chime has the key 'softer_lu'")
        return self

    @property
    def end_ms(self) -> int:
        """The moment from which the next cue may sound."""
        return self.at_ms + self.length_ms

    @property
    def line(self) -> Line | None:
        """The line that a speech cue speaks; `None` for a chime."""
        return Line(self.text, self.id, self.id) if self.text else None


class Script(FrozenModel):
    """A complete session, ready to be rendered: steps without gaps from 0 to `length_ms`, cues in order of time.

    In a file the keys of `sound` stand at the top level, among the other keys.
    """

    format: Literal[1] = 1
    routine: OneLine
    """The routine's name."""
    title: OneLine
    type: OneLine | None = None
    """The type of massage, which decides who should not do it."""
    mode: Mode | None = None
    """Who does the massage, which decides whether a listener reads `your` or `the left sole`; `None` if unknown."""
    needs: tuple[OneLine, ...] = ()
    """What to have ready."""
    language: OneLine = "en"
    """BCP 47 tag of the spoken language."""
    sound: SoundSettings = SoundSettings()
    avoid: tuple[OneLine, ...] | None = None
    """The ids of `kneadcast avoidances` that the session was adapted to; `None` if there are none."""
    variation: Annotated[int, Field(ge=1)] | None = None
    """Which wording of each text is spoken; `None` for the first."""
    live: Literal[True] | None = None
    """Whether it is a live session as it happened, in which strokes go on under the voice; `None` for any other."""
    length_ms: Ms
    steps: Annotated[tuple[ScriptStep, ...], Field(min_length=1)]
    cues: tuple[Cue, ...]

    def step_index(self, at_ms: int) -> int:
        """Returns the index of the step at a moment; of several that begin at once, that of the last."""
        return max(index for index, step in enumerate(self.steps) if step.start_ms <= at_ms or index == 0)

    def steps_at(self, at_ms: int) -> tuple[ScriptStep, ScriptStep | None]:
        """Returns the step at a moment, and the one after it, if there is one."""
        index = self.step_index(at_ms)
        return self.steps[index], self.steps[index + 1] if index + 1 < len(self.steps) else None

    @model_validator(mode="before")
    @classmethod
    def _gather_sound(cls, data: Any) -> Any:
        if not isinstance(data, Mapping) or isinstance(data.get("sound"), SoundSettings):
            return data
        if "sound" in data:
            raise ValueError("unknown key 'sound'; what it would hold stands at the top of the file")
        rest = {key: value for key, value in data.items() if key not in _SOUND_KEYS}
        return {**rest, "sound": {key: data[key] for key in _SOUND_KEYS if key in data}}

    @model_serializer(mode="wrap")
    def _flatten_sound(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        flat: dict[str, Any] = {}
        data = write(self)
        avoid = {"avoid": data.pop("avoid")} if "avoid" in data else {}
        for key, value in data.items():
            if key != "sound":
                flat[key] = value
                continue
            for name, setting in value.items():
                flat[name] = setting
                if name == _LAST_SOUND_KEY_BEFORE_AVOID:
                    flat |= avoid
        return flat

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Returns the schema of the file, in which the keys of `sound` stand at the top level."""
        written = handler.resolve_ref_schema(handler(schema))
        properties = written["properties"]
        sound = handler.resolve_ref_schema(properties["sound"].get("allOf", [properties["sound"]])[0])
        flat: dict[str, Any] = {}
        for key, value in properties.items():
            flat |= sound["properties"] if key == "sound" else {key: value}
        written["properties"] = flat
        return written
