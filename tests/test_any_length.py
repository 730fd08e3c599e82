"""Requests as listeners make them: nearly all are met, and each refusal states commands that give what was asked."""

from __future__ import annotations

import random
import shlex
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from kneadcast import Options, Script
from kneadcast.errors import KneadcastError, PlanError
from kneadcast.pipeline import measure, prepare, write_measured
from kneadcast.planning.preferences import parse_preferences
from kneadcast.planning.selection import select_steps
from kneadcast.reports.lint import lint
from kneadcast.routine import load_routine, prepare_routine
from kneadcast.routine.body import AREAS
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.library import routine_names
from kneadcast.units import MS_PER_MINUTE
from tests.cli.runner import run
from tests.routines import measured

ROUTINES = {name: load_routine(name) for name in routine_names()}
LONGEST_MS = {name: measured(of).limits().longest_ms for name, of in ROUTINES.items()}


@dataclass(frozen=True)
class Request:
    """A routine, a length of 5 to 90 minutes that it can have, and up to four options."""

    routine: str
    minutes: int
    options: dict[str, list[str]]

    @property
    def arguments(self) -> list[str]:
        """The request as the arguments of a command."""
        given = [argument for name, values in self.options.items() for argument in (f"--{name}", *values)]
        return [self.routine, "--length", f"{self.minutes}m", *given]

    @property
    def preferences(self) -> dict[str, object]:
        """The preferences with the values that the command line passes."""
        single = {"side", "order", "talk", "rest"}
        values: dict[str, object] = {
            name: given[0] if name in single else given for name, given in self.options.items()
        }
        if "rounds" in values:
            values["rounds"] = int(self.options["rounds"][0])
        if "countdown" in values:
            values["countdown"] = True
        return {name: value for name, value in values.items() if name != "avoid"}

    @property
    def avoid(self) -> tuple[str, ...]:
        """The cautions."""
        return tuple(self.options.get("avoid", ()))


def drawn_requests(seed: int, number: int) -> Iterator[Request]:
    """Yields random requests whose options contradict neither each other nor the routine, whatever the length."""
    chance = random.Random(seed)
    while number:
        request = drawn_request(chance)
        try:
            prepared = prepare_routine(request.routine, avoid=request.avoid)
            select_steps(prepared.routine, prepared.phrases, parse_preferences(**request.preferences))  # type: ignore[arg-type]
        except KneadcastError:
            continue
        number -= 1
        yield request


def drawn_request(chance: random.Random) -> Request:
    name = chance.choice(list(ROUTINES))
    areas = [step.area for section in ROUTINES[name].sections for step in section.steps]
    parts = sorted({*areas, *(AREAS[area].group for area in areas)})

    def some(most: int) -> list[str]:
        return [",".join(chance.sample(parts, chance.randint(1, min(most, len(parts)))))]

    values: dict[str, Callable[[], list[str]]] = {
        "only": lambda: some(3),
        "skip": lambda: some(3),
        "more": lambda: [f"{chance.choice(parts)}={chance.choice(('1.5', '2', '3'))}"],
        "less": lambda: [f"{chance.choice(parts)}={chance.choice(('1.5', '2', '3'))}"],
        "time": lambda: [f"{chance.choice(parts)}={chance.randint(1, 6)}m"],
        "side": lambda: [chance.choice(("left", "right"))],
        "order": lambda: ["area"],
        "talk": lambda: [chance.choice(("brief", "chimes"))],
        "rest": lambda: [chance.choice(("0", "1m", "2m", "5m", "10m"))],
        "countdown": list,
        "rounds": lambda: [str(chance.choice((1, 2, 3)))],
        "avoid": lambda: [chance.choice(list(CAUTIONS))],
    }
    names = chance.sample(list(values), chance.randint(0, 4))
    longest = min(90, LONGEST_MS[name] // MS_PER_MINUTE)
    return Request(name, chance.randint(5, longest), {option: values[option]() for option in names})


def compiled(request: Request) -> Script:
    """Returns the script of a request, or raises a PlanError."""
    options = Options(preferences=parse_preferences(**request.preferences), avoid=request.avoid)  # type: ignore[arg-type]
    return write_measured(measure(prepare(request.routine, options, request.minutes * MS_PER_MINUTE)))


def assert_good(script: Script, request: Request) -> None:
    """Asserts that a session is exact, equal on both sides, and as a listener wants it."""
    assert script.length_ms == script.steps[-1].end_ms == request.minutes * MS_PER_MINUTE
    assert all(before.end_ms == after.start_ms for before, after in pairwise(script.steps))
    assert all(before.end_ms <= after.at_ms for before, after in pairwise(script.cues))
    sides: dict[tuple[str, str | None, str | None], dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
    for step in script.steps:
        if step.kind == "work" and step.side:
            sides[step.section, step.id.split(".")[2], step.area][step.side] += step.hands_on_ms
    for hands_on_ms in sides.values():
        assert len(set(hands_on_ms.values())) == 1
        one_sided = "side" in request.options or request.routine == "gentle-in-pregnancy"
        assert len(hands_on_ms) == 2 or (one_sided and len(hands_on_ms) == 1)
    prepared = prepare_routine(request.routine, avoid=request.avoid)
    spoken = " ".join(cue.text or "" for cue in script.cues)
    assert prepared.routine.opening.safety.say.strip() in spoken
    if request.options.get("talk") != ["chimes"]:
        announced = prepared.routine.opening.settle.say.removesuffix(ROUTINES[request.routine].opening.settle.say)
        assert announced.strip() in spoken
        # With few parts or much rest, the usual share of speech is not to be expected.
        remarks = [remark for remark in lint(script, prepared.phrases, usual=False) if remark.rule != "speech-share"]
        assert remarks == []


def assert_commands_work(request: Request) -> None:
    """Asserts that the refusal of a request states commands, and that each builds a session of the requested length."""
    refused = run("script", *request.arguments)
    assert refused.exit_code == 1
    commands = [line.strip() for line in refused.stderr.splitlines() if line.startswith("  kneadcast ")]
    assert 1 <= len(commands) <= 3, refused.stderr
    for command in commands:
        result = run(*shlex.split(command)[1:], "--format", "json")
        assert result.exit_code == 0, (command, result.stderr)


@pytest.mark.parametrize(
    ("seed", "number", "least"),
    [(1, 40, 0.8), pytest.param(2026, 600, 0.85, marks=pytest.mark.slow)],
    ids=["a few", "many"],
)
def test_most_requests_are_met_well_and_every_refusal_states_commands_that_work(
    seed: int, number: int, least: float
) -> None:
    met = 0
    for request in drawn_requests(seed, number):
        try:
            script = compiled(request)
        except PlanError:
            assert_commands_work(request)
        else:
            assert_good(script, request)
            met += 1
    assert met / number >= least
