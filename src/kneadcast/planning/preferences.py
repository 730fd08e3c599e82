"""What a listener asks of a routine beside its length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal, TypeVar, get_args

from kneadcast.errors import PlanError, UnitError
from kneadcast.routine.parts import areas_of, find_part
from kneadcast.units import format_duration, parse_duration

Sides = Literal["both", "left", "right"]
Order = Literal["leg", "area"]
Talk = Literal["full", "brief", "chimes"]
Value = TypeVar("Value")

MORE = 1.5
"""`more` without a number, and `less` the other way round: the stress that classical massage lays on a focus."""
MOST_WEIGHT = 10
MOST_ROUNDS = 9


@dataclass(frozen=True)
class Preferences:
    """What a listener asks of a routine; the defaults ask nothing. Parts are named as `kneadcast.routine.parts` does.

    Raises:
        PlanError: If two preferences contradict each other, whatever the routine.
    """

    only: tuple[str, ...] = ()
    """The only parts to work."""
    skip: tuple[str, ...] = ()
    """Parts to leave out."""
    side: Sides = "both"
    weights: tuple[tuple[str, float], ...] = ()
    """By how much a part's hands-on time counts: 2 is twice as much as the routine gives it, 0.5 half."""
    times: tuple[tuple[str, int], ...] = ()
    """Hands-on milliseconds that a part gets on each side, whatever the length."""
    order: Order = "leg"
    """Finish a leg before the other, or do each step on both."""
    talk: Talk = "full"
    rest_ms: int | None = None
    """Length of the rest at the end, its words included; 0 for none, the routine's own if not given."""
    countdown: bool = False
    """Tell how many minutes are left every five minutes, and each of the last five."""
    rounds: int = 1
    """How often the steps of a section are gone through before it goes on."""

    def __post_init__(self) -> None:
        for problem in _contradictions(self):
            raise PlanError(problem)

    def weight(self, area: str) -> float:
        """Returns how much an area counts: what the narrowest part that names it says."""
        said = [(len(areas_of(name)), weight) for name, weight in self.weights if area in areas_of(name)]
        return min(said)[1] if said else 1.0

    def each(self) -> Iterator[tuple[str, Preferences]]:
        """Yields every single wish in words, with the preferences that are left without it."""
        for name in self.only:
            yield f"only {name}", replace(self, only=_without(self.only, name))
        for name in self.skip:
            yield f"skip {name}", replace(self, skip=_without(self.skip, name))
        if self.side != "both":
            yield f"side {self.side}", replace(self, side="both")
        for weight in self.weights:
            yield _weight_words(*weight), replace(self, weights=_without(self.weights, weight))
        for time in self.times:
            yield f"time {time[0]}={format_duration(time[1])}", replace(self, times=_without(self.times, time))
        if self.order != "leg":
            yield f"order {self.order}", replace(self, order="leg")
        if self.rest_ms is not None:
            yield f"rest {format_duration(self.rest_ms)}", replace(self, rest_ms=None)
        if self.rounds != 1:
            yield f"rounds {self.rounds}", replace(self, rounds=1)


def parse_preferences(
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    side: Sides = "both",
    more: Iterable[str] = (),
    less: Iterable[str] = (),
    time: Iterable[str] = (),
    order: Order = "leg",
    talk: Talk = "full",
    rest: str | None = None,
    countdown: bool = False,
    rounds: int = 1,
) -> Preferences:
    """Reads preferences as a listener writes them: lists of parts with commas, `calf=2` for a weight, `calf=3m` for a time.

    Raises:
        PlanError: If a part or a number cannot be read, or two preferences contradict each other.
    """
    weights = [_weight(text, "more") for text in _split(more)]
    weights += [(name, 1 / weight) for name, weight in (_weight(text, "less") for text in _split(less))]
    return Preferences(
        only=tuple(dict.fromkeys(map(find_part, _split(only)))),
        skip=tuple(dict.fromkeys(map(find_part, _split(skip)))),
        side=side,
        weights=tuple(weights),
        times=tuple(_time(text) for text in _split(time)),
        order=order,
        talk=talk,
        rest_ms=None if rest is None else _duration(rest, "rest"),
        countdown=countdown,
        rounds=rounds,
    )


def _without(values: tuple[Value, ...], gone: Value) -> tuple[Value, ...]:
    return tuple(value for value in values if value != gone)


def _split(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (piece.strip() for piece in text.split(",") if piece.strip())


def _weight(text: str, option: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        weight = float(number) if number else MORE
    except ValueError:
        weight = float("nan")
    if not isfinite(weight) or not 1 <= weight <= MOST_WEIGHT:
        raise PlanError(f"'{option} {text}' is not a weight: expected a part and a number from 1 to {MOST_WEIGHT}")
    return find_part(name), weight


def _time(text: str) -> tuple[str, int]:
    name, _, length = text.partition("=")
    if not length:
        raise PlanError(f"'time {text}' says no time: expected a part and a duration such as {name}=3m")
    return find_part(name), _duration(length, f"time {name}")


def _duration(text: str, option: str) -> int:
    try:
        return parse_duration(text)
    except UnitError as error:
        raise PlanError(f"'{option}': {error}") from None


def _contradictions(preferences: Preferences) -> Iterator[str]:
    for name, value, known in (
        ("side", preferences.side, Sides),
        ("order", preferences.order, Order),
        ("talk", preferences.talk, Talk),
    ):
        if value not in get_args(known):
            yield f"'{name}': expected one of {', '.join(get_args(known))}, got '{value}'"
    if not 1 <= preferences.rounds <= MOST_ROUNDS:
        yield f"'rounds {preferences.rounds}' cannot be done: choose 1 to {MOST_ROUNDS}"
    if preferences.countdown and preferences.talk == "chimes":
        yield "'countdown' and 'talk chimes' collide: it is spoken; choose 'talk brief', or no countdown"
    skipped = frozenset[str]().union(*map(areas_of, preferences.skip))
    wanted = [(f"only {name}", name) for name in preferences.only]
    wanted += [(_weight_words(*weight), weight[0]) for weight in preferences.weights if weight[1] > 1]
    wanted += [(f"time {name}={format_duration(ms)}", name) for name, ms in preferences.times]
    for label, name in wanted:
        if areas_of(name) <= skipped:
            against = next((other for other in preferences.skip if areas_of(other) & areas_of(name)), "")
            yield f"'{label}' and 'skip {against}' collide: leave one of the two out"
    yield from _twice([(f"time {name}={format_duration(ms)}", name) for name, ms in preferences.times], nested=True)
    yield from _twice([(_weight_words(*weight), weight[0]) for weight in preferences.weights], nested=False)
    for name, ms in preferences.times:
        for weight in preferences.weights:
            if weight[0] == name:
                label = f"time {name}={format_duration(ms)}"
                yield f"'{label}' and '{_weight_words(*weight)}' collide: a fixed time cannot be more or less"


def _twice(said: list[tuple[str, str]], *, nested: bool) -> Iterator[str]:
    """Yields what is said of one part twice, or of two parts of which one holds the other where that is no better."""
    for number, (label, name) in enumerate(said):
        for other_label, other in said[:number]:
            if name == other or (nested and areas_of(name) & areas_of(other)):
                yield f"'{other_label}' and '{label}' collide: leave one of the two out"


def _weight_words(name: str, weight: float) -> str:
    return f"more {name}={weight:g}" if weight >= 1 else f"less {name}={1 / weight:g}"


NO_PREFERENCES = Preferences()
"""A routine as its author wrote it."""
