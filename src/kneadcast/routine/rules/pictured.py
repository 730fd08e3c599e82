"""Rules on what is drawn of a step: its hand and its path must be those of its words, its tool and its area."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from kneadcast.errors import KeyPath
from kneadcast.routine.body import AREAS
from kneadcast.routine.conditions import without_conditions
from kneadcast.routine.hands import HANDS, default_hand
from kneadcast.routine.landmarks import AREA_LANDMARKS, LANDMARKS, LandmarkId, sorted_landmarks
from kneadcast.routine.model import Routine, Step
from kneadcast.routine.rules.findings import Finding, rule, steps_of
from kneadcast.routine.stroke_path import StrokePath
from kneadcast.routine.stroke_words import (
    PLACES,
    Named,
    Place,
    StrokeWords,
    named_hands,
    named_places,
    without_way_back,
)
from kneadcast.routine.vocabulary import vocabulary

_INSTRUCTIONS = ("say", "again", "brief")
_FEET = frozenset(area.id for area in AREAS.values() if area.group == "feet")
"""Where `down` has no direction: down the sole is towards the heel."""
_RANK = {id_: landmark.rank for id_, landmark in LANDMARKS.items()}
_BEYOND: Mapping[Place, frozenset[LandmarkId]] = {
    "knee": frozenset(id_ for id_, rank in _RANK.items() if rank > _RANK["below-knee"]),
    "halfway": frozenset(id_ for id_, rank in _RANK.items() if rank > _RANK["mid-thigh"]),
    "buttock": frozenset({"buttock", "waist"}),
    "groin": frozenset({"groin", "belly"}),
}
"""Where a path must not end, by what its words stop short of; long strokes pass the groin on the outer side."""


@rule(
    "path-in-area",
    refuses="a path with a landmark that pictures of the area do not show",
    why="The drawing would show hands where the words send none, or where none may be.",
    remedy="Use the landmarks of the area, which the message names, or leave `path` out.",
)
def _path_in_area(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        shown = AREA_LANDMARKS[step.area]
        for landmark in step.stroke_path.landmarks:
            if landmark not in shown:
                known = ", ".join(sorted_landmarks(shown))
                message = f"'{landmark}' is not on the {AREAS[step.area].label}; use {known}"
                yield Finding((*place, "path"), message)


@rule(
    "hand-tool",
    refuses="a ball, a roller or a foot as `hand` without that tool, or a hand where a tool works",
    why="The drawing would show something else than what works.",
    remedy="Set `tool`, which decides on it, and leave `hand` out.",
)
def _hand_tool(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        by_tool = default_hand(step.area, step.technique, step.tool)
        if step.hand and step.tool != "hands" and step.hand != by_tool:
            yield Finding((*place, "hand"), f"the tool is '{step.tool}', so the hand is '{by_tool}'; leave it out")
        if step.tool == "hands" and step.hand in ("ball", "roller", "foot"):
            yield Finding((*place, "hand"), f"{HANDS[step.hand]} is a tool; state it in `tool`")


@rule(
    "hand-words",
    refuses="words that name another hand than the step's `hand`; warns of such words where the hand is the default",
    why="The drawing shows what touches the body, and words and drawing must not disagree.",
    remedy="Write the `hand` that the words name, or change the words.",
)
def _hand_words(routine: Routine) -> Iterator[Finding]:
    for place, step, text, words in _instructions(routine):
        named = named_hands(text, words)
        if named and not any(step.contact in hands for _, hands in named):
            yield _contradiction(place, named[0][0], "hand", step.hand, step.contact)


@rule(
    "path-words",
    refuses=(
        "words that name another direction, start, end or limit than the step's `path`; warns of such words where the "
        "path is the default"
    ),
    why="The drawing shows where hands move, and words and drawing must not disagree.",
    remedy="Write the `path` that the words name, such as `path: toes to heel`, or change the words.",
)
def _path_words(routine: Routine) -> Iterator[Finding]:
    for place, step, text, words in _instructions(routine):
        worded = _Worded(step, without_way_back(text, words), words)
        if found := next(filter(None, (check(worded) for check in _CHECKS)), ""):
            yield _contradiction(place, found, "path", step.path, step.stroke_path)
    for place, step, text, words in _instructions(routine, ("caution",)):
        if found := _limit(_Worded(step, text, words)):
            yield _contradiction(place, found, "path", step.path, step.stroke_path)


def _contradiction(place: KeyPath, words: str, key: str, given: object, used: object) -> Finding:
    """Returns a finding on words that contradict a key.

    A routine that was written before there was the key is still read, so words against a default are a warning.
    """
    if given is None:
        message = (
            f"'{words}' does not fit the {key} that this step has by default, '{used}'; state the {key} in `{key}`"
        )
        return Finding(place, message, "warning")
    return Finding(place, f"'{words}' does not fit the {key} of the step, '{used}'")


def _instructions(
    routine: Routine, keys: tuple[str, ...] = _INSTRUCTIONS
) -> Iterator[tuple[KeyPath, Step, str, StrokeWords]]:
    """Yields the texts of steps in which something touches the body, each with the words of its language."""
    words = vocabulary(routine.language)
    for place, _, step in steps_of(routine):
        for key in keys if words and step.contact != "none" else ():
            if words and (text := getattr(step, key)):
                yield (*place, key), step, " ".join(without_conditions(text).split()), words.strokes


class _Worded(NamedTuple):
    """A step, and one of its texts."""

    step: Step
    text: str
    words: StrokeWords

    @property
    def path(self) -> StrokePath:
        return self.step.stroke_path


def _start(worded: _Worded) -> str:
    """Returns words that name another start than that of the path, or an empty string."""
    named = named_places(worded.words.start, worded.text, worded.words)
    return _unless_any(named, worded.path.start) if worded.path.kind == "along" else ""


def _end(worded: _Worded) -> str:
    """Returns words that name another end than that of the path, or an empty string."""
    named = named_places(worded.words.end, worded.text, worded.words)
    return _unless_any(named, worded.path.end) if worded.path.kind == "along" else ""


def _unless_any(named: list[Named], landmark: LandmarkId | None) -> str:
    if not named or any(landmark in PLACES[one.place] for one in named):
        return ""
    return named[0].words


def _direction(worded: _Worded) -> str:
    """Returns words that lead away from where the path leads, or an empty string."""
    path, words = worded.path, worded.words
    if path.start is None or not path.rise:
        return ""
    for words_, place in named_places(words.towards, worded.text, words):
        ranks = [_RANK[id_] - _RANK[path.start] for id_ in PLACES[place]]
        if not any(rank * path.rise > 0 for rank in ranks):
            return words_
    return ""


def _height(worded: _Worded) -> str:
    """Returns words such as `upward` for a path that leads down, or the other way round, or an empty string."""
    if worded.step.area in _FEET or not worded.path.rise:
        return ""
    up, down = (re.search(pattern, worded.text, re.IGNORECASE) for pattern in (worded.words.up, worded.words.down))
    wrong, right = (down, up) if worded.path.rise > 0 else (up, down)
    return wrong.group() if wrong and not right else ""


def _shape(worded: _Worded) -> str:
    """Returns words for a ring if the path is a stroke, or for a stroke if it is none, or an empty string."""
    around = re.search(worded.words.around, worded.text, re.IGNORECASE)
    if worded.path.kind == "along":
        return around.group() if around else ""
    start, end = (named_places(p, worded.text, worded.words) for p in (worded.words.start, worded.words.end))
    return f"{start[0].words} … {end[0].words}" if start and end else ""


def _limit(worded: _Worded) -> str:
    """Returns words for a limit that the path does not keep, or an empty string."""
    path = worded.path
    if path.kind != "along" or path.start is None or path.end is None:
        return ""
    for place, pattern in worded.words.limits.items():
        match = re.search(pattern, worded.text, re.IGNORECASE)
        if match and {path.start, path.end} & _BEYOND[place]:
            return match.group()
    match = re.search(worded.words.above_knee, worded.text, re.IGNORECASE)
    low = min(_RANK[path.start], _RANK[path.end]) < _RANK["above-knee"]
    return match.group() if match and low else ""


_CHECKS: tuple[Callable[[_Worded], str], ...] = (_start, _end, _direction, _height, _shape, _limit)

PICTURED_RULES = (_path_in_area, _hand_tool, _hand_words, _path_words)
