"""The facts of a session that the script of its page reads: times, words, and the pictures of its steps."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kneadcast.messages import Messages
from kneadcast.output.chapters import Chapter, chapters_of
from kneadcast.output.pictures.cover import PICTURE_MIME, draw_cover
from kneadcast.output.pictures.scenes.artwork import pose
from kneadcast.output.pictures.scenes.drawing import hand_scale, picture_markup, view_box
from kneadcast.output.pictures.scenes.picture import StepPicture, picture_of
from kneadcast.output.pictures.scenes.poses import POSE_BOX, pose_markup, pose_of
from kneadcast.script.labels import (
    area_label,
    capitalised,
    position_label,
    pressure_label,
    sided_area_label,
    sided_title,
    step_title,
    technique_label,
)
from kneadcast.script.model import Script, ScriptStep, Side

BACK_S, FORWARD_S = 15, 30
"""How far the buttons of the page move."""
LOCK_SCREEN_SIZE = 512
"""Pixels of the picture on a lock screen."""
_LEADING = frozenset({"move", "switch"})
"""Kinds of steps whose words are about the step that follows."""
_PRESSURES_A_MARK = 2
"""Pressures from 1 to 10 are drawn as one to five marks."""
_SPOKEN_CAUTIONS = ("caution.", "added.")
"""Beginnings of the names of lines that say where to stop or what to stay off."""


@dataclass(frozen=True)
class Picture:
    """A picture of a step: a scene with hands, or a person in a position."""

    view_box: str
    markup: str
    scene: StepPicture | None = None

    def facts(self) -> dict[str, object]:
        """Returns what the page needs to draw the picture and to move its hands."""
        found: dict[str, object] = {"view_box": self.view_box, "markup": self.markup}
        if self.scene is None:
            return found
        return found | {
            "motion": self.scene.motion,
            "ring": self.scene.ring,
            "hand_scale": hand_scale(self.scene),
            "track": [[round(value, 1) for value in (*point.at, point.half_width)] for point in self.scene.track],
            "hands": [
                {
                    "mirrored": place.mirrored,
                    "edge": place.edge,
                    "beside": place.beside,
                    "turn": place.turn,
                    "ahead": place.ahead,
                    "apart": place.apart,
                }
                for place in self.scene.hands
            ],
        }


def picture_for(step: ScriptStep, script: Script) -> Picture | None:
    """Returns the picture of a step: the scene of its work, otherwise the position in which the step is spent."""
    if drawn := picture_of(step, script.mode):
        return Picture(view_box(drawn), picture_markup(drawn), drawn)
    if name := pose_of(step.position, script.mode):
        side = side_at(step, script)
        return Picture(POSE_BOX, pose_markup(name, mirrored=side == "right", with_leg=side is not None))
    return None


def side_at(step: ScriptStep, script: Script) -> Side | None:
    """Returns the leg that a step works, or to which it leads: a change of sides shows the side that comes."""
    if step.side or step.kind not in _LEADING:
        return step.side
    following = script.steps[script.steps.index(step) + 1 :]
    return next((other.side for other in following if other.kind not in _LEADING), None)


def pose_names(script: Script) -> tuple[str, ...]:
    """Returns the names of the poses that the pictures of a session show."""
    names = (pose_of(step.position, script.mode) for step in script.steps if picture_of(step, script.mode) is None)
    return tuple(dict.fromkeys(name for name in names if name and pose(name)))


def session_facts(script: Script, chapters: Sequence[Chapter], sound: Path, messages: Messages) -> dict[str, object]:
    """Returns the facts of a session as JSON values.

    Args:
        script: The session.
        chapters: The chapters into which the progress bar is cut.
        sound: The finished file, whose name the page gives if it cannot be played.
        messages: The language of the page.
    """
    pictures = {step.id: picture_for(step, script) for step in script.steps}
    shown = tuple(dict.fromkeys(picture for picture in pictures.values() if picture))
    cover = base64.b64encode(draw_cover(script, LOCK_SCREEN_SIZE)).decode()
    page = messages.page
    cautions = _cautions(script)
    return {
        "key": hashlib.sha256(f"{script.title} {script.length_ms} {script.language}".encode()).hexdigest()[:16],
        "title": script.title,
        "length_ms": script.length_ms,
        "back_s": BACK_S,
        "forward_s": FORWARD_S,
        # A name that is not in the encoding of the system has characters that no text can have.
        "sound": os.fsencode(sound.name).decode("utf-8", "replace"),
        "say": page.model_dump() | {"seconds": messages.lengths.seconds},
        "cover": f"data:{PICTURE_MIME};base64,{cover}",
        "cover_type": PICTURE_MIME,
        "cover_sizes": f"{LOCK_SCREEN_SIZE}x{LOCK_SCREEN_SIZE}",
        "chapters": [{"at_ms": one.start_ms, "side": one.side} for one in chapters],
        "areas": [{"title": one.title, "at_ms": one.start_ms} for one in chapters_of(script, "area")],
        "pictures": [picture.facts() for picture in shown],
        "steps": [
            _step_facts(step, script, messages)
            | {
                "picture": shown.index(picture) if (picture := pictures[step.id]) else None,
                "caution": _caution(step, cautions, messages),
            }
            for step in script.steps
        ],
        "cues": [{"at_ms": cue.at_ms, "length_ms": cue.length_ms, "text": cue.text} for cue in script.cues if cue.text],
    }


def _step_facts(step: ScriptStep, script: Script, messages: Messages) -> dict[str, object]:
    both = step.side is None and step.area is not None
    side = side_at(step, script)
    if step.area:
        what = area_label(step.area, messages) if step.side else sided_area_label(step.area, None, messages)
        how, name = technique_label(step, messages), sided_area_label(step.area, step.side, messages, script.mode)
    else:
        what, how = step_title(step, messages), position_label(step, messages)
        name = what
    return {
        "id": step.id,
        "at_ms": step.start_ms,
        "kind": step.kind,
        "side": side,
        "both": both,
        "where": messages.page.both_sides if both else messages.sides.of(side) if side else "",
        "what": capitalised(what),
        "how": how,
        "name": name,
        "title": sided_title(step.model_copy(update={"technique": None}), messages),
        "pressure": _pressure_facts(step, messages),
        "tempo": step.tempo,
    }


def _pressure_facts(step: ScriptStep, messages: Messages) -> dict[str, object] | None:
    if step.pressure is None:
        return None
    words = pressure_label(step.pressure, messages)
    marks = -(-step.pressure // _PRESSURES_A_MARK)
    return {"marks": marks, "name": words.name, "words": f"{capitalised(words.name)}: {words.note}"}


def _cautions(script: Script) -> Mapping[tuple[str, str | None, str | None], str]:
    """Returns the cautions that are spoken, by the section, the area and the technique of their steps."""
    steps = {step.id: step for step in script.steps}
    found: dict[tuple[str, str | None, str | None], str] = {}
    for cue in script.cues:
        step = steps.get(cue.step)
        if step and cue.text and cue.id.removeprefix(f"{cue.step}.").startswith(_SPOKEN_CAUTIONS):
            key = (step.section, step.area, step.technique)
            found[key] = f"{found[key]} {cue.text}" if key in found and cue.text not in found[key] else cue.text
    return found


def _caution(
    step: ScriptStep, cautions: Mapping[tuple[str, str | None, str | None], str], messages: Messages
) -> str | None:
    """Returns what to stay off in a step; it is spoken on the first side, and holds on the second as well.

    A sentence that names the first side is not shown on the second.
    """
    text = cautions.get((step.section, step.area, step.technique))
    other = {"left": messages.sides.right, "right": messages.sides.left}.get(step.side or "")
    return None if text and other and other.lower() in text.lower() else text
