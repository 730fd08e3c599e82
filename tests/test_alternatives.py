"""Alternatives to a session that is not possible."""

from __future__ import annotations

import json
import random
import shlex
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kneadcast.alternatives import MOST_ALTERNATIVES, Alternative, find_alternatives, possible_session
from kneadcast.build import compile_script
from kneadcast.choices import ROUNDS
from kneadcast.errors import RoutineError
from kneadcast.options import Options
from kneadcast.planning.preferences import parse_preferences
from kneadcast.resources import user_folder
from kneadcast.routine import library, load_routine, routine_names
from kneadcast.routine.body import SEATS
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.parts import GROUPS
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.units import format_duration, parse_length
from tests.cli.runner import run
from tests.samples import some_routines

pytestmark = pytest.mark.usefixtures("no_worker")

PARTS = (*GROUPS, "toes", "sole", "calf", "shin")
CHOICES: dict[str, Callable[[random.Random], str]] = {
    "only": lambda chance: ",".join(chance.sample(PARTS, chance.randint(1, 2))),
    "skip": lambda chance: chance.choice(PARTS),
    "side": lambda chance: chance.choice(("left", "right")),
    "more": lambda chance: f"{chance.choice(PARTS)}={chance.randint(1, 4)}",
    "less": lambda chance: chance.choice(PARTS),
    "time": lambda chance: f"{chance.choice(PARTS)}={chance.randint(1, 12)}m",
    "order": lambda _: "area",
    "talk": lambda chance: chance.choice(("brief", "chimes")),
    "rest": lambda chance: f"{chance.randint(0, 15)}m",
    "rounds": lambda chance: str(chance.randint(int(ROUNDS.low), int(ROUNDS.high))),
    "countdown": lambda _: "",
    "avoid": lambda chance: ",".join(chance.sample(list(CAUTIONS), chance.randint(1, 2))),
}


def request(seed: int) -> list[str]:
    """Returns the arguments of a random request."""
    chance = random.Random(seed)
    words = [chance.choice(routine_names()), "--length", f"{chance.randint(3, 170)}m"]
    for name in chance.sample(list(CHOICES), chance.randint(0, 4)):
        words += filter(None, (f"--{name}", CHOICES[name](chance)))
    return words


def commands(stderr: str) -> list[list[str]]:
    """Returns the arguments of the commands that a refusal names."""
    return [shlex.split(line)[1:] for line in stderr.splitlines() if line.startswith("  kneadcast ")]


def value(words: list[str], option: str) -> str | None:
    return words[words.index(option) + 1] if option in words else None


def check_refusal(words: list[str]) -> None:
    """Checks that every command that a refusal names works, and that the nearest length is possible if any is."""
    refused = run("script", *words)
    if refused.exit_code == 0:
        return
    named = commands(refused.stderr)
    assert refused.exit_code == 1, refused.output
    assert len(named) <= MOST_ALTERNATIVES
    assert len({tuple(command) for command in named}) == len(named)
    for command in named:
        done = run(*command, "--format", "json")
        assert done.exit_code == 0, (command, done.stderr)
        assert json.loads(done.stdout)["length_ms"] == parse_length(value(command, "--length") or "")
        assert value(command, "--avoid") == value(words, "--avoid")
    nearest = run("script", *words, "--nearest", "--format", "json")
    assert (nearest.exit_code == 0) == ("cannot last" in refused.stderr), (words, nearest.stderr)
    if nearest.exit_code == 0:
        taken = format_duration(json.loads(nearest.stdout)["length_ms"])
        assert f"taking the nearest, {taken}\n" in nearest.stderr


@pytest.mark.parametrize("first", [0, *(pytest.param(one, marks=pytest.mark.slow) for one in range(6, 30, 6))])
def test_every_command_that_a_refusal_names_works_with_the_exact_length_and_all_cautions(first: int) -> None:
    for seed in range(first, first + 6):
        check_refusal(request(seed))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(30, 180, 10))
def test_every_command_that_one_of_many_refusals_names_works(first: int) -> None:
    for seed in range(first, first + 10):
        check_refusal(request(seed))


def shown(alternative: Alternative) -> str:
    """Returns an alternative as the arguments of a command."""
    labels = [f"--{request.label}" for request in alternative.options.preferences.requests()]
    return " ".join([str(alternative.routine), format_duration(alternative.length_ms), *labels])


@pytest.mark.parametrize(
    ("routine", "length", "preferences", "best"),
    [
        ("five-minute-feet", "1h30m", {}, "self-massage-at-home 1h30m00s"),
        ("toes-to-hip", "5m", {}, "seated-only 5m00s"),
        ("seated-only", None, {"only": ["hip"]}, "preventive 12m00s --only hip"),
        ("relaxing", "12m", {"rest": "15m"}, "relaxing 12m00s"),
        ("lymphatic", "2h", {"only": ["feet"]}, "toes-to-hip 2h00m00s --only feet"),
        ("toes-to-hip", "1h", {"time": ["sole=21m"]}, "toes-to-hip 1h00m00s --time sole=20m00s"),
        ("relaxing", "2h", {"rest": "1s"}, "relaxing 2h00m00s --rest"),
        ("relaxing", "3h", {}, "relaxing 2h30m00s"),
    ],
)
def test_the_best_alternative_is(routine: str, length: str | None, preferences: dict[str, object], best: str) -> None:
    options = Options(preferences=parse_preferences(**preferences))  # type: ignore[arg-type]
    assert shown(find_alternatives(routine, length=length, options=options)[0]).startswith(best)


def test_a_short_list_has_several_kinds_of_alternatives_the_closest_first() -> None:
    found = find_alternatives("five-minute-feet", length="1h30m")
    assert [shown(one) for one in found][1:-1] == ["seated-only 1h30m00s --only feet --only lower-leg"]
    assert found[-1].routine == "five-minute-feet"
    assert all(one.length_ms == 5_400_000 for one in found[:-1])


def test_a_preference_that_is_left_out_is_named() -> None:
    options = Options(preferences=parse_preferences(rest="6m", time=["calf=3m"], only=["feet", "calf"]))
    found = find_alternatives("relaxing", length="11m", options=options)
    assert [one.left_out for one in found] == [("rest 6m00s",), ("time calf=3m00s",), ()]
    for one in found:
        labels = {request.label for request in options.preferences.requests()}
        assert {request.label for request in one.options.preferences.requests()} == labels - set(one.left_out)


@pytest.mark.parametrize("length", ["3m", "20m", "2h"])
@pytest.mark.parametrize(
    "name",
    some_routines(
        ["seated-only", "five-minute-feet", "hands-free-feet", "partner-full", "relaxing"],
        *("seated-only", "hands-free-feet"),
    ),
)
def test_another_routine_asks_for_no_partner_no_place_to_lie_and_no_tool(name: str, length: str) -> None:
    options = Options(preferences=parse_preferences(only=["sole", "hip"]))
    requested = load_routine(name)
    for alternative in find_alternatives(name, length=length, options=options):
        length_of = timedelta(milliseconds=alternative.length_ms)
        script = compile_script(alternative.routine, length=length_of, options=alternative.options)
        found = load_routine(script.routine)
        assert found.mode == requested.mode
        if name in ("seated-only", "five-minute-feet", "hands-free-feet"):
            assert {step.position for step in script.steps} <= {*SEATS, "standing"}
        if name == "hands-free-feet":
            assert found.name in (name, "hips-against-a-wall")  # it needs the same ball


def test_a_routine_that_is_not_safe_is_replaced_by_those_that_are() -> None:
    options = Options(avoid=("pregnancy",))
    with pytest.raises(RoutineError, match="too little of 'classical' is safe"):
        compile_script("classical", options=options)
    found = find_alternatives("classical", options=options)
    assert [one.routine for one in found] == ["gentle-in-pregnancy", "relaxing"]
    assert {one.options.avoid for one in found} == {("pregnancy",)}


def test_there_are_none_for_a_session_that_is_possible_or_that_cannot_be_read() -> None:
    assert find_alternatives("toes-to-hip", length="30m") == ()
    assert find_alternatives("no-such-routine") == ()
    assert find_alternatives("toes-to-hip", length="5m", options=Options(avoid=("no-such-caution",))) == ()
    assert (
        find_alternatives("toes-to-hip", length="5m", options=Options(sound=SoundSettings(voice="no-such-voice.onnx")))
        == ()
    )


def test_a_session_that_is_possible_is_found() -> None:
    found = possible_session("toes-to-hip", length="20m")
    assert found == Alternative("toes-to-hip", 1_200_000, Options())
    assert possible_session("toes-to-hip", length="5m") is None
    assert possible_session("no-such-routine") is None


def test_lines_of_unknown_length_are_not_spoken_and_nothing_is_said_about_them() -> None:
    other_pace = Options(sound=SoundSettings(pace_wpm=100))
    assert find_alternatives("toes-to-hip", length="5m", options=other_pace) == ()


def test_a_routine_of_the_users_own_is_an_alternative_only_if_the_lengths_of_its_lines_are_known() -> None:
    folder = user_folder() / "routines"
    folder.mkdir(parents=True)
    text = Path(library.find_routine("self-massage-at-home")).read_text(encoding="utf-8")
    mine = text.replace("name: self-massage-at-home", "name: mine")
    (folder / "mine.yaml").write_text(mine, encoding="utf-8")
    found = find_alternatives("five-minute-feet", length="1h30m")
    assert {"mine", "self-massage-at-home"} >= {str(one.routine) for one in found[:2]}
    new_words = mine.replace("Stroke your {side} foot", "Touch your {side} foot")
    assert new_words != mine
    (folder / "mine.yaml").write_text(new_words, encoding="utf-8")
    assert "mine" not in {one.routine for one in find_alternatives("five-minute-feet", length="1h30m")}
