"""What a listener with shut eyes would find wrong in an English session: what is unsafe, and what is not so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kneadcast.planning.sequence.drop_order import remaining_routine
from kneadcast.routine.body import AREAS, POSITIONS, RAISED_FOOT
from kneadcast.routine.model import Routine, Step
from kneadcast.routine.rules import broken_rules
from kneadcast.routine.wording import split_sentences
from kneadcast.script.model import Cue, Script, ScriptStep

LONGEST_BEFORE_BELL_MS = 6_000
_CARE = ("cushions", "drape", "consent", "reach", "step-caution")
"""The rules that hold for what is left of a routine, too."""
_FEET = frozenset(area.id for area in AREAS.values() if area.group == "feet")
_FROM_THE_TOES = _FEET | {"lower-leg", "whole-leg"}


def complaints(script: Script, routine: Routine, dropped: tuple[str, ...] = ()) -> list[str]:
    """Returns what is wrong with a session.

    Args:
        script: The session.
        routine: The routine that it was planned from, adapted to cautions and preferences.
        dropped: The keys of the steps that are left out, and of the rest.
    """
    session = _Session(script, routine)
    left = remaining_routine(routine, dropped)
    found = [f"{rule}: {finding.message}" for rule, finding in broken_rules(left) if rule in _CARE]
    for check in (_cautions, _clock, _last_words, _reach, _cream, _soles, _again, _feet_down, _cushions, _bells, _eyes):
        found += check(session)
    return found


class _Session:
    """A script with the steps of the routine that its own steps come from."""

    def __init__(self, script: Script, routine: Routine) -> None:
        self.script = script
        self.routine = routine
        self.steps = {
            f"{section.slug}{side}.{step.slug}": step
            for section in routine.sections
            for step in section.steps
            for side in ("", ".left", ".right")
        }
        self.by_step: dict[str, list[Cue]] = {step.id: [] for step in script.steps}
        for cue in script.cues:
            if cue.text:
                self.by_step[cue.step].append(cue)

    def written(self, step: ScriptStep) -> Step:
        """Returns the step of the routine; a later round has a number after the id."""
        return self.steps[re.sub(r"\.\d+$", "", step.id)]

    def said(self, step: ScriptStep) -> str:
        """Returns the words of a step, without those about the clock."""
        return " ".join(cue.text or "" for cue in self.by_step[step.id] if cue.role not in ("halfway", "time_left"))

    @property
    def with_chimes_only(self) -> bool:
        """Whether nothing is spoken after the safety line."""
        return not any(self.by_step[step.id] for step in self.script.steps if step.kind == "work")


def _cautions(session: _Session) -> Iterator[str]:
    safety = " ".join(session.said(step) for step in session.script.steps if step.kind == "safety")
    done: set[str] = set()
    for step in session.script.steps:
        if step.kind != "work":
            continue
        written = session.written(step)
        key = f"{step.section}.{written.slug}"
        for caution in split_sentences(written.caution or "") if key not in done else ():
            if caution not in session.said(step) and caution not in safety:
                yield f"{step.id}: the first side does not say '{caution}'"
        done.add(key)


def _clock(session: _Session) -> Iterator[str]:
    kinds = {step.id: step.kind for step in session.script.steps}
    for cue in session.script.cues:
        if cue.role in ("halfway", "time_left") and kinds[cue.step] in ("rest", "close"):
            yield f"{cue.step}: the clock speaks ('{cue.text}')"


def _last_words(session: _Session) -> Iterator[str]:
    if session.with_chimes_only:
        return
    bell = session.script.cues[-1]
    last = [cue for cue in session.script.cues if cue.text][-1]
    if bell.sound != "end":
        yield f"the session ends with '{bell.id}' and not with its bell"
    if bell.at_ms - last.end_ms > LONGEST_BEFORE_BELL_MS:
        yield f"the last bell comes {bell.at_ms - last.end_ms} ms after the last word"


def _reach(session: _Session) -> Iterator[str]:
    if session.routine.mode == "partner":
        return
    for step in session.script.steps:
        by_hand = step.kind == "work" and session.written(step).tool == "hands"
        if by_hand and step.area not in POSITIONS[step.position].reaches:
            yield f"{step.id}: out of reach {step.position}"


def _blocks(session: _Session) -> Iterator[tuple[ScriptStep, list[ScriptStep]]]:
    """Yields each step that leads to work, with the steps of work up to the next one."""
    steps = session.script.steps
    leading = [index for index, step in enumerate(steps) if step.kind not in ("work", "pause")]
    for start, end in pairwise([*leading, len(steps)]):
        yield steps[start], [step for step in steps[start + 1 : end] if step.kind == "work"]


def _cream(session: _Session) -> Iterator[str]:
    for lead, work in _blocks(session):
        for sentence in split_sentences(session.said(lead)):
            if lead.kind not in ("move", "switch") or not re.search(r"\b(?:cream|oil)\b", sentence, re.IGNORECASE):
                continue
            by_hand = [step for step in work if session.written(step).tool == "hands"]
            if not by_hand:
                yield f"{lead.id}: '{sentence}', and no hand works"
            if re.search(r"\b(?:cream|oil)\b.* for .*\b(?:foot|feet|soles?)\b", sentence) and not _FROM_THE_TOES & {
                s.area for s in by_hand
            }:
                yield f"{lead.id}: '{sentence}', and no foot is worked"


def _soles(session: _Session) -> Iterator[str]:
    if session.routine.mode == "partner":
        return
    creamed, has_cream = False, re.search(r"\b(?:cream|oil)\b", " ".join(session.routine.needs)) is not None
    for step in session.script.steps:
        sentences = split_sentences(session.said(step))
        drying = [one for one in sentences if re.search(r"\bdry\b.*\bsoles|\bsoles\b.*\bdry\b", one, re.IGNORECASE)]
        if drying and not creamed:
            yield f"{step.id}: '{drying[0]}', and there is nothing on them"
        if step.kind == "close" and creamed and not drying and not session.with_chimes_only:
            yield f"{step.id}: the soles are not dried"
        by_hand = step.kind == "work" and session.written(step).tool == "hands"
        creamed = (creamed and not drying) or (has_cream and by_hand and step.area in _FROM_THE_TOES)


def _again(session: _Session) -> Iterator[str]:
    done: set[tuple[str | None, str | None]] = set()
    for step in session.script.steps:
        if step.kind != "work":
            continue
        for cue in session.by_step[step.id]:
            repeats = re.search(r"^\w+ again\b|^again\b|\bonce more\b", cue.text or "", re.IGNORECASE)
            if repeats and cue.role == "action" and (step.area, step.technique) not in done:
                yield f"{step.id}: '{cue.text}', and it was not done before"
        done.add((step.area, step.technique))


def _feet_down(session: _Session) -> Iterator[str]:
    for before, after in pairwise(session.script.steps):
        ends = after.kind in ("rest", "close") and before.kind == "work" and not session.with_chimes_only
        if ends and before.position in RAISED_FOOT and not re.search(r"\b(?:feet|foot)\b", session.said(after)):
            yield f"{after.id}: the foot is still drawn in"


def _cushions(session: _Session) -> Iterator[str]:
    ready = re.search(r"\bcushion", " ".join(session.routine.needs)) is not None
    for step in session.script.steps:
        if re.search(r"\b(?:cushion|pillow)s?\b", session.said(step)) and not ready:
            yield f"{step.id}: a cushion is used that nobody laid ready"


def _bells(session: _Session) -> Iterator[str]:
    sides = {step.side for step in session.script.steps if step.side}
    for step in session.script.steps:
        if len(sides) < 2 and re.search(r"\btwo bells\b", session.said(step)):
            yield f"{step.id}: two bells are explained, and there is one side"


def _eyes(session: _Session) -> Iterator[str]:
    opened = False
    for step in session.script.steps:
        words = session.said(step).casefold()
        if "eyes again" in words and "close" in words and not opened and "open your eyes" not in words:
            yield f"{step.id}: eyes are closed again that were not opened"
        opened = opened or "open your eyes" in words or "eyes open" in words
