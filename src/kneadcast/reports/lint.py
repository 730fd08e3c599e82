"""Lint for complete sessions: the share of speech, long silences, repetitions and missing announcements."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kneadcast.planning.placement import LONGEST_SILENCE_MS
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.rules import MOST_WORDS_A_SENTENCE
from kneadcast.script.model import Cue, Script
from kneadcast.units import MS_PER_MINUTE, format_clock, format_duration

USUAL_SPEECH = (0.15, 0.33)
"""The usual share of speech at a routine's own length: with less, guidance is missing; with more, quiet is missing.

The welcome and what is said for safety, which take the same time in a session of any length, do not count.
"""
EXTREME_SPEECH = (0.10, 0.44)
"""The usual share of speech at the shortest and the longest length, and in any session that is short."""
SHORT_MS = 15 * MS_PER_MINUTE
_OPENING_KINDS = ("welcome", "safety")
FORGOTTEN_MS = 120_000
"""A line that comes back after this time in a session of several rounds does not sound like a loop."""
LONG_FORGOTTEN_MS = 5 * MS_PER_MINUTE
"""The same for a reminder in a session of one round."""


@dataclass(frozen=True)
class Remark:
    """A possible defect of a session, and the time at which it is heard."""

    rule: str
    """The id of the lint rule."""
    at_ms: int
    message: str

    def __str__(self) -> str:
        return f"{format_clock(self.at_ms)} [{self.rule}] {self.message}"


def lint(script: Script, phrases: Phrases, *, usual: bool = True) -> tuple[Remark, ...]:
    """Returns the possible defects of a session, in order of time.

    Args:
        script: The session.
        phrases: The phrases of its language, for the names of the sides.
        usual: Whether the session has its routine's own length; the bounds are wider for very short or long ones.
    """
    remarks = (
        *_speech_share(script, USUAL_SPEECH if usual and script.length_ms > SHORT_MS else EXTREME_SPEECH),
        *_silences(script),
        *_repeated_lines(script),
        *_long_sentences(script),
        *_sides(script, phrases),
        *_positions(script),
    )
    return tuple(sorted(remarks, key=lambda remark: remark.at_ms))


def speech_share(script: Script) -> float:
    """Returns the share of speech in a session, 0 to 1."""
    return sum(cue.length_ms for cue in _spoken(script)) / script.length_ms


def _spoken(script: Script) -> list[Cue]:
    return [cue for cue in script.cues if cue.kind == "speech"]


def _speech_share(script: Script, bounds: tuple[float, float]) -> Iterator[Remark]:
    opening = {step.id for step in script.steps if step.kind in _OPENING_KINDS}
    counted_ms, others_ms = 0, 0
    for cue in _spoken(script):
        if cue.step in opening or _is_for_safety(cue):
            others_ms += cue.length_ms
        else:
            counted_ms += cue.length_ms
    spoken_ms, length_ms = counted_ms, script.length_ms - others_ms
    share = spoken_ms / max(1, length_ms)
    resting_ms = sum(step.end_ms - step.start_ms for step in script.steps if step.kind == "rest")
    # A rest needs no guidance, so the lower bound is for the time outside it.
    share_awake = spoken_ms / max(1, length_ms - resting_ms)
    if share > bounds[1] or share_awake < bounds[0]:
        message = f"{share:.1%} of the session after the safety line is spoken, not {bounds[0]:.0%} to {bounds[1]:.0%}"
        yield Remark("speech-share", 0, message)


def _is_for_safety(cue: Cue) -> bool:
    return ".caution." in cue.id or ".ask." in cue.id


def _silences(script: Script) -> Iterator[Remark]:
    kinds = {step.id: step.kind for step in script.steps}
    for before, after in pairwise(_spoken(script)):
        silence_ms = after.at_ms - before.end_ms
        if silence_ms > LONGEST_SILENCE_MS and kinds[before.step] != "rest":
            yield Remark(
                "silence", before.end_ms, f"{silence_ms / 1000:.1f} s without a word, and nothing announced it"
            )


def _repeated_lines(script: Script) -> Iterator[Remark]:
    """Yields a remark for each line that is heard again, unless it comes back in another round.

    A round is told as one, so its instructions may come back at once; in such a session, anything else has to be
    forgotten by then. A change of sides is told each time. A line that asks for nothing may come back in any session,
    after a longer time.
    """
    switches = {step.id for step in script.steps if step.kind == "switch"}
    pauses = {step.id: step.start_ms for step in script.steps if step.kind == "pause"}
    pauses_ms = list(pauses.values())
    last: dict[str, Cue] = {}
    for cue in _spoken(script):
        before = last.get(str(cue.text))
        last[str(cue.text)] = cue
        if before is None or cue.step in switches:
            continue
        in_another_round = bisect(pauses_ms, before.at_ms) < bisect(pauses_ms, cue.at_ms)
        apart_ms = cue.at_ms - before.at_ms
        forgotten = apart_ms >= FORGOTTEN_MS if pauses_ms else cue.role == "reminder" and apart_ms >= LONG_FORGOTTEN_MS
        if not forgotten and not (in_another_round and (cue.role == "action" or cue.step in pauses)):
            after = format_duration(round(cue.at_ms - before.at_ms, -3))
            yield Remark("repeated-line", cue.at_ms, f"'{cue.text}' has been heard {after} before")


def _long_sentences(script: Script) -> Iterator[Remark]:
    for cue in _spoken(script):
        if len(str(cue.text).split()) > MOST_WORDS_A_SENTENCE:
            yield Remark("sentence-length", cue.at_ms, f"more than {MOST_WORDS_A_SENTENCE} words: '{cue.text}'")


def _sides(script: Script, phrases: Phrases) -> Iterator[Remark]:
    """Yields a remark for each step on one of two sides whose instructions do not name the side."""
    both = {step.section for step in script.steps if step.side == "right"}
    both &= {step.section for step in script.steps if step.side == "left"}
    forms = (phrases.sides, *phrases.sides.forms.values())
    for step in script.steps:
        if step.side is None or step.section not in both:
            continue
        names = {getattr(form, step.side).casefold() for form in forms}
        instructions = [str(cue.text).casefold() for cue in script.cues if cue.step == step.id and cue.role == "action"]
        if instructions and not any(name in text for name in names for text in instructions):
            yield Remark("side-named", step.start_ms, f"step '{step.id}' does not say that it is the {step.side} side")


def _positions(script: Script) -> Iterator[Remark]:
    for before, after in pairwise(script.steps):
        if before.position != after.position and after.kind != "move":
            yield Remark("position", after.start_ms, f"step '{after.id}' is {after.position} without a move to it")
