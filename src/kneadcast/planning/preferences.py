"""The listener's preferences: what a session contains, in addition to its length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal, TypeVar, get_args

from kneadcast.choices import ROUNDS, Order, SideChoice, Talk
from kneadcast.errors import PlanError, UnitError
from kneadcast.routine.parts import areas_of, find_part
from kneadcast.units import format_duration, parse_length

RequestKind = Literal["only", "skip", "side", "more", "less", "time", "order", "rest", "rounds"]
T = TypeVar("T")

MORE = 1.5
"""The weight of `more` without a number, and the inverse of that of `less`: the usual emphasis in classical massage."""
MOST_WEIGHT = 10


@dataclass(frozen=True)
class Preferences:
    """The listener's preferences; the defaults change nothing. Parts have the names of `kneadcast.routine.parts`.

    Raises:
        PlanError: If a value is not allowed, or two preferences contradict each other in any routine.
    """

    only: tuple[str, ...] = ()
    """The only parts to work."""
    skip: tuple[str, ...] = ()
    """Parts to leave out."""
    side: SideChoice = "both"
    weights: tuple[tuple[str, float], ...] = ()
    """The weight of a part's hands-on time: 2 is twice as much as in the routine, 0.5 half."""
    times: tuple[tuple[str, int], ...] = ()
    """Hands-on milliseconds of a part on each side, regardless of the length of the session."""
    order: Order = "leg"
    """`leg` finishes one leg before the other, `area` does each step on both."""
    talk: Talk = "full"
    rest_ms: int | None = None
    """Length of the rest at the end, including its words; 0 for no rest, `None` for the routine's own."""
    countdown: bool = False
    """Whether the minutes that are left are announced every five minutes, and in each of the last five."""
    familiar: bool = False
    """Whether the listener knows how a session works, so that the welcome is short and the bells are not explained."""
    rounds: int = 1
    """How often the steps of a section are done, at least, before the next section; a long session has more rounds."""

    def __post_init__(self) -> None:
        if problems := tuple(_contradictions(self)):
            raise PlanError(*problems)

    def weight(self, area: str) -> float:
        """Returns the weight of an area: that of the smallest part that contains it, or 1."""
        weights = [(len(areas_of(name)), weight) for name, weight in self.weights if area in areas_of(name)]
        return min(weights)[1] if weights else 1.0

    def requests(self) -> Iterator[Request]:
        """Yields every single preference that can conflict with a routine or with another one."""
        for name in self.only:
            yield Request("only", f"only {name}", replace(self, only=_without(self.only, name)), name)
        for name in self.skip:
            yield Request("skip", f"skip {name}", replace(self, skip=_without(self.skip, name)), name)
        if self.side != "both":
            yield Request("side", f"side {self.side}", replace(self, side="both"))
        yield from self._time_requests()
        if self.order != "leg":
            yield Request("order", f"order {self.order}", replace(self, order="leg"))
        if self.rest_ms is not None:
            yield Request("rest", f"rest {format_duration(self.rest_ms)}", replace(self, rest_ms=None))
        if self.rounds != 1:
            yield Request("rounds", f"rounds {self.rounds}", replace(self, rounds=1))

    def _time_requests(self) -> Iterator[Request]:
        for weight in self.weights:
            others = replace(self, weights=_without(self.weights, weight))
            yield Request("more" if weight[1] >= 1 else "less", _weight_label(*weight), others, weight[0])
        for time in self.times:
            yield Request("time", _time_label(*time), replace(self, times=_without(self.times, time)), time[0])


@dataclass(frozen=True)
class Request:
    """One preference by itself."""

    kind: RequestKind
    label: str
    """The preference in the form of an option: `more calf=2`."""
    others: Preferences
    """All preferences except this one."""
    part: str = ""
    """The part of the body that it is about; empty if it is about the whole session."""

    @property
    def asks_for_work(self) -> bool:
        """Whether it requires that its part is worked."""
        return self.kind in ("only", "more", "time")


def parse_preferences(  # noqa: PLR0913 -- keyword-only options are the public API
    *,
    only: Iterable[str] = (),
    skip: Iterable[str] = (),
    more: Iterable[str] = (),
    less: Iterable[str] = (),
    time: Iterable[str] = (),
    side: SideChoice = Preferences.side,
    order: Order = Preferences.order,
    talk: Talk = Preferences.talk,
    rest: str | None = None,
    countdown: bool = Preferences.countdown,
    familiar: bool = Preferences.familiar,
    rounds: int = Preferences.rounds,
) -> Preferences:
    """Parses the texts of options: comma-separated parts, `calf=2` for a weight, `calf=3m` for a time.

    Args:
        only: Parts; each text is a comma-separated list.
        skip: Parts, likewise.
        more: Parts, each with a weight; by default `MORE`.
        less: Parts, each with the inverse of a weight; by default that of `MORE`.
        time: Parts with a duration.
        side: The leg to work, or both.
        order: Whether to finish one leg before the other, or each step on both legs before the next.
        talk: How much is said.
        rest: A duration.
        countdown: Whether to announce the remaining minutes more often.
        familiar: Whether the listener knows how a session works.
        rounds: How often the steps of a section are done, at least.

    Raises:
        PlanError: If a part or a number cannot be read, or two preferences contradict each other.
    """
    weights = [_parse_weight(text, "more") for text in _split(more)]
    weights += [(name, 1 / weight) for name, weight in (_parse_weight(text, "less") for text in _split(less))]
    return Preferences(
        only=tuple(dict.fromkeys(map(find_part, _split(only)))),
        skip=tuple(dict.fromkeys(map(find_part, _split(skip)))),
        weights=tuple(weights),
        times=tuple(_parse_time(text) for text in _split(time)),
        side=side,
        order=order,
        talk=talk,
        rest_ms=None if rest is None else _parse_duration(rest, "rest"),
        countdown=countdown,
        familiar=familiar,
        rounds=rounds,
    )


LIST_OPTIONS = ("only", "skip", "more", "less", "time")
"""The options of `parse_preferences` that take lists."""
OPTIONS = (*LIST_OPTIONS, "side", "order", "talk", "rest", "countdown", "familiar", "rounds")
"""The options of `parse_preferences`."""


def _without(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    return tuple(other for other in values if other != value)


def _split(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (entry.strip() for entry in text.split(",") if entry.strip())


def _parse_weight(text: str, option: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    try:
        weight = float(number) if number else MORE
    except ValueError:
        weight = float("nan")
    if not isfinite(weight) or not 1 <= weight <= MOST_WEIGHT:
        raise PlanError(f"'{option} {text}' is not a weight: expected a part and a number from 1 to {MOST_WEIGHT}")
    return find_part(name), weight


def _parse_time(text: str) -> tuple[str, int]:
    name, _, length = text.partition("=")
    if not length:
        raise PlanError(f"'time {text}' has no time: expected a part and a duration such as {name}=3m")
    return find_part(name), _parse_duration(length, f"time {name}")


def _parse_duration(text: str, option: str) -> int:
    try:
        return parse_length(text)
    except UnitError as error:
        raise PlanError(f"'{option}': {error}") from None


def _contradictions(preferences: Preferences) -> Iterator[str]:
    yield from _values_not_allowed(preferences)
    if preferences.countdown and preferences.talk == "chimes":
        yield "'countdown' and 'talk chimes' conflict: a countdown is spoken; choose 'talk brief', or no countdown"
    yield from _skipped_requests(preferences)
    times = [(_time_label(*time), time[0]) for time in preferences.times]
    yield from _repeated(times, overlapping=True)
    yield from _repeated([(_weight_label(*weight), weight[0]) for weight in preferences.weights], overlapping=False)
    for label, name in times:
        for weight in preferences.weights:
            if weight[0] == name:
                yield f"'{label}' and '{_weight_label(*weight)}' conflict: a fixed time cannot be more or less"


def _values_not_allowed(preferences: Preferences) -> Iterator[str]:
    for name, value, known in (
        ("side", preferences.side, SideChoice),
        ("order", preferences.order, Order),
        ("talk", preferences.talk, Talk),
    ):
        if value not in get_args(known):
            yield f"'{name}': expected one of {', '.join(get_args(known))}, got '{value}'"
    for name, flag, kind, expected in (
        ("countdown", preferences.countdown, bool, "true or false"),
        ("rounds", preferences.rounds, int, "a whole number"),
    ):
        if type(flag) is not kind:
            yield f"'{name}': expected {expected}, got '{flag}'"
    if isinstance(preferences.rounds, int) and not ROUNDS.low <= preferences.rounds <= ROUNDS.high:
        yield f"'rounds {preferences.rounds}' is not possible: choose {ROUNDS.low:g} to {ROUNDS.high:g}"


def _skipped_requests(preferences: Preferences) -> Iterator[str]:
    """Yields the conflicts between a request for work and the parts to skip."""
    skipped = frozenset[str]().union(*map(areas_of, preferences.skip))
    requested = [(f"only {name}", name) for name in preferences.only]
    requested += [(_weight_label(*weight), weight[0]) for weight in preferences.weights if weight[1] > 1]
    requested += [(_time_label(*time), time[0]) for time in preferences.times]
    for label, name in requested:
        if areas_of(name) <= skipped:
            against = next((other for other in preferences.skip if areas_of(other) & areas_of(name)), "")
            yield f"'{label}' and 'skip {against}' conflict: leave one of the two out"


def _repeated(labelled: list[tuple[str, str]], *, overlapping: bool) -> Iterator[str]:
    """Yields the conflicts between two requests for one part, or for two that share areas if that is a conflict."""
    for number, (label, name) in enumerate(labelled):
        for other_label, other in labelled[:number]:
            if name == other or (overlapping and areas_of(name) & areas_of(other)):
                yield f"'{other_label}' and '{label}' conflict: leave one of the two out"


def _weight_label(name: str, weight: float) -> str:
    return f"more {name}={weight:g}" if weight >= 1 else f"less {name}={1 / weight:g}"


def _time_label(name: str, length_ms: int) -> str:
    return f"time {name}={format_duration(length_ms)}"


NO_PREFERENCES = Preferences()
"""The preferences that leave a routine as its author wrote it."""
