"""The script: every cue of a session with the moment it sounds, and the steps they belong to.

A script is all that the rest of the program knows of a session. It is also a file format (`format`), written and
read by `kneadcast.script.file`, so its field names are a promise to people and to other programs.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

StepKind = Literal["safety", "settle", "move", "switch", "work", "rest", "close"]
Side = Literal["left", "right"]
CueKind = Literal["speech", "chime"]
CueRole = Literal["mark", "action", "preview", "reminder", "halfway", "time_left"]
PacerMode = Literal["off", "light", "full"]
AmbienceChoice = Literal["none", "rain", "waves", "wind"]
ChimeName = Literal["start", "step", "side", "halfway", "rest_end", "end"]
CHIME_NAMES: tuple[ChimeName, ...] = ("start", "step", "side", "halfway", "rest_end", "end")

Ms = Annotated[int, Field(ge=0)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ScriptStep(_Frozen):
    """One segment of the session in which the hands do one thing."""

    id: str
    """Unique in the script and stable between builds: `feet-and-lower-legs.left.sole-friction`."""
    kind: StepKind
    section: str
    """The section's name as a listener reads it in a chapter list."""
    area: str | None = None
    technique: str | None = None
    side: Side | None = None
    """The leg being worked; none where the step has no side."""
    position: str = ""
    start_ms: Ms
    end_ms: Ms
    hands_on_ms: Ms
    """Time in the step with no instruction being spoken; reminders and time announcements do not count as instructions."""
    pressure: Annotated[int, Field(ge=1, le=10)] | None = None
    tempo: Annotated[int, Field(ge=1)] | None = None
    """Strokes a minute."""


class Cue(_Frozen):
    """One thing that is heard: a spoken sentence or a chime."""

    id: str
    """Unique in the script and stable between builds: the step's id, the role and a number."""
    at_ms: Ms
    length_ms: Ms
    """How long a sentence lasts, or how long a chime claims the ear before a voice may follow; its ring decays on."""
    kind: CueKind
    step: str
    """The id of the step that it belongs to."""
    role: CueRole
    """What it is for; `mark` for chimes."""
    text: Annotated[str, Field(min_length=1, pattern=r"\S")] | None = None
    """What is said, in a speech cue."""
    sound: ChimeName | None = None
    """What is struck, in a chime cue."""

    @model_validator(mode="after")
    def _has_what_it_sounds(self) -> Cue:
        if (self.kind == "speech") != (self.text is not None) or (self.kind == "chime") != (self.sound is not None):
            raise ValueError(f"a {self.kind} cue has a {'text' if self.kind == 'speech' else 'sound'} and nothing else")
        return self

    @property
    def end_ms(self) -> int:
        """The moment after which the next cue may sound."""
        return self.at_ms + self.length_ms


class Script(_Frozen):
    """A whole session, ready to be rendered: steps without gaps from 0 to `length_ms`, cues in order of time."""

    format: Literal[1] = 1
    routine: str
    """The routine's name."""
    title: str
    type: str | None = None
    """The type of massage, which says who should leave it out."""
    needs: tuple[str, ...] = ()
    """What to lay ready."""
    language: str = "en"
    """BCP 47 tag of the spoken language."""
    voice: str
    """The voice as the listener named it."""
    pace_wpm: Annotated[int, Field(ge=60, le=140)]
    """Spoken words a minute."""
    volume: Annotated[float, Field(gt=0, le=1)] = 1.0
    """How loud the session is, 1 being the template's own level."""
    template: str
    """The audio template's name, or the path of its file."""
    avoid: tuple[str, ...] | None = None
    """What the session was made to spare its listener, by the ids of `kneadcast avoidances`; none if nothing."""
    loudness_lufs: Annotated[float, Field(ge=-24, le=-14)] | None = None
    """Loudness of the spoken clips; the template's own if absent."""
    pan: Annotated[float, Field(ge=0, le=1)] | None = None
    """How far a side's voice and chimes lean to that side; the template's own if absent."""
    pacer: PacerMode | None = None
    """How much of the strokes is sounded; as the template has it if absent."""
    ambience: AmbienceChoice | None = None
    """What is heard beneath, in place of the template's own; as the template has it if absent."""
    length_ms: Ms
    steps: Annotated[tuple[ScriptStep, ...], Field(min_length=1)]
    cues: tuple[Cue, ...]
